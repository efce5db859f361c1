"""The catalogue's one door to the engines: the taxonomy and the sample shop's drawings.

Imports happen inside the functions, so that a web process stays small.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.catalog.images import Packed, pack

if TYPE_CHECKING:
    from ml.drawings import SampleProduct


@dataclass(frozen=True)
class ClassNames:
    """The classes that the models know; position = class index."""

    categories: tuple[tuple[str, str], ...]
    """(name, group)"""
    colours: tuple[tuple[str, str], ...]
    """(name, "#rrggbb")"""


def class_names() -> ClassNames:
    from ml import taxonomy

    loaded = taxonomy.load("fashion51")
    return ClassNames(
        categories=tuple(zip(loaded.categories, loaded.groups, strict=True)),
        colours=tuple(zip(loaded.colours, loaded.hexes, strict=True)),
    )


def sample_products(count: int) -> "list[SampleProduct]":
    """The sample shop, always the same. Raises ValueError for fewer products than categories."""
    from ml.drawings import sample_catalogue

    return list(sample_catalogue(count))


def drawing_hash(product: "SampleProduct") -> str:
    """SHA-256 over everything that decides a product's pictures, the drawing code included."""
    parts = (_code_hash(), product.category, product.colour, product.drawing_seed, product.sku)
    return hashlib.sha256(repr((*parts, product.image_count)).encode()).hexdigest()


def sample_pictures(products: "Sequence[SampleProduct]") -> Iterator[list[Packed]]:
    """Each product's pictures, in order, drawn by all cores."""
    from ml.processes import pool

    with pool(os.cpu_count() or 1) as workers:
        yield from workers.map(_draw, products, chunksize=8)


def _draw(product: "SampleProduct") -> list[Packed]:
    from ml.drawings import render_product

    return [pack(picture) for picture in render_product(product)]


@cache
def _code_hash() -> str:
    import ml.drawings

    digest = hashlib.sha256()
    for path in sorted(Path(ml.drawings.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
