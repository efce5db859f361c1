"""Products as JSON. Facets have the names that they have in the shop's URL."""

from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from webapp.catalog import selectors
from webapp.catalog.models import Product
from webapp.core.problems import Problem

router = Router(tags=["products"])


class ListingParameters(Schema):
    """Facets may be repeated; a value that the shop does not know is left out, see ``notes``."""

    gender: list[str] = []
    category: list[str] = []
    colour: list[str] = []
    style: list[str] = []
    season: list[str] = []
    price_min: str | None = None
    price_max: str | None = None
    q: str | None = Field(None, max_length=200, description="words, e.g. navy casual shirt men")
    sort: str | None = Field(None, description="newest, price, -price or relevance")
    page: int = Field(1, ge=1)
    limit: int = Field(24, ge=1, le=100)


class CategoryOut(Schema):
    name: str
    slug: str


class ColourOut(Schema):
    name: str
    slug: str
    hex: str


class SizeOut(Schema):
    label: str
    stock: int


class ImageOut(Schema):
    url: str
    width: int
    height: int
    alt: str


class ProductOut(Schema):
    id: int
    sku: str
    name: str
    brand: str
    category: CategoryOut
    colour: ColourOut | None
    gender: str
    usage: str
    """The style."""
    season: str
    price: Annotated[Decimal | None, Field(description="decimal as a string")]
    is_made_to_order: bool
    """Made once it is ordered: the sizes' stock says nothing."""
    sizes: list[SizeOut]
    images: list[ImageOut]
    image: str | None
    url: str
    description: str


class OptionOut(Schema):
    value: str
    label: str
    count: int
    is_chosen: bool


class FacetOut(Schema):
    name: str
    label: str
    options: list[OptionOut]


class ListingOut(Schema):
    count: int
    page: int
    pages: int
    products: list[ProductOut]
    facets: list[FacetOut]
    notes: list[str]


@router.get("/products", response=ListingOut, auth=None, summary="List, filter and search")
def list_products(request: HttpRequest, parameters: Query[ListingParameters]) -> dict[str, Any]:
    """A page beyond the last one is the last one."""
    with_sizes = selectors.products_visible().prefetch_related("sizes")
    result = selectors.facets(request.GET, queryset=with_sizes)
    page = result.page(parameters.page, parameters.limit)
    return {
        "count": result.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "products": [product_document(request, product) for product in page.object_list],
        "facets": result.facets,
        "notes": result.notes,
    }


@router.get("/products/{int:pk}", response=ProductOut, auth=None, summary="One product")
def read_product(request: HttpRequest, pk: int) -> dict[str, Any]:
    """404 for one that does not exist or is not sold any more."""
    product = selectors.products_visible().prefetch_related("sizes").filter(pk=pk).first()
    if product is None:
        raise Problem(404, _("No such product"), _("There is no product with this number."))
    return product_document(request, product)


def product_document(request: HttpRequest, product: Product) -> dict[str, Any]:
    """All addresses are absolute."""
    cover = product.cover
    return {
        "id": product.pk,
        "sku": product.sku,
        "name": product.name,
        "brand": product.brand,
        "category": product.category,
        "colour": product.colour,
        "gender": product.gender,
        "usage": product.usage,
        "season": product.season,
        "price": product.price,
        "is_made_to_order": product.is_made_to_order,
        "sizes": list(product.sizes.all()),
        "images": [
            {
                "url": request.build_absolute_uri(image.url),
                "width": image.width,
                "height": image.height,
                "alt": image.alt,
            }
            for image in product.images.all()
        ],
        "image": request.build_absolute_uri(cover.url) if cover else None,
        "url": request.build_absolute_uri(product.get_absolute_url()),
        "description": product.description,
    }
