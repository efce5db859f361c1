"""Shopify product export: one row a variant or a further picture, joined by Handle.

Each colour option becomes a product of its own (one design, several colours), with the pictures
of its variants where they have any. Columns: help.shopify.com/manual/products/import-export.
"""

import html
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import strip_tags
from django.utils.text import slugify

from webapp.catalog.formats.base import Detection, ImportRow, Mapped
from webapp.catalog.formats.containers import Container
from webapp.catalog.formats.tables import as_dicts, header_of, named_picture, table_names

NAME = "shopify"
LABEL = "Shopify product export"
MAPPING = {
    "external_id": "Handle",
    "name": "Title",
    "description": "Body (HTML)",
    "brand": "Vendor",
    "category": "Type",
    "colour": "Option: Color",
    "sizes": "Option: Size",
    "price": "Variant Price",
    "stock": "Variant Inventory Qty",
    "pictures": "Image Src",
    "active": "Status",
    "design_code": "Handle",
}
ACTIVE = {"active": "yes", "draft": "no", "archived": "no"}
Row = dict[str, str]


def detect(container: Container) -> Detection | None:
    for table in table_names(container):
        if {"Handle", "Title", "Image Src"} <= set(header_of(container, table)):
            return Detection(NAME, 0.95, MAPPING | {"table": table})
    return None


def count(container: Container, mapping: Mapped) -> int:
    return sum(len(_by_colour(members)) for _, members in _handles(container, mapping["table"]))


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    table = mapping["table"]
    for line, members in _handles(container, table):
        head, colours = members[0], _by_colour(members)
        for colour, variants in colours.items():
            several = len(colours) > 1
            handle = head["Handle"]
            key = f"{handle}--{slugify(colour)}" if several else handle
            addresses = [v.get("Variant Image", "") for v in variants] if several else []
            addresses = [a for a in addresses if a] or [
                row.get("Image Src", "") for row in sorted(members, key=_position)
            ]
            values = {
                "external_id": key,
                "name": head.get("Title", ""),
                "description": html.unescape(strip_tags(head.get("Body (HTML)", ""))).strip(),
                "brand": head.get("Vendor", ""),
                "category": head.get("Type", "") or head.get("Product Category", ""),
                "colour": colour,
                "price": variants[0].get("Variant Price", ""),
                "sizes": "|".join(_sizes(variants)),
                "design_code": handle,
                "active": ACTIVE.get(head.get("Status", "").lower(), ""),
            }
            names = dict.fromkeys(address for address in addresses if address)
            yield ImportRow(
                line,
                key,
                values,
                [named_picture(container, table, name) for name in names],
                is_category_exact=False,
            )


def _handles(container: Container, table: str) -> Iterator[tuple[int, list[Row]]]:
    for _, group in groupby(as_dicts(container, table), key=lambda entry: entry[1].get("Handle")):
        entries = list(group)
        yield entries[0][0], [row for _, row in entries]


def _option(row: Row, head: Row, *names: str) -> str:
    for number in (1, 2, 3):
        if head.get(f"Option{number} Name", "").strip().lower() in names:
            return row.get(f"Option{number} Value", "")
    return ""


def _by_colour(members: list[Row]) -> dict[str, list[Row]]:
    """Variants by colour; one entry "" for a product without a colour option."""
    head = members[0]
    found: dict[str, list[Row]] = {}
    for row in members:
        if row.get("Option1 Value") or row is head:
            found.setdefault(_option(row, head, "color", "colour"), []).append(row | {
                "size": _option(row, head, "size"),
            })  # fmt: skip
    return found


def _sizes(variants: list[Row]) -> Iterator[str]:
    for row in variants:
        if row["size"]:
            stock = row.get("Variant Inventory Qty", "")
            yield f"{row['size']}:{stock if stock.isdigit() else 1}"


def _position(row: Row) -> int:
    position = row.get("Image Position", "")
    return int(position) if position.isdigit() else 10**6
