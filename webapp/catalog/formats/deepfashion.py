"""DeepFashion, category and attribute benchmark: list_category_img.txt names every picture's
category by number, list_category_cloth.txt names the numbers. Both begin with a count and a
heading. The pictures of one folder are views of one product.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath

from webapp.catalog.formats.base import Detection, ImportRow, Mapped
from webapp.catalog.formats.containers import Container
from webapp.catalog.formats.tables import file_picture, table_names

NAME = "deepfashion"
LABEL = "DeepFashion (list_*.txt)"
GROUPS = {"1": "Tops", "2": "Bottoms", "3": "Dresses"}
MAX_VIEWS = 8


def detect(container: Container) -> Detection | None:
    tables = table_names(container)
    pictures = next((n for n in tables if n.endswith("list_category_img.txt")), "")
    names = next((n for n in tables if n.endswith("list_category_cloth.txt")), "")
    if not pictures or not names:
        return None
    return Detection(
        NAME,
        0.95,
        {
            "table": pictures,
            "categories": names,
            "external_id": "folder of image_name",
            "name": "folder of image_name",
            "category": "category_label",
            "group": "category_type",
            "pictures": "image_name",
        },
    )


def count(container: Container, mapping: Mapped) -> int:
    return sum(1 for _ in _folders(container, mapping["table"]))


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    categories = [
        (words[0], words[-1]) for _, words in _lines(container, mapping["categories"]) if words
    ]
    roots = _roots(mapping["table"])
    for line, folder, entries in _folders(container, mapping["table"]):
        label = entries[0][-1]
        if not label.isdigit() or not 0 < int(label) <= len(categories):
            yield ImportRow(line, folder, problem=f"there is no category number {label}")
            continue
        category, kind = categories[int(label) - 1]
        yield ImportRow(
            line=line,
            external_id=folder,
            values={
                "external_id": folder,
                "name": folder.replace("_", " "),
                "category": category,
                "group": GROUPS.get(kind, "Tops"),
            },
            pictures=[
                file_picture(container, *(f"{root}{entry[0]}" for root in roots))
                for entry in entries[:MAX_VIEWS]
            ],
            is_category_exact=False,
        )


def _lines(container: Container, name: str) -> Iterator[tuple[int, list[str]]]:
    with container.stream(name) as stream:
        for number, raw in enumerate(stream, start=1):
            if number > 2:  # the count, the heading
                yield number, raw.decode("utf-8", "replace").split()


def _folders(container: Container, table: str) -> Iterator[tuple[int, str, list[list[str]]]]:
    entries = ((line, words) for line, words in _lines(container, table) if len(words) >= 2)
    for folder, group in groupby(entries, key=lambda e: PurePosixPath(e[1][0]).parent.name):
        members = list(group)
        yield members[0][0], folder, [words for _, words in members]


def _roots(table: str) -> tuple[str, ...]:
    """Where "img/…" may start: beside the list, or beside or in Img/ next to Anno/."""
    anno = PurePosixPath(table).parent
    tops = [anno, anno.parent, anno.parent.parent]
    return tuple(
        dict.fromkeys(
            "" if str(path) == "." else f"{path.as_posix()}/"
            for top in tops
            for path in (top, top / "Img")
        )
    )
