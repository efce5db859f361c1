"""Codes of the training photos by a frozen published network, and who is near whom."""

import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.data import ImageSet
from generator.feed import Codes
from ml.data.images import derived

log = logging.getLogger(__name__)

BLOCK = 1024


def encode(
    images: ImageSet, features: str, neighbours: int, cache: Path, threads: int | None = None
) -> tuple[Codes, str]:
    """Codes of every photo with its nearest others, and the version of the network.

    Raises ArtifactError if the folder gives no features.
    """
    from ml.features import Features

    network = Features(features, threads=threads)
    key = ["codes", network.version, images.fingerprint]

    def look() -> NDArray[np.float32]:
        log.info("encoding %d photos", len(images.pixels))
        return network.see(images.pixels).vectors

    vectors = np.array(derived(cache, key, look))
    near = derived(
        cache, [*key, neighbours], lambda: nearest(vectors, np.asarray(images.groups), neighbours)
    )
    return Codes(vectors, np.array(near)), network.version


def nearest(
    vectors: NDArray[np.float32], groups: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """N × count rows nearest to each of N × D unit vectors, outside its own group of twins.

    Raises ValueError if there are too few photos.
    """
    if len(vectors) <= count:
        raise ValueError(f"{len(vectors)} photos are too few for {count} neighbours of each.")
    out = np.empty((len(vectors), count), np.int64)
    for start in range(0, len(vectors), BLOCK):
        block = slice(start, start + BLOCK)
        closeness = vectors[block] @ vectors.T
        closeness[groups[block, None] == groups[None]] -= 10
        # Where all others are twins, a twin is better than the photo itself.
        rows = np.arange(start, start + len(closeness))
        closeness[np.arange(len(rows)), rows] = -np.inf
        out[block] = np.argpartition(-closeness, count - 1, axis=1)[:, :count]
    return out
