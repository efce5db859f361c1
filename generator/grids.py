"""Sheets of designs: rows are classes, columns are latents, the same ones at each tick."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor

from ml.preprocessing import picture

COLUMNS = 6
"""Latents of a class on the sheet."""
BLOCKS = 3
"""Rows of classes stand side by side in so many blocks, so that 51 of them fit a screen."""
UNCONDITIONAL = 64
"""Latents on the sheet of a network without classes."""
GAP = 4
QUALITY = 92


def fixed(count: int, latent: int, seed: int) -> Tensor:
    """count × latent noise that is the same for a seed in every run."""
    return torch.randn(count, latent, generator=torch.Generator().manual_seed(seed))


def sheet(pixels: NDArray[np.uint8], columns: int, blocks: int = 1) -> Image.Image:
    """N × side × side × channels images, ``columns`` to a row, rows in ``blocks`` side by side."""
    side = pixels.shape[1]
    rows = -(-len(pixels) // columns)
    blocks = min(blocks, rows)
    tall = -(-rows // blocks)
    wide = side * columns + GAP
    canvas = Image.new("RGB", (wide * blocks - GAP, side * tall), "white")
    for number, each in enumerate(pixels):
        row, column = divmod(number, columns)
        block, place = divmod(row, tall)
        canvas.paste(picture(each), (block * wide + column * side, place * side))
    return canvas


def save(image: Image.Image, path: Path) -> Path:
    """JPEG, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_suffix(".partial")
    image.save(work, "JPEG", quality=QUALITY)
    work.replace(path)
    return path


def side_by_side(images: Sequence[Image.Image], titles: Sequence[str]) -> Image.Image:
    """Sheets of one height beside each other, each under its title."""
    top = 24
    width = sum(image.width + 2 * GAP for image in images)
    canvas = Image.new("RGB", (width, top + max(image.height for image in images)), "white")
    draw, left = ImageDraw.Draw(canvas), 0
    for image, title in zip(images, titles, strict=True):
        draw.text((left + GAP, 6), title, fill="black")
        canvas.paste(image, (left + GAP, top))
        left += image.width + 2 * GAP
    return canvas
