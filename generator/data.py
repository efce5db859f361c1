"""Whatever a generator may learn from, as one kind of set: pixels, classes, parts.

A shop (``styles.csv`` and ``images/``), the word "sample[:COUNT]" for the project's own
drawings, the four idx files of Fashion-MNIST, or any folder or zip of images, whose subfolders,
where there are any, are the classes.
"""

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import taxonomy as taxonomies
from ml.data import idx, images, sets, twins
from ml.data.source import Source, opened
from ml.taxonomy import Taxonomy

log = logging.getLogger(__name__)

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
HELD_BACK = (0.95, 0.05, 0.0)
"""Of the training part of idx files, which have a test part of their own."""
TRAIN, VAL, TEST = range(3)

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class ImageSet:
    """N images; row i of everything is one of them."""

    name: str
    pixels: NDArray[np.uint8]
    """N × side × side × 3, or × 1 for grey; a read-only memory map."""
    labels: Ints
    """N: places in ``categories``; 0 where there are no classes."""
    categories: tuple[str, ...]
    """Those that occur, or one named "all" where images have no classes."""
    parts: Ints
    """N: 0 train, 1 val, 2 test; near-identical photos are in one part."""
    groups: Ints
    """N: a number for each group of near-identical photos."""
    fingerprint: str
    taxonomy: Taxonomy | None = None

    @property
    def labelled(self) -> bool:
        return len(self.categories) > 1

    @property
    def channels(self) -> int:
        return int(self.pixels.shape[-1])

    def rows(self, *parts: int) -> Ints:
        """The rows of some parts; every row, if those are empty in so small a set."""
        chosen = np.flatnonzero(np.isin(self.parts, parts))
        return chosen if len(chosen) else np.arange(len(self.parts))

    def only(self, rows: Ints) -> "ImageSet":
        return replace(
            self,
            pixels=self.pixels[rows],
            labels=self.labels[rows],
            parts=self.parts[rows],
            groups=self.groups[rows],
        )


def load(path: str, cache: Path, *, side: int, fit: str = "pad", seed: int = 0) -> ImageSet:
    """Decode a set at ``side`` pixels, or map what an earlier run decoded.

    ``fit`` "pad" keeps the whole image on white, "crop" takes its middle square (images of a
    folder only). Raises ValueError if the path holds nothing that can be used.
    """
    drawn = path.split(":")[0] == sets.SAMPLE and not Path(path).exists()
    if not drawn:
        with opened(path) as source:
            if idx.holds_idx(source):
                return _idx(source, cache, side, seed)
            if source.find("styles.csv") is None:
                return _folder(source, cache, side, fit, seed)
    return _shop(path, cache, side, seed)


def _shop(path: str, cache: Path, side: int, seed: int) -> ImageSet:
    vocabulary = taxonomies.load()
    shop = sets.load_products(path, vocabulary, cache, side=side, seed=seed)
    labels, categories = _compact(shop.labels[:, 0], vocabulary.categories)
    return ImageSet(
        name=shop.name,
        pixels=shop.store.pixels,
        labels=labels,
        categories=categories,
        parts=shop.parts,
        groups=np.asarray(shop.groups),
        fingerprint=shop.store.fingerprint,
        taxonomy=vocabulary,
    )


def _idx(source: Source, cache: Path, side: int, seed: int) -> ImageSet:
    parts = {name: idx.read_part(source, name) for name in idx.PARTS}
    pixels, labels = (np.concatenate(each) for each in zip(*parts.values(), strict=True))
    if pixels.shape[1:] != (side, side):
        raise ValueError(
            f"The images of {source.path} have {pixels.shape[1]} × {pixels.shape[2]} pixels, and "
            f"the network {side}: use acgan-28 or dcgan-28, or --set size={pixels.shape[1]}."
        )
    count = len(parts["train"][1])
    of_train = [twins.split_of(str(row), seed, HELD_BACK) for row in range(count)]
    key = ["idx", source.path.name, *map(int, pixels.shape), int(pixels.sum())]
    names = idx.FASHION if labels.max() < len(idx.FASHION) else map(str, range(labels.max() + 1))
    found, categories = _compact(labels, tuple(names))
    return ImageSet(
        name=source.path.name,
        pixels=images.derived(cache, key, lambda: pixels[..., None]),
        labels=found,
        categories=categories,
        parts=np.array(of_train + [TEST] * (len(labels) - count), np.int64),
        groups=np.arange(len(labels)),
        fingerprint="-".join(map(str, key)),
    )


def _folder(source: Source, cache: Path, side: int, fit: str, seed: int) -> ImageSet:
    names = sorted(name for name in source.names() if name.lower().endswith(SUFFIXES))
    if not names:
        raise ValueError(
            f"{source.path} holds no images ({', '.join(SUFFIXES)}), no styles.csv, no idx files."
        )
    key = f"{source.path.name}-{len(names)}-{side}-{fit}-{images.digest([names])}"
    folder = cache / f"images-{key}"
    if not folder.exists():
        log.info("decoding %d images of %s at %d px", len(names), source.path, side)
        images.store_images(folder, {n: _reader(source, n, fit) for n in names}, side)
    store = images.open_store(folder)
    groups = images.derived(
        cache,
        ["twins", twins.RMSE, key],
        lambda: twins.twin_groups(twins.thumbnails(store.pixels, store.aspects)),
    )
    owners = [PurePosixPath(name).parent.name or "all" for name in store.names]
    classes = sorted(set(owners)) if len(set(owners)) > 1 else ["all"]
    place = {name: number for number, name in enumerate(classes)}
    return ImageSet(
        name=source.path.stem,
        pixels=store.pixels,
        labels=np.array([place.get(owner, 0) for owner in owners], np.int64),
        categories=tuple(classes),
        parts=twins.split_groups(store.names, groups, seed),
        groups=np.asarray(groups),
        fingerprint=key,
    )


def _reader(source: Source, name: str, fit: str) -> Callable[[], Image.Image]:
    def read() -> Image.Image:
        image = Image.open(io.BytesIO(source.read(name)), formats=("JPEG", "PNG", "WEBP"))
        image.load()
        if fit == "pad":
            return image
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        return image.crop((left, top, left + side, top + side))

    return read


def _compact(labels: Ints, names: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Labels over the names that occur, in the names' order."""
    present = np.unique(labels)
    return np.searchsorted(present, labels), tuple(names[i] for i in present)
