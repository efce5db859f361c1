"""Tables of products and phone photos: CSV in, pandas out, labels as class indices.

The layouts are those of the public sets: ``styles.csv`` + ``images/<id>.jpg`` for a shop,
``images.csv`` + ``images/<image>.jpg`` for photos of worn clothes, and
``label,categories`` (";" between them) for what a photo's label may be in the shop.
"""

import csv
import io
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ml.data.source import Source, opened
from ml.taxonomy import Taxonomy

log = logging.getLogger(__name__)

SHOP_COLUMNS = ("id", "articleType", "baseColour", "usage", "gender")
PHONE_COLUMNS = ("image", "sender_id", "label")
MISSING = -1
"""Class index of a label that is not known; losses and metrics leave it out."""


def prepare_df(path: str | Path, columns: Sequence[str]) -> pd.DataFrame:
    """The named columns of a CSV file, or of the table inside a data folder or zip, as text.

    Nothing becomes NaN: "NA" is a colour's name. Where a row has more fields than the header,
    the surplus belongs to the last column, a display name full of commas. Rows with too few
    fields are dropped, and the log says how many. Raises ValueError, in plain words, if there
    is no table, a column is missing or nothing is left.
    """
    path = Path(path)
    if path.suffix.lower() == ".csv":
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
        return _parse(raw, columns, str(path))
    with opened(path) as source:
        name = table_name(source)
        return _parse(source.read(name), columns, f"{path}: {name}")


def table_name(source: Source) -> str:
    """Where the table lies inside a data set. Raises ValueError if it has none."""
    for candidate in ("styles.csv", "images.csv"):
        if found := source.find(candidate):
            return found
    raise ValueError(f"{source.path} holds neither styles.csv (a shop) nor images.csv (photos).")


def shop_table(path: str | Path, taxonomy: Taxonomy) -> pd.DataFrame:
    """Products as class indices: columns id (text), category, colour, usage, gender (int64).

    Products of other categories are left out, and the log says how many; other labels that
    the taxonomy does not know are MISSING.
    """
    raw = prepare_df(path, SHOP_COLUMNS)
    known = raw["articleType"].isin(taxonomy.categories)
    if dropped := int((~known).sum()):
        log.info("%s: %d of %d products are of other categories", path, dropped, len(raw))
    kept = raw[known].drop_duplicates("id")
    if kept.empty:
        raise ValueError(f"{path} has no product of a category in the taxonomy {taxonomy.name}.")
    usage = kept["usage"].where(kept["usage"] != "NA", "")
    table = pd.DataFrame(
        {
            "id": kept["id"],
            "category": _indices(kept["articleType"], taxonomy.categories),
            "colour": _indices(kept["baseColour"], taxonomy.colours),
            "usage": _indices(usage, taxonomy.usages),
            "gender": _indices(kept["gender"], taxonomy.genders),
        }
    )
    return _validated(table.reset_index(drop=True), taxonomy)


def phone_table(path: str | Path, phone_map: str | Path, taxonomy: Taxonomy) -> pd.DataFrame:
    """Photos: columns image, sender_id, label (text) and categories, a tuple of class indices.

    The tuple is empty for labels the map does not name: such photos show backgrounds at most.
    """
    allowed = label_sets(phone_map, taxonomy)
    table = prepare_df(path, PHONE_COLUMNS).drop_duplicates("image").reset_index(drop=True)
    table["categories"] = [allowed.get(label, ()) for label in table["label"]]
    if not table["categories"].map(bool).any():
        raise ValueError(f"None of the labels in {path} is named in {phone_map}.")
    return table


def label_sets(path: str | Path, taxonomy: Taxonomy) -> dict[str, tuple[int, ...]]:
    """The shop categories that answer each label, as class indices.

    Raises ValueError if none of a label's categories exists in the taxonomy.
    """
    index = {name: position for position, name in enumerate(taxonomy.categories)}
    sets = {}
    for row in prepare_df(path, ("label", "categories")).itertuples():
        names = [name.strip() for name in str(row.categories).split(";")]
        sets[str(row.label)] = tuple(index[name] for name in names if name in index)
        if not sets[str(row.label)]:
            raise ValueError(f"{path}: no category of {row.label!r} is in {taxonomy.name}.")
    return sets


def _parse(raw: bytes, columns: Sequence[str], where: str) -> pd.DataFrame:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{where} is not UTF-8 text (byte {error.start}).") from error
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    if absent := [name for name in columns if name not in header]:
        raise ValueError(f"{where} lacks the column {', '.join(absent)}.")
    last = len(header) - 1
    complete, short = [], 0
    for row in rows:
        if len(row) > last:
            complete.append([*row[:last], ",".join(row[last:])])
        elif row:
            short += 1
    if short:
        log.warning("%s: %d rows have too few fields and are left out", where, short)
    if not complete:
        raise ValueError(f"{where} has no rows.")
    return pd.DataFrame(complete, columns=header, dtype=str)[list(columns)]


def _indices(values: pd.Series, names: Sequence[str]) -> np.ndarray:
    index = {name: position for position, name in enumerate(names)}
    return np.array([index.get(value, MISSING) for value in values], np.int64)


def _validated(table: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Raises ValueError if the table could not have come from this taxonomy."""
    # Imported here because a bare training machine may lack pandera.
    try:
        import pandera.pandas as pa
    except ImportError:
        return table
    index = {
        "category": (0, len(taxonomy.categories)),
        "colour": (MISSING, len(taxonomy.colours)),
        "usage": (MISSING, len(taxonomy.usages)),
        "gender": (MISSING, len(taxonomy.genders)),
    }
    columns = {
        name: pa.Column("int64", pa.Check.in_range(low, high, include_max=False))
        for name, (low, high) in index.items()
    }
    schema = pa.DataFrameSchema({"id": pa.Column(str, pa.Check.ne(""), unique=True)} | columns)
    try:
        return schema.validate(table)
    except pa.errors.SchemaError as error:
        raise ValueError(f"The table of products is not sound: {error}") from error
