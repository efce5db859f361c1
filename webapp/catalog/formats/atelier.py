"""Our own export: one row a product with every field, pictures by path (see ``exporting``)."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from webapp.catalog.formats.base import FIELDS, Detection, ImportRow, Mapped, Picture
from webapp.catalog.formats.containers import Container, Folder
from webapp.catalog.formats.tables import (
    as_dicts,
    beside,
    count_rows,
    file_picture,
    header_of,
    table_names,
)

NAME = "atelier"
LABEL = "this shop's own export"
COLUMNS = tuple(name for name in FIELDS if name != "stock")


def detect(container: Container) -> Detection | None:
    for table in table_names(container):
        if {"external_id", "source", "category", "pictures"} <= set(header_of(container, table)):
            return Detection(NAME, 1.0, {name: name for name in COLUMNS} | {"table": table})
    return None


def count(container: Container, mapping: Mapped) -> int:
    return count_rows(container, mapping["table"])


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    table = mapping["table"]
    media = Folder(Path(settings.MEDIA_ROOT))
    for line, row in as_dicts(container, table):
        values = {name: row.get(name, "") for name in COLUMNS if name != "pictures"}
        names = [name for name in row.get("pictures", "").split("|") if name]
        yield ImportRow(
            line,
            values["external_id"],
            values,
            [_picture(container, table, name, media) for name in names],
        )


def _picture(container: Container, table: str, name: str, media: Folder) -> Picture:
    """Beside the table, as in an exported zip, else among this shop's own pictures."""
    near = beside(table, name)
    if not container.has(near) and name.startswith("products/"):
        return file_picture(media, name)
    return file_picture(container, near)
