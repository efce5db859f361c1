"""Tiny sets in every layout that a generator learns from."""

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generator.config import PRESETS, Config

HEADER = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage\n"
KINDS = ("Shirts", "Handbags", "Watches")
SMALL = {"width": 4, "batch": 8, "tick_kimg": 0.016, "judged": 4, "latent": 8, "embedding": 8}
"""Knobs of a network and a run that take a second."""


def small(preset: str, **options: Any) -> Config:
    """A preset at 16 px (28 px networks: at 28) for a few steps."""
    side = 28 if preset.endswith("28") else 16
    wanted = SMALL | {"size": side, "epochs": 0.0, "kimg": 0.032} | options
    return PRESETS[preset].with_options(**wanted)


def patch(kind: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """40 × 30 × 3: a rectangle whose proportions tell the kind, on white."""
    pixels = np.full((40, 30, 3), 255, np.uint8)
    width, height = ((20, 30), (24, 12), (8, 8))[kind]
    left, top = rng.integers(1, 5, 2)
    pixels[top : top + height, left : left + width] = rng.integers(0, 200, 3)
    pixels[top : top + 4, left : left + 4] = rng.integers(0, 255, 3)
    return pixels


def write_shop(folder: Path, count: int = 60) -> Path:
    """Three categories in turn."""
    rng = np.random.default_rng(0)
    (folder / "images").mkdir(parents=True)
    rows = []
    for number in range(count):
        kind = number % len(KINDS)
        Image.fromarray(patch(kind, rng)).save(folder / "images" / f"{number}.jpg", quality=95)
        rows.append(f"{number},Women,A,B,{KINDS[kind]},Blue,Fall,2011,Casual\n")
    (folder / "styles.csv").write_text(HEADER + "".join(rows))
    return folder


def write_images(folder: Path, count: int = 30, *, classes: bool = False) -> Path:
    """PNGs, all in one folder or in one a kind."""
    rng = np.random.default_rng(1)
    for number in range(count):
        kind = number % len(KINDS)
        target = folder / KINDS[kind] if classes else folder
        target.mkdir(parents=True, exist_ok=True)
        Image.fromarray(patch(kind, rng)).save(target / f"{number}.png")
    return folder


def write_idx(folder: Path, train: int = 120, test: int = 40) -> Path:
    """Grey 28 × 28 squares whose place tells one of four labels; test files are gzipped."""
    rng = np.random.default_rng(2)
    folder.mkdir(parents=True)
    for part, count in (("train", train), ("t10k", test)):
        labels = np.arange(count, dtype=np.uint8) % 4
        images = rng.integers(0, 30, (count, 28, 28)).astype(np.uint8)
        for image, label in zip(images, labels, strict=True):
            y, x = divmod(int(label), 2)
            image[4 + 12 * y : 12 + 12 * y, 4 + 12 * x : 12 + 12 * x] = rng.integers(120, 255)
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            raw = bytes([0, 0, 8, array.ndim])
            raw += struct.pack(f">{array.ndim}i", *array.shape) + array.tobytes()
            if part == "t10k":
                (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(raw))
            else:
                (folder / f"{part}-{kind}-ubyte").write_bytes(raw)
    return folder
