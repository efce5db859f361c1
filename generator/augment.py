"""Differentiable augmentation (Zhao et al., 2020, "Differentiable Augmentation for
Data-Efficient GAN Training"): reals and fakes alike, and gradients flow through.

What is random is drawn first, from one CPU generator, so that a seed gives the same on every
device and the rest can be recorded on a GPU. Images are B × C × H × W in [-1, 1].
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

SHIFT = 1 / 8
"""Of the side, at most, each way."""
HOLE = 1 / 2
"""Side of the square that is cut out, in parts of the image's."""


class Augmentation(NamedTuple):
    draw: Callable[[int, int, Generator], Tensor]
    """For so many images of that side: numbers × B."""
    apply: Callable[[Tensor, Tensor], Tensor]
    """To images, with what was drawn for at least as many."""


def draw(
    names: Sequence[str], count: int, side: int, rng: Generator, share: float = 1.0
) -> list[Tensor]:
    """What the named augmentations of ``count`` images need, in order, and which images get any:
    a ``share`` of them."""
    drawn = [AUGMENTATIONS[name].draw(count, side, rng) for name in names]
    return [*drawn, torch.rand(1, count, generator=rng) < share] if names else []


def augment(images: Tensor, names: Sequence[str], drawn: Sequence[Tensor]) -> Tensor:
    """The named augmentations, in order, with what ``draw`` gave for them."""
    if not names:
        return images
    *numbers, chosen = (each[:, : len(images)] for each in drawn)
    augmented = images
    for name, mine in zip(names, numbers, strict=True):
        augmented = AUGMENTATIONS[name].apply(augmented, mine)
    return torch.where(chosen[0, :, None, None, None], augmented, images)


def _draw_translation(count: int, side: int, rng: Generator) -> Tensor:
    return torch.randint(0, 2 * round(side * SHIFT) + 1, (2, count), generator=rng)


def translation(images: Tensor, drawn: Tensor) -> Tensor:
    """Each image moved by whole pixels; what comes in is mid-grey."""
    count, _, height, width = images.shape
    most_y, most_x = round(height * SHIFT), round(width * SHIFT)
    padded = F.pad(images, (most_x, most_x, most_y, most_y))
    top, left = drawn[:, :, None]
    rows = top + torch.arange(height, device=images.device)
    columns = left + torch.arange(width, device=images.device)
    each = torch.arange(count, device=images.device)[:, None, None]
    moved: Tensor = padded.permute(0, 2, 3, 1)[each, rows[:, :, None], columns[:, None]]
    return moved.permute(0, 3, 1, 2)


def _draw_cutout(count: int, side: int, rng: Generator) -> Tensor:
    return torch.randint(0, side + 1 - round(side * HOLE) % 2, (2, count), generator=rng)


def cutout(images: Tensor, drawn: Tensor) -> Tensor:
    """A mid-grey square over a part of each image, often hanging over its edge."""
    covered: list[Tensor] = []
    for side, middle in zip(images.shape[2:], drawn[:, :, None], strict=True):
        hole = round(side * HOLE)
        start = middle - hole // 2
        at = torch.arange(side, device=images.device)
        covered.append((at >= start) & (at < start + hole))
    hidden: Tensor = covered[0][:, None, :, None] & covered[1][:, None, None, :]
    return images * hidden.logical_not()


def _draw_colour(count: int, side: int, rng: Generator) -> Tensor:
    return torch.rand(3, count, generator=rng)


def colour(images: Tensor, drawn: Tensor) -> Tensor:
    """Brightness, saturation and contrast of each image."""
    light, saturation, contrast = drawn[:, :, None, None, None]
    images = images + (light - 0.5)
    grey = images.mean(dim=1, keepdim=True)
    images = grey + (images - grey) * (2 * saturation)
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    contrasted: Tensor = mean + (images - mean) * (contrast + 0.5)
    return contrasted


AUGMENTATIONS = {
    "translation": Augmentation(_draw_translation, translation),
    "cutout": Augmentation(_draw_cutout, cutout),
    "colour": Augmentation(_draw_colour, colour),
}
