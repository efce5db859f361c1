"""A small shop of drawn products, for tests that need pictures."""

import io
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image

from ml.drawings import draw
from webapp.catalog.images import StoredImage, image_store
from webapp.catalog.models import Category, Colour, Product, ProductImage
from webapp.catalog.services import taxonomy_sync

KINDS = (
    ("Handbags", "Red"),
    ("Handbags", "Black"),
    ("Tshirts", "White"),
    ("Tshirts", "Navy Blue"),
    ("Watches", "Brown"),
    ("Sports Shoes", "Blue"),
)


@cache
def drawing(category: str, colour: str, seed: int) -> Image.Image:
    return draw(category, seed=seed, colour=colour, size=(192, 256)).image


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


_kept: dict[tuple[str, str, int], tuple[StoredImage, bytes]] = {}


def _picture(category: str, colour: str, seed: int) -> StoredImage:
    """Stored as an import would; encoded once for all tests of a run."""
    key = (category, colour, seed)
    if key not in _kept:
        stored = image_store(encoded(drawing(*key), "PNG"))
        _kept[key] = stored, (Path(settings.MEDIA_ROOT) / stored.file).read_bytes()
    stored, content = _kept[key]
    path = Path(settings.MEDIA_ROOT) / stored.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return stored


def product_with_picture(
    number: int, category: str, colour: str, *, seed: int | None = None, usage: str = "casual"
) -> Product:
    product = Product.objects.create(
        source="test",
        external_id=str(number),
        sku=f"SKU-{number}",
        slug=f"product-{number}",
        name=f"{colour} {category} {number}",
        category=Category.objects.get(name=category),
        colour=Colour.objects.get(name=colour),
        gender="women",
        usage=usage,
        price=Decimal("10.00") + number,
    )
    stored = _picture(category, colour, number if seed is None else seed)
    ProductImage.objects.create(
        product=product,
        file=stored.file,
        thumbnail=stored.thumbnail,
        width=stored.width,
        height=stored.height,
        sha256=stored.sha256,
    )
    return product


def small_shop(each: int = 3) -> list[Product]:
    """``each`` products of every kind in KINDS, with the taxonomy's categories and colours."""
    taxonomy_sync()
    return [
        product_with_picture(number * 10 + extra, category, colour)
        for number, (category, colour) in enumerate(KINDS)
        for extra in range(each)
    ]
