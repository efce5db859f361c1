"""Google Merchant product feed as CSV or TSV, one row a variant.

Rows of one item_group_id and colour are one product in several sizes; the same group in other
colours becomes other products of one design. Columns: support.google.com/merchants/answer/7052112.
"""

from collections.abc import Iterator

from webapp.catalog.formats.base import Detection, ImportRow, Mapped
from webapp.catalog.formats.containers import Container
from webapp.catalog.formats.tables import as_dicts, header_of, named_picture, table_names

NAME = "google"
LABEL = "Google Merchant product feed"
COLUMNS = {
    "external_id": ("id",),
    "name": ("title",),
    "description": ("description",),
    "brand": ("brand",),
    "category": ("product_type", "google_product_category"),
    "colour": ("color", "colour"),
    "gender": ("gender",),
    "price": ("price", "sale_price"),
    "pictures": ("image_link",),
    "sizes": ("size",),
    "design_code": ("item_group_id",),
    "stock": ("availability",),
}


def _column(name: str) -> str:
    """ "Image link", "image link" and "g:image_link" are one column."""
    return name.lower().removeprefix("g:").strip().replace(" ", "_")


def detect(container: Container) -> Detection | None:
    for table in table_names(container):
        header = {_column(name) for name in header_of(container, table)}
        if {"id", "title", "image_link"} <= header:
            mapping = {
                ours: next(name for name in names if name in header)
                for ours, names in COLUMNS.items()
                if header & set(names)
            }
            return Detection(NAME, 0.9, mapping | {"table": table})
    return None


def count(container: Container, mapping: Mapped) -> int:
    return sum(1 for _ in _products(container, mapping))


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    table = mapping["table"]
    for line, variants in _products(container, mapping):
        first = variants[0]
        values = {
            ours: first.get(theirs, "")
            for ours, theirs in mapping.items()
            if ours not in ("table", "pictures", "sizes", "stock")
        }
        values["category"] = first.get("product_type") or first.get("google_product_category", "")
        if first.get("age_group", "").lower() in ("kids", "infant", "newborn", "toddler"):
            values["gender"] = {"male": "boys", "female": "girls"}.get(
                values.get("gender", "").lower(), ""
            )
        values["sizes"] = "|".join(
            f"{variant['size']}:{_stock(variant)}" for variant in variants if variant.get("size")
        )
        addresses = [first.get("image_link", "")]
        addresses += first.get("additional_image_link", "").split(",")
        yield ImportRow(
            line,
            values.get("external_id", ""),
            values,
            [named_picture(container, table, a.strip()) for a in addresses if a.strip()],
            is_category_exact=False,
        )


def _products(container: Container, mapping: Mapped) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """(line of the first variant, variants), in the order of first lines."""
    groups: dict[tuple[str, str], tuple[int, list[dict[str, str]]]] = {}
    for line, raw in as_dicts(container, mapping["table"]):
        row = {_column(name): cell for name, cell in raw.items()}
        group = row.get("item_group_id", "")
        key = (group, row.get("color", "")) if group else (f"row {line}", "")
        groups.setdefault(key, (line, []))[1].append(row)
    yield from groups.values()


def _stock(row: dict[str, str]) -> int:
    quantity = row.get("quantity", "") or row.get("sell_on_google_quantity", "")
    if quantity.isdigit():
        return int(quantity)
    return 0 if row.get("availability", "").lower().replace(" ", "_") == "out_of_stock" else 1
