"""Writes a sample catalogue in the layout that people download catalogues in.

``styles.csv`` (id, gender, masterCategory, subCategory, articleType, baseColour, season, year,
usage, productDisplayName), ``images/<id>.jpg`` and, beyond that layout, ``box.csv`` (id, x1, y1,
x2, y2 in fractions of the image).
"""

import csv
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from ml.drawings.catalogue import SampleProduct, sample_catalogue
from ml.drawings.render import SIZE, Box, draw, taxonomy
from ml.processes import pool

STYLE_COLUMNS = (
    *("id", "gender", "masterCategory", "subCategory", "articleType", "baseColour"),
    *("season", "year", "usage", "productDisplayName"),
)
BOX_COLUMNS = ("id", "x1", "y1", "x2", "y2")

_MASTER = {
    "Shoes": "Footwear",
    "Bags": "Accessories",
    "Watches & eyewear": "Accessories",
    "Jewellery": "Accessories",
    "Accessories": "Accessories",
    "Beauty": "Personal Care",
}
_FIRST_ID, _YEAR = 10001, 2026


def _save(product: SampleProduct, path: Path, size: tuple[int, int]) -> Box:
    drawing = draw(product.category, seed=product.drawing_seed, colour=product.colour, size=size)
    drawing.image.save(path, "JPEG", quality=92)
    return drawing.box


def _save_numbered(
    numbered: tuple[int, SampleProduct], *, folder: Path, size: tuple[int, int]
) -> Box:
    number, product = numbered
    return _save(product, folder / f"{number}.jpg", size)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_dataset(
    folder: Path,
    count: int,
    *,
    seed: int = 0,
    size: tuple[int, int] = SIZE,
    processes: int = 1,
) -> int:
    """Draw ``count`` products into ``folder`` and return how many were written.

    Raises FileExistsError if the folder holds a data set already and ValueError if ``count`` is
    smaller than the number of categories.
    """
    if (folder / "styles.csv").exists():
        raise FileExistsError(f"{folder} already holds a data set; choose another folder")
    products = list(enumerate(sample_catalogue(count, seed), start=_FIRST_ID))
    (folder / "images").mkdir(parents=True, exist_ok=True)
    save = partial(_save_numbered, folder=folder / "images", size=size)
    if processes > 1:
        with pool(processes) as workers:
            boxes = list(workers.map(save, products, chunksize=16))
    else:
        boxes = [save(item) for item in products]
    _write(
        folder / "box.csv",
        BOX_COLUMNS,
        (
            (number, *(f"{edge:.5f}" for edge in box))
            for (number, _), box in zip(products, boxes, strict=True)
        ),
    )
    # Last, so that a folder with styles.csv is a complete one.
    _write(folder / "styles.csv", STYLE_COLUMNS, (_style(*item) for item in products))
    return len(products)


def _style(number: int, product: SampleProduct) -> tuple[object, ...]:
    group = taxonomy().group_of[product.category]
    return (
        number,
        product.gender,
        _MASTER.get(group, "Apparel"),
        group,
        product.category,
        product.colour,
        product.season,
        _YEAR,
        product.usage,
        product.name,
    )
