"""The catalogue as a CSV that imports back to the same catalogue (``formats.atelier``).

Pictures are named by their path below the media folder. A zip takes them along, so that another
shop can read it; a bare CSV is enough for this one.
"""

import csv
import io
import os
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import QuerySet

from webapp.catalog.formats.atelier import COLUMNS
from webapp.catalog.models import Product

TABLE = "catalogue.csv"


def catalog_lines(products: QuerySet[Product] | None = None) -> Iterator[str]:
    """The CSV line by line, heading first; all products, hidden ones too, by default."""
    products = Product.objects.all() if products is None else products
    yield _line(COLUMNS)
    chosen = (
        products.order_by("source", "pk")
        .select_related("category", "colour")
        .prefetch_related("images", "sizes")
    )
    for product in chosen.iterator(chunk_size=500):
        row = _row(product)
        yield _line([row[name] for name in COLUMNS])


def catalog_export(*, path: Path, products: QuerySet[Product] | None = None) -> int:
    """Write a .csv or, with the pictures, a .zip; whole or not at all. Returns the products."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("wb") as stream:
            count = (
                _write_zip(stream, products)
                if path.suffix == ".zip"
                else _write_lines(stream, products)
            )
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return count


def _write_lines(stream: IO[bytes], products: QuerySet[Product] | None) -> int:
    count = -1  # the heading is no product
    for line in catalog_lines(products):
        stream.write(line.encode())
        count += 1
    return count


def _write_zip(stream: IO[bytes], products: QuerySet[Product] | None) -> int:
    chosen = Product.objects.all() if products is None else products
    media = Path(settings.MEDIA_ROOT)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        with archive.open(TABLE, "w", force_zip64=True) as table:
            count = _write_lines(table, products)
        files = chosen.order_by().values_list("images__file", flat=True).distinct()
        for name in files.iterator():
            if name:
                archive.write(media / name, name)
    return count


def _row(product: Product) -> dict[str, str]:
    colour = product.colour
    return {
        "external_id": product.external_id,
        "sku": product.sku,
        "name": product.name,
        "brand": product.brand,
        "description": product.description,
        "category": product.category.name,
        "group": product.category.group,
        "colour": colour.name if colour else "",
        "colour_hex": colour.hex if colour else "",
        "gender": product.gender,
        "style": product.usage,
        "season": product.season,
        "year": str(product.year or ""),
        "price": "" if product.price is None else str(product.price),
        "sizes": "|".join(f"{size.label}:{size.stock}" for size in product.sizes.all()),
        "design_code": product.design_code,
        "source": product.source,
        "active": "yes" if product.is_active else "no",
        "pictures": "|".join(image.file for image in product.images.all()),
    }


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()
