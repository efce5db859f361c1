"""Kaggle "Fashion Product Images" and its small variant: styles.csv beside images/<id>.jpg.

Two shapes: nine columns, or ten with productDisplayName, whose unquoted commas spill over into
more cells. "NA" is a colour of its own there, and no style.
"""

from collections.abc import Iterator

from webapp.catalog.formats.base import Detection, ImportRow, Mapped, Picture
from webapp.catalog.formats.containers import Container
from webapp.catalog.formats.tables import (
    beside,
    count_rows,
    file_picture,
    header_of,
    read_table,
    table_names,
)

NAME = "myntra"
LABEL = "styles.csv with images (Kaggle, Myntra)"
COLUMNS = {
    "external_id": "id",
    "gender": "gender",
    "category": "articleType",
    "colour": "baseColour",
    "style": "usage",
    "season": "season",
    "year": "year",
}
DISPLAY_NAME = "productDisplayName"
GROUPS = {
    "Topwear": "Tops", "Bottomwear": "Bottoms", "Innerwear": "Innerwear & sleep",
    "Loungewear and Nightwear": "Innerwear & sleep", "Dress": "Dresses", "Saree": "Dresses",
    "Apparel Set": "Dresses", "Bags": "Bags", "Wallets": "Bags", "Jewellery": "Jewellery",
    "Watches": "Watches & eyewear", "Eyewear": "Watches & eyewear", "Footwear": "Shoes",
    "Personal Care": "Beauty", "Apparel": "Tops", "Accessories": "Accessories",
}  # fmt: skip
"""subCategory, else masterCategory → department."""


def detect(container: Container) -> Detection | None:
    for table in table_names(container):
        header = header_of(container, table)
        if {"id", "articleType", "baseColour"} <= set(header):
            mapping = {ours: theirs for ours, theirs in COLUMNS.items() if theirs in header}
            mapping["group"] = "subCategory"
            if DISPLAY_NAME in header:
                mapping["name"] = DISPLAY_NAME
            mapping["pictures"] = "images/<id>.jpg"
            return Detection(NAME, 0.95, mapping | {"table": table})
    return None


def count(container: Container, mapping: Mapped) -> int:
    return count_rows(container, mapping["table"])


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    table = mapping["table"]
    lines = read_table(container, table)
    header = next((cells for _, cells in lines), [])
    for line, cells in lines:
        if len(cells) < len(header):
            yield ImportRow(line, cells[0], problem=f"{len(cells)} cells, {len(header)} expected")
            continue
        if header[-1] == DISPLAY_NAME:
            cells = [*cells[: len(header) - 1], ", ".join(cells[len(header) - 1 :])]
        named = dict(zip(header, cells, strict=False))
        values = {
            ours: named.get(theirs, "")
            for ours, theirs in mapping.items()
            if ours not in ("table", "pictures", "group")
        }
        master, sub = named.get("masterCategory", ""), named.get("subCategory", "")
        values["group"] = GROUPS.get(sub) or GROUPS.get(master) or master
        key = values.get("external_id", "")
        yield ImportRow(line, key, values, [_picture(container, table, key)] if key else [])


def _picture(container: Container, table: str, key: str) -> Picture:
    return file_picture(
        container, *(beside(table, f"images/{key}{suffix}") for suffix in (".jpg", ".jpeg", ".png"))
    )
