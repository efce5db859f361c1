"""What a run looks at, the same at each tick: latents and conditions of its sheet, and of the
designs that its guards judge.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from generator import grids
from generator.config import Config
from generator.data import ImageSet
from generator.feed import Codes, as_pixels
from generator.trainer import Trainer

REFERENCES = 24
"""Photos on the sheet of a photo-conditioned network, each with its designs beside it."""


@dataclass(frozen=True)
class View:
    """Inputs of the generator: N × latent, N × condition; the classes asked for (N), or -1."""

    z: Tensor
    condition: Tensor
    labels: NDArray[np.int64]


@dataclass(frozen=True)
class Views:
    sheet: View
    columns: int
    blocks: int
    judged: View
    photos: NDArray[np.uint8] | None = None
    """References that open the rows of the sheet."""

    def draw(self, trainer: Trainer) -> Image.Image:
        """The sheet, by the averaged generator as it is now."""
        made = as_pixels(trainer.show(self.sheet.z, self.sheet.condition))
        if self.photos is None:
            return grids.sheet(made, self.columns, self.blocks)
        rows = made.reshape(len(self.photos), self.columns, *made.shape[1:])
        joined = np.concatenate([self.photos[:, None], rows], axis=1)
        return grids.sheet(joined.reshape(-1, *made.shape[1:]), self.columns + 1, self.blocks)

    def designs(self, trainer: Trainer) -> NDArray[np.uint8]:
        """Those the guards judge."""
        return as_pixels(trainer.show(self.judged.z, self.judged.condition))


def views(config: Config, images: ImageSet, codes: Codes | None) -> Views:
    """Rows are classes, or reference photos, and columns are latents."""
    if config.condition == "none":
        shown, many = grids.UNCONDITIONAL, 32 * config.judged
        return Views(_nothing(shown, config), 8, 1, _nothing(many, config))
    if config.condition == "photo" and codes is not None:
        return _by_photo(config, images, codes)
    classes = torch.arange(len(images.categories))
    columns = grids.fixed(grids.COLUMNS, config.latent, config.seed)
    sheet = _by_class(columns.repeat(len(classes), 1), classes.repeat_interleave(len(columns)))
    asked = classes.repeat_interleave(config.judged)
    judged = _by_class(grids.fixed(len(asked), config.latent, config.seed + 1), asked)
    return Views(sheet, grids.COLUMNS, grids.BLOCKS, judged)


def _nothing(count: int, config: Config) -> View:
    z = grids.fixed(count, config.latent, config.seed)
    return View(z, torch.zeros(count, 0), np.full(count, -1))


def _by_class(z: Tensor, classes: Tensor) -> View:
    return View(z, F.one_hot(classes).float(), classes.numpy())


def _by_photo(config: Config, images: ImageSet, codes: Codes) -> Views:
    rng = np.random.default_rng(config.seed)
    count = config.judged * len(images.categories)
    # A photo of each class in turn, so that rare ones are looked at too.
    order = rng.permutation(len(images.labels))
    of_class = [order[images.labels[order] == label] for label in range(len(images.categories))]
    turns = [divmod(number, len(of_class)) for number in range(count)]
    rows = np.array([of_class[label][turn % len(of_class[label])] for turn, label in turns])
    shown = rows[: min(REFERENCES, len(rows))]
    columns = grids.fixed(grids.COLUMNS - 1, config.latent, config.seed)
    vectors = torch.from_numpy(codes.vectors)
    sheet = View(
        columns.repeat(len(shown), 1),
        vectors[shown].repeat_interleave(len(columns), dim=0),
        images.labels[shown].repeat(len(columns)),
    )
    z = grids.fixed(count, config.latent, config.seed + 1)
    judged = View(z, vectors[rows], images.labels[rows])
    return Views(sheet, len(columns), grids.BLOCKS, judged, images.pixels[shown])
