"""Differentiable augmentation (Zhao et al., 2020, "Differentiable Augmentation for
Data-Efficient GAN Training"): reals and fakes alike, and gradients flow through.

Functions of B × C × H × W images in [-1, 1]; random numbers come from one CPU generator, so a
seed gives the same on every device.
"""

from collections.abc import Sequence

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

SHIFT = 1 / 8
"""Of the side, at most, each way."""
HOLE = 1 / 2
"""Side of the square that is cut out, in parts of the image's."""


def augment(images: Tensor, names: Sequence[str], rng: Generator) -> Tensor:
    """The named augmentations, in order."""
    for name in names:
        images = AUGMENTATIONS[name](images, rng)
    return images


def translation(images: Tensor, rng: Generator) -> Tensor:
    """Each image moved by whole pixels; what comes in is mid-grey."""
    count, _, height, width = images.shape
    most_y, most_x = round(height * SHIFT), round(width * SHIFT)
    padded = F.pad(images, (most_x, most_x, most_y, most_y))
    top = _integers(rng, count, 2 * most_y + 1)[:, None] + torch.arange(height)
    left = _integers(rng, count, 2 * most_x + 1)[:, None] + torch.arange(width)
    rows, columns = top.to(images.device), left.to(images.device)
    each = torch.arange(count, device=images.device)[:, None, None]
    return padded.permute(0, 2, 3, 1)[each, rows[:, :, None], columns[:, None]].permute(0, 3, 1, 2)


def cutout(images: Tensor, rng: Generator) -> Tensor:
    """A mid-grey square over a part of each image, often hanging over its edge."""
    count, _, height, width = images.shape
    covered = []
    for side in (height, width):
        hole = round(side * HOLE)
        start = _integers(rng, count, side + 1 - hole % 2)[:, None] - hole // 2
        at = torch.arange(side)
        covered.append((at >= start) & (at < start + hole))
    hidden = covered[0][:, None, :, None] & covered[1][:, None, None, :]
    return images * (~hidden).to(images.device)


def colour(images: Tensor, rng: Generator) -> Tensor:
    """Brightness, saturation and contrast of each image."""
    light, saturation, contrast = (
        torch.rand(3, len(images), 1, 1, 1, generator=rng).to(images.device).unbind()
    )
    images = images + (light - 0.5)
    grey = images.mean(dim=1, keepdim=True)
    images = grey + (images - grey) * (2 * saturation)
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    return mean + (images - mean) * (contrast + 0.5)


AUGMENTATIONS = {"translation": translation, "cutout": cutout, "colour": colour}


def _integers(rng: Generator, count: int, below: int) -> Tensor:
    return torch.randint(0, below, (count,), generator=rng)
