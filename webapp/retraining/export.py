"""The catalogue as the engines read it: ``styles.csv`` and ``images/<id>.webp``.

Pictures are linked, not copied, where the disk allows it; a stored picture never changes, so the
link stays what it was. An export that was interrupted goes on where it was, and one that is done
is never made again: a resumed run learns from the very same pictures.
"""

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from webapp.catalog.models import ProductImage

from . import data, engine

NAME = "catalogue"
"""The folder's name is that of the set in the run's figures."""
CHUNK = 500


def catalogue_export(
    *,
    folder: Path,
    source: str = "",
    progress: Callable[[int, int], None],
    should_stop: Callable[[], bool],
) -> Path | None:
    """Write ``folder``/catalogue; None if told to stop before its end."""
    target = folder / NAME
    table = target / data.TABLE
    if table.exists():
        return target
    images = target / "images"
    images.mkdir(parents=True, exist_ok=True)
    work = table.with_suffix(".partial")
    total = data.products(source).count()
    with work.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(data.COLUMNS)
        for done, (file, cells) in enumerate(_rows(source), start=1):
            _place(Path(settings.MEDIA_ROOT) / file, images / f"{cells[0]}{Path(file).suffix}")
            rows.writerow(cells)
            if done % CHUNK == 0:
                progress(done, total)
                if should_stop():
                    return None
        stream.flush()
        os.fsync(stream.fileno())
    work.replace(table)
    return target


def _rows(source: str) -> Iterator[tuple[str, list[str]]]:
    """Of each product the first picture's file and the cells of its row."""
    words = engine.words()
    pictures = ProductImage.objects.filter(product__in=data.products(source)).select_related(
        "product__category", "product__colour"
    )
    last = None
    ordered = pictures.order_by("product_id", "position", "id")
    for picture in ordered.iterator(chunk_size=CHUNK):
        product = picture.product
        if product.pk == last:
            continue
        last = product.pk
        yield (
            picture.thumbnail,
            [
                str(product.pk),
                _named(words.categories, product.category.class_index),
                _named(words.colours, product.colour.class_index if product.colour else None),
                words.usages.get(product.usage, ""),
                words.genders.get(product.gender, ""),
            ],
        )


def _named(names: tuple[str, ...], index: int | None) -> str:
    return "" if index is None else names[index]


def _place(picture: Path, target: Path) -> None:
    """A picture whose file is missing is left out; the engine does without it."""
    try:
        os.link(picture, target)
    except FileExistsError:
        return  # of the attempt before
    except FileNotFoundError:
        return
    except OSError:  # another disk, or one without links
        work = target.with_name(f"{target.name}.partial")
        shutil.copyfile(picture, work)
        work.replace(target)
