"""A folder for each category, pictures in it: Shirts/abc.jpg. One picture, one product."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from webapp.catalog.formats.base import Detection, ImportRow, Mapped
from webapp.catalog.formats.containers import Container
from webapp.catalog.formats.tables import PICTURES, file_picture

NAME = "folders"
LABEL = "pictures in a folder for each category"


def _pictures(container: Container) -> list[str]:
    return [
        name
        for name in container.names
        if PurePosixPath(name).suffix.lower() in PICTURES and "/" in name
    ]


def detect(container: Container) -> Detection | None:
    if not _pictures(container):
        return None
    return Detection(
        NAME,
        0.3,
        {"external_id": "path", "category": "folder name", "pictures": "file"},
    )


def count(container: Container, mapping: Mapped) -> int:
    return len(_pictures(container))


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    for line, name in enumerate(_pictures(container), start=1):
        category = PurePosixPath(name).parent.name.replace("_", " ").strip()
        yield ImportRow(
            line=line,
            external_id=name,
            values={"external_id": name, "category": category},
            pictures=[file_picture(container, name)],
            is_category_exact=False,
        )
