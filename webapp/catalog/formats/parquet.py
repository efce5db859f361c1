"""Hugging Face parquet: an image column of {bytes, path} and whatever columns stand beside it.

Class labels stored as numbers are turned into names with the schema's "huggingface" metadata.
"""

import json
from collections.abc import Iterator
from typing import Any

from webapp.catalog.formats.base import Detection, ImportRow, Mapped, Picture, PictureMissing
from webapp.catalog.formats.containers import Container, Unreadable
from webapp.catalog.formats.myntra import GROUPS

NAME = "parquet"
LABEL = "parquet with pictures (Hugging Face)"
BATCH = 200
COLUMNS = {
    "external_id": ("id", "product_id", "sku"),
    "name": ("productDisplayName", "product_name", "title", "name"),
    "description": ("description", "text", "caption"),
    "brand": ("brand",),
    "category": ("articleType", "category", "product_type", "class", "label"),
    "group": ("subCategory", "masterCategory", "department"),
    "colour": ("baseColour", "baseColor", "colour", "color"),
    "gender": ("gender",),
    "style": ("usage", "style"),
    "season": ("season",),
    "year": ("year",),
    "price": ("price",),
}
"""Our field → columns it may be called, the likeliest first; case does not matter."""


def _files(container: Container) -> list[str]:
    return [name for name in container.names if name.endswith(".parquet")]


def _open(container: Container, name: str) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(container.stream(name))
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable(f"{name} is not a whole parquet file ({error})") from error


def detect(container: Container) -> Detection | None:
    files = _files(container)
    if not files:
        return None
    with _open(container, files[0]) as opened:
        names = list(opened.schema_arrow.names)
        image = next((n for n in names if _is_image(opened.schema_arrow.field(n).type)), "")
    if not image:
        return None
    by_lower = {name.lower(): name for name in names}
    mapping = {"pictures": image}
    for ours, candidates in COLUMNS.items():
        found = next((by_lower[c.lower()] for c in candidates if c.lower() in by_lower), "")
        if found:
            mapping[ours] = found
    mapping.setdefault("external_id", "file and row")
    return Detection(NAME, 0.9 if "category" in mapping else 0.5, mapping)


def count(container: Container, mapping: Mapped) -> int:
    total = 0
    for name in _files(container):
        with _open(container, name) as opened:
            total += opened.metadata.num_rows
    return total


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    line = 0
    for name in _files(container):
        with _open(container, name) as opened:
            names = set(opened.schema_arrow.names)
            labels = _class_labels(opened.schema_arrow.metadata or {})
            columns = [column for column in dict.fromkeys(mapping.values()) if column in names]
            for batch in opened.iter_batches(batch_size=BATCH, columns=columns):
                for record in batch.to_pylist():
                    line += 1
                    yield _row(line, record, mapping, labels)


def _row(
    line: int, record: dict[str, Any], mapping: Mapped, labels: dict[str, list[str]]
) -> ImportRow:
    values = {}
    for ours, column in mapping.items():
        value = record.get(column)
        if column in labels and isinstance(value, int) and 0 <= value < len(labels[column]):
            value = labels[column][value]
        if ours != "pictures" and value is not None:
            values[ours] = str(value).strip()
    key = values.setdefault("external_id", f"row-{line:07d}")
    values["group"] = GROUPS.get(values.get("group", ""), values.get("group", ""))
    is_exact = mapping.get("category") == "articleType"
    picture = _picture(key, record.get(mapping["pictures"]))
    return ImportRow(line, key, values, [picture], is_category_exact=is_exact)


def _picture(key: str, value: Any) -> Picture:
    def read() -> bytes:
        data = value.get("bytes") if isinstance(value, dict) else value
        if not isinstance(data, bytes):
            raise PictureMissing(key)
        return data

    return Picture(key, read)


def _is_image(kind: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return "bytes" in {kind.field(i).name for i in range(kind.num_fields)}
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _class_labels(metadata: dict[bytes, bytes]) -> dict[str, list[str]]:
    """Column → class names, from the features that Hugging Face's library writes."""
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"]
        return {
            column: [str(name) for name in feature["names"]]
            for column, feature in features.items()
            if isinstance(feature, dict) and feature.get("_type") == "ClassLabel"
        }
    except (KeyError, TypeError, ValueError):
        return {}
