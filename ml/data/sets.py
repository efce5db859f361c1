"""Whole data sets, ready to train on: pixels, cut-outs, labels and honest splits."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml.data import cutout, images, tables, twins
from ml.data.images import ImageStore
from ml.taxonomy import Taxonomy

LABELS = ("category", "colour", "usage", "gender")
SAMPLE = "sample"
"""The word that stands for the project's own drawings: "sample" or "sample:COUNT"."""
SAMPLE_COUNT = 1500


@dataclass(frozen=True)
class Products:
    """Products with one photo each; row i of everything is ``store.names[i]``."""

    name: str
    path: Path
    """The folder or zip; of drawings, where they were written."""
    store: ImageStore
    labels: NDArray[np.int64]
    """N × 4 class indices in the order of LABELS; -1 is missing."""
    groups: NDArray[np.int64]
    """N: a number for each group of near-identical photos."""
    parts: NDArray[np.int64]
    """N: 0 train, 1 val, 2 test; twins are in one part."""

    def rows(self, part: str) -> NDArray[np.int64]:
        return np.flatnonzero(self.parts == twins.PARTS.index(part))


@dataclass(frozen=True)
class ShopSet(Products):
    """Products with what composing needs."""

    alpha: NDArray[np.uint8]
    """N × side × side cut-outs."""
    boxes: NDArray[np.float32]
    """N × 4, of the cut-outs."""


@dataclass(frozen=True)
class PhoneSet:
    """Photos by people, each with the set of shop categories that would answer it."""

    store: ImageStore
    allowed: NDArray[np.bool_]
    """N × categories; a row of False for photos that are only good as backgrounds."""
    parts: NDArray[np.int64]
    """N: 0 train, 1 val, 2 test; one sender is in one part."""

    def rows(self, part: str, labelled: bool = True) -> NDArray[np.int64]:
        chosen = self.parts == twins.PARTS.index(part)
        return np.flatnonzero(chosen & self.allowed.any(axis=1) if labelled else chosen)


def load_products(
    path: str, taxonomy: Taxonomy, cache: Path, *, side: int = twins.SIDE, seed: int = 0
) -> Products:
    """A shop's folder or zip, or the word "sample[:COUNT]" for the project's own drawings.

    ``side`` is the working size in pixels. Raises ValueError if the data cannot be used.
    """
    drawn = path.split(":")[0] == SAMPLE and not Path(path).exists()
    folder = _draw_sample(path, cache) if drawn else Path(path)
    table = tables.shop_table(folder, taxonomy)
    # Twins are found at one size, so that a set splits the same at every working size.
    small = images.load_images(folder, list(table["id"]), twins.SIDE, cache)
    store = small
    if side != twins.SIDE:
        store = images.load_images(folder, small.names, side, cache)
    table = table.set_index("id").loc[store.names]
    groups = images.derived(
        cache,
        ["twins", twins.RMSE, small.fingerprint],
        lambda: twins.twin_groups(twins.thumbnails(small.pixels, small.aspects)),
    )
    return Products(
        name="drawings" if drawn else Path(path).stem,
        path=folder,
        store=store,
        labels=table[list(LABELS)].to_numpy(np.int64),
        groups=groups,
        parts=twins.split_groups(store.names, groups, seed),
    )


def load_shop(
    path: str, taxonomy: Taxonomy, cache: Path, *, side: int = twins.SIDE, seed: int = 0
) -> ShopSet:
    """The same with cut-outs and boxes."""
    products = load_products(path, taxonomy, cache, side=side, seed=seed)
    store = products.store
    alpha = images.derived(
        cache, ["alpha", cutout.VERSION, store.fingerprint], lambda: cutout.cut_out(store.pixels)
    )
    return ShopSet(**vars(products), alpha=alpha, boxes=cutout.boxes_of(alpha))


def load_phone(
    path: str, phone_map: str, taxonomy: Taxonomy, cache: Path, *, side: int = 128, seed: int = 0
) -> PhoneSet:
    """Photos of the ``images.csv`` layout with label sets. Raises ValueError as load_shop."""
    table: pd.DataFrame = tables.phone_table(path, phone_map, taxonomy)
    store = images.load_images(path, list(table["image"]), side, cache)
    table = table.set_index("image").loc[store.names]
    allowed = np.zeros((len(table), len(taxonomy.categories)), np.bool_)
    for row, classes in zip(allowed, table["categories"], strict=True):
        row[list(classes)] = True
    parts = np.array([twins.split_of(str(sender), seed) for sender in table["sender_id"]])
    return PhoneSet(store, allowed, parts.astype(np.int64))


def training_photos(shops: Sequence[ShopSet], phone: PhoneSet | None) -> dict[str, int]:
    """How many photos of each set a run learns from, for its card."""
    counts = {shop.name: len(shop.rows("train")) for shop in shops}
    return counts | ({} if phone is None else {"people's photos": len(phone.rows("train"))})


def _draw_sample(word: str, cache: Path) -> Path:
    from ml.drawings.dataset import write_dataset

    _, _, number = word.partition(":")
    if number and not number.isdigit():
        raise ValueError(f"{word!r}: say sample or sample:COUNT, such as sample:3000.")
    count = int(number or SAMPLE_COUNT)
    folder = cache / f"sample-{count}"
    if not (folder / "styles.csv").exists():
        write_dataset(folder, count)
    return folder
