"""What search engines read: a product as schema.org JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from webapp.catalog.models import Product, ProductImage

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def structured_data(
    request: HttpRequest, product: Product, images: Sequence[ProductImage]
) -> SafeString:
    """https://schema.org/Product for the inside of a script element."""
    address = request.build_absolute_uri(product.get_absolute_url())
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.sku,
        "url": address,
        "category": product.category.name,
        "image": [request.build_absolute_uri(image.url) for image in images],
    }
    if product.brand:
        data["brand"] = {"@type": "Brand", "name": product.brand}
    if product.description:
        data["description"] = product.description
    if product.colour:
        data["color"] = product.colour.name
    if product.price is not None:
        data["offers"] = {
            "@type": "Offer",
            "price": str(product.price),
            "priceCurrency": settings.CURRENCY,
            "availability": f"https://schema.org/{_availability(product)}",
            "url": address,
        }
    # Nothing in the data can close the element: its angle brackets and ampersands are escaped.
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


def _availability(product: Product) -> str:
    if product.is_made_to_order:
        return "MadeToOrder"
    stocks = [size.stock for size in product.sizes.all()]
    return "OutOfStock" if stocks and not any(stocks) else "InStock"
