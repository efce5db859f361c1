"""The wishlist as JSON, of the signed-in account or of this browser's session."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.security import SessionAuth

from webapp.catalog.api import ProductOut, product_document
from webapp.catalog.selectors import products_visible
from webapp.core.problems import Problem

from . import selectors, services

router = Router(tags=["wishlist"])


class VisitorAuth(SessionAuth):
    """Everyone has a wishlist; what changes it comes with the CSRF token, like a form."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.user


everyone = VisitorAuth(csrf=True)


class WishlistOut(Schema):
    count: int
    products: list[ProductOut]


@router.get("/wishlist", response=WishlistOut, auth=everyone, summary="What is kept")
def read_wishlist(request: HttpRequest) -> dict[str, Any]:
    """The latest kept first."""
    products = selectors.wishlist_products(request)
    return {
        "count": len(products),
        "products": [product_document(request, product) for product in products],
    }


@router.put("/wishlist/{int:pk}", response={204: None}, auth=everyone, summary="Keep")
def keep(request: HttpRequest, pk: int) -> Status[None]:
    """Safe to repeat. 404 for a product that is not sold."""
    product = products_visible().filter(pk=pk).first()
    if product is None:
        raise Problem(404, _("No such product"), _("There is no product with this number."))
    services.wishlist_set(request=request, product=product, kept=True)
    return Status(204, None)


@router.delete("/wishlist/{int:pk}", response={204: None}, auth=everyone, summary="Drop")
def drop(request: HttpRequest, pk: int) -> Status[None]:
    """Safe to repeat, also for what was never kept."""
    services.wishlist_drop(request=request, product_id=pk)
    return Status(204, None)
