"""Surfaces that clothes are photographed on: boards, cloth, tiles, walls, gradients, and the
margins of real photos."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 96
"""Pixels; scenes take a random part of a background, so it is larger than they are."""

Array = NDArray[np.float32]


def procedural(count: int, seed: int = 0) -> NDArray[np.uint8]:
    """count × 96 × 96 × 3, the kinds in turn, each with its own colours and scale."""
    rng = np.random.default_rng(seed)
    kinds = (_cloth, _boards, _wall, _tiles, _folds, _checks)
    out = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for number in range(count):
        height = kinds[number % len(kinds)](rng)[..., None]
        low, high = _two_colours(rng)
        image = low + (high - low) * height + rng.normal(0, rng.uniform(0, 0.03), (SIDE, SIDE, 1))
        out[number] = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    return out


def margins(pixels: NDArray[np.uint8], aspects: Array, share: float = 0.28) -> NDArray[np.uint8]:
    """2N × 96 × 96 × 3: two opposite corners of each photo, mirrored to fill the square.

    What people lay or hang clothes on shows in the corners of their photos. ``pixels`` are
    squared photos (N × side × side × 3), ``aspects`` their width / height.
    """
    side = pixels.shape[1]
    out = np.empty((2 * len(pixels), SIDE, SIDE, 3), np.uint8)
    half = SIDE // 2
    for number, (image, aspect) in enumerate(zip(pixels, aspects, strict=True)):
        width, height = side * min(1.0, float(aspect)), side * min(1.0, 1 / float(aspect))
        left, top = (side - width) / 2 + 1, (side - height) / 2 + 1
        cut = share * min(width, height)
        right, bottom = side - left - cut, side - top - cut
        corners = ((left, top), (right, bottom)) if number % 2 else ((right, top), (left, bottom))
        for offset, (x, y) in enumerate(corners):
            patch = Image.fromarray(image).resize((half, half), box=(x, y, x + cut, y + cut))
            tile = np.asarray(patch)
            row = np.concatenate([tile, tile[:, ::-1]], axis=1)
            out[2 * number + offset] = np.concatenate([row, row[::-1]], axis=0)
    return out


def _two_colours(rng: np.random.Generator) -> tuple[Array, Array]:
    """A colour and a lighter, darker or unrelated second one. Browns, greys and beds prevail."""
    kind = rng.random()
    if kind < 0.35:
        first = rng.uniform(0.1, 0.95) * np.array([1, rng.uniform(0.7, 0.9), rng.uniform(0.4, 0.8)])
    elif kind < 0.65:
        first = rng.uniform(0.05, 1.0) * (1 - rng.uniform(0, 0.12, 3))
    else:
        first = rng.uniform(0, 1, 3)
    near = np.clip(first * rng.uniform(0.5, 1.5) + rng.normal(0, 0.04, 3), 0, 1)
    second = near if rng.random() < 0.8 else rng.uniform(0, 1, 3)
    return first.astype(np.float32), second.astype(np.float32)


def _noise(rng: np.random.Generator, cells_x: int, cells_y: int) -> Array:
    """Smooth noise of that many cells, 0 to 1."""
    cells = Image.fromarray(rng.random((cells_y, cells_x), np.float32))
    return np.asarray(cells.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float32)


def _plane(rng: np.random.Generator, low: float, high: float) -> tuple[Array, Array]:
    """Two perpendicular coordinates, turned at random, with low to high periods a picture."""
    angle = rng.choice([0, np.pi / 2]) + rng.normal(0, 0.25)
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    periods = rng.uniform(low, high)
    u = (x * np.cos(angle) + y * np.sin(angle)) * periods
    v = (y * np.cos(angle) - x * np.sin(angle)) * periods
    return u, v


def _cloth(rng: np.random.Generator) -> Array:
    fine = rng.random((SIDE, SIDE), np.float32)
    return 0.6 * _noise(rng, 5, 5) + 0.4 * fine


def _folds(rng: np.random.Generator) -> Array:
    u, _ = _plane(rng, 1, 4)
    waves = np.sin(2 * np.pi * (u + 1.5 * _noise(rng, 4, 4)))
    return np.asarray(0.5 + 0.5 * waves, np.float32)


def _boards(rng: np.random.Generator) -> Array:
    u, v = _plane(rng, 2, 7)
    plank = np.floor(u)
    shade = np.sin(plank * 12.9898 + rng.uniform(0, 9)) * 0.25 + 0.5
    grain = 0.25 * np.sin(2 * np.pi * (u * 6 + 0.3 * v + _noise(rng, 3, 8)))
    gap = np.where(u - plank < 0.05, -0.6, 0.0)
    return np.asarray(np.clip(shade + grain + gap, 0, 1), np.float32)


def _tiles(rng: np.random.Generator) -> Array:
    u, v = _plane(rng, 1, 5)
    joint = ((u % 1) < 0.05) | ((v % 1) < 0.05)
    return np.asarray(np.clip(0.25 + 0.3 * _noise(rng, 6, 6) + 0.45 * joint, 0, 1), np.float32)


def _checks(rng: np.random.Generator) -> Array:
    u, v = _plane(rng, 2, 10)
    width = rng.uniform(0.2, 0.6)
    both = ((u % 1) < width) * 0.5 + ((v % 1) < width * rng.integers(0, 2)) * 0.5
    return np.asarray(both, np.float32)


def _wall(rng: np.random.Generator) -> Array:
    u, _ = _plane(rng, 0.3, 1.5)
    return np.asarray(np.clip(0.7 * u + 0.3 * _noise(rng, 3, 3), 0, 1), np.float32)
