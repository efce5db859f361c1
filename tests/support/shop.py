"""A small shop of drawn products, for tests that need pictures."""

import io
from decimal import Decimal

from PIL import Image

from ml.drawings import draw
from webapp.catalog.images import image_store
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


def drawing(category: str, colour: str, seed: int) -> Image.Image:
    return draw(category, seed=seed, colour=colour, size=(192, 256)).image


def encoded(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def product_with_picture(
    number: int, category: str, colour: str, *, seed: int | None = None, usage: str = "casual"
) -> Product:
    picture = drawing(category, colour, number if seed is None else seed)
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
    stored = image_store(encoded(picture, "PNG"))
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
