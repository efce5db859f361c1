"""Is a design new, or nearly a copy of a training photo?

A design is nearly a copy when it is closer to a photo than that photo is to its own nearest
neighbour (Meehan et al., 2020, "A Non-Parametric Test to Detect Data-Copying"), twins left out.
Both features and pixels must say so: features alone take every white sneaker for the same one,
and pixels alone take a blur for everything.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generator.fidelity import squared_distances

SIDE = 16
"""Pixels are compared at this side: a copy that is moved by a pixel is still one."""
BLOCK = 512

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Verdicts:
    """For N designs."""

    nearest: Ints
    """N: the photo that is nearest in features."""
    nearest_pixels: Ints
    """N: the photo that is nearest in pixels."""
    by_features: NDArray[np.bool_]
    by_pixels: NDArray[np.bool_]

    @property
    def copies(self) -> NDArray[np.bool_]:
        """N: nearly a copy."""
        return self.by_features & self.by_pixels


class Novelty:
    """Photos that a generator learned from, ready to be compared with."""

    def __init__(self, pixels: NDArray[np.uint8], vectors: Floats, groups: Ints) -> None:
        """M × side × side × channels, M × D features, and M numbers of groups of twins."""
        self.vectors, self.small = vectors, thumbnails(pixels)
        self.own = own_nearest(vectors, groups)
        self.own_pixels = own_nearest(self.small, groups)

    def check(self, pixels: NDArray[np.uint8], vectors: Floats) -> Verdicts:
        """Designs (N × side × side × channels) and their features (N × D)."""
        near, distance = _nearest(vectors, self.vectors)
        near_pixels, distance_pixels = _nearest(thumbnails(pixels), self.small)
        return Verdicts(
            nearest=near,
            nearest_pixels=near_pixels,
            by_features=distance < self.own[near],
            by_pixels=distance_pixels < self.own_pixels[near_pixels],
        )


def thumbnails(pixels: NDArray[np.uint8]) -> Floats:
    """N × (16 · 16 · channels), 0 to 1."""
    out = []
    for each in pixels:
        planes = [Image.fromarray(plane) for plane in np.moveaxis(each, -1, 0)]
        small = [np.asarray(p.resize((SIDE, SIDE), Image.Resampling.BOX)) for p in planes]
        out.append(np.stack(small).ravel())
    return np.stack(out).astype(np.float32) / np.float32(255)


def own_nearest(vectors: Floats, groups: Ints) -> NDArray[np.float64]:
    """M: squared distance of each to its nearest of another group."""
    out = np.empty(len(vectors))
    for start in range(0, len(vectors), BLOCK):
        block = slice(start, start + BLOCK)
        distances = squared_distances(vectors[block], vectors)
        distances[groups[block, None] == groups[None]] = np.inf
        out[block] = distances.min(axis=1)
    return out


def _nearest(vectors: Floats, others: Floats) -> tuple[Ints, NDArray[np.float64]]:
    places = np.empty(len(vectors), np.int64)
    least = np.empty(len(vectors))
    for start in range(0, len(vectors), BLOCK):
        block = slice(start, start + BLOCK)
        distances = squared_distances(vectors[block], others)
        places[block] = distances.argmin(axis=1)
        least[block] = distances.min(axis=1)
    return places, least
