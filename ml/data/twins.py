"""Groups of near-identical photos, and splits that never part a group.

A shop photographs one shirt in one pose for ten colours and files; if some of them were in
the training part and some in the test part, the score would measure memory.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

RMSE = 0.03
"""Two photos are twins below this root mean squared difference of their thumbnails (0 to 1)."""
SIDE = 80
"""Pixels a side of the squared photos whose thumbnails are compared."""
THUMBNAIL = (15, 20)
"""Width and height in pixels."""
PARTS = ("train", "val", "test")


def thumbnails(pixels: NDArray[np.uint8], aspects: NDArray[np.float32]) -> NDArray[np.float32]:
    """N × 900: the photos without their white bars at 15 × 20 px, 0 to 1."""
    side = pixels.shape[1]
    out = np.empty((len(pixels), THUMBNAIL[1] * THUMBNAIL[0] * 3), np.float32)
    for row, image, aspect in zip(out, pixels, aspects, strict=True):
        width, height = side * min(1.0, float(aspect)), side * min(1.0, 1 / float(aspect))
        left, top = (side - width) / 2, (side - height) / 2
        box = (left, top, left + width, top + height)
        small = Image.fromarray(image).resize(THUMBNAIL, Image.Resampling.BOX, box=box)
        row[:] = np.asarray(small, np.float32).ravel() / 255
    return out


def twin_groups(vectors: NDArray[np.float32], rmse: float = RMSE) -> NDArray[np.int64]:
    """N group numbers, the smallest index in each group; chains of twins are one group.

    ``vectors`` is N × D with values 0 to 1.
    """
    import faiss

    radius = rmse * rmse * vectors.shape[1]
    order = np.argsort(vectors.mean(axis=1), kind="stable")
    # Means of twins differ by less than their RMSE, so each block meets a narrow band only.
    means = vectors.mean(axis=1)[order]
    parent = np.arange(len(vectors))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = int(parent[node])
        return node

    for start in range(0, len(order), 512):
        block = order[start : start + 512]
        end = int(np.searchsorted(means, means[min(start + 511, len(order) - 1)] + rmse, "right"))
        band = order[start:end]
        index = faiss.IndexFlatL2(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors[band]))
        limits, _, found = index.range_search(np.ascontiguousarray(vectors[block]), radius)
        for row, node in enumerate(block):
            first = root(int(node))
            for other in band[found[limits[row] : limits[row + 1]]]:
                second = root(int(other))
                first, old = min(first, second), max(first, second)
                parent[old] = first
    return np.array([root(node) for node in range(len(vectors))], np.int64)


def split_of(key: str, seed: int = 0, shares: Sequence[float] = (0.8, 0.1, 0.1)) -> int:
    """0, 1 or 2 (train, val, test), by a hash of the key: independent of order and machine."""
    digest = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    position = int.from_bytes(digest[:8], "big") / 2**64
    return int(np.searchsorted(np.cumsum(shares)[:-1], position, "right"))


def split_groups(
    names: Sequence[str], groups: NDArray[np.int64], seed: int = 0
) -> NDArray[np.int64]:
    """N parts (0 train, 1 val, 2 test); a group goes where its smallest name hashes to.

    The name, not the position, decides, so that a table in another order splits the same.
    """
    smallest: dict[int, str] = {}
    for name, group in zip(names, groups.tolist(), strict=True):
        smallest[group] = min(name, smallest.get(group, name))
    parts = {group: split_of(name, seed) for group, name in smallest.items()}
    return np.array([parts[group] for group in groups.tolist()], np.int64)
