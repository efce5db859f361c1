"""Batches: labels of reals and fakes from one prior, reals to match, and noise.

A batch depends on the seed and the step alone, so a resumed run sees what an uninterrupted
one would have seen, and no state of a random generator needs to be kept.
"""

import warnings
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor
from torch.nn import functional as F

from generator.augment import draw
from generator.config import Config
from generator.data import TRAIN, ImageSet

VIEWS = 4
"""How often a step looks at images: at reals and fakes to teach the discriminator, at fakes and,
for some losses, at reals again to teach the generator."""


class Batch(NamedTuple):
    """B reals and what the fakes are to be made from; labels are places in the set's classes."""

    real: Tensor
    """B × channels × side × side in [-1, 1]."""
    real_condition: Tensor
    real_labels: Tensor
    z: Tensor
    """B × latent, standard normal."""
    fake_condition: Tensor
    fake_labels: Tensor
    views: list[Tensor]
    """What augment.draw gave for each of the VIEWS, one after the other."""


class Codes(NamedTuple):
    """What a photo-conditioned network needs of its training photos, in the set's order."""

    vectors: NDArray[np.float32]
    """N × D."""
    neighbours: NDArray[np.int64]
    """N × k rows nearest to each, not itself."""


class Conditions(Protocol):
    """Draws what the generator is told, and rows of reals that match it."""

    width: int

    def draw(self, count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Conditions (count × width), labels (count) and rows of matching reals (count)."""
        ...


def prior(labels: NDArray[np.int64], classes: int, power: float) -> NDArray[np.float64]:
    """classes: chances in proportion to the number of photos to a power (0.5: square root)."""
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    weights = np.where(counts > 0, counts**power, 0.0)
    return np.asarray(weights / weights.sum())


class ByClass:
    """A class from the prior, then any of its photos; in ``pairs``, the second half of a batch
    has the classes of the first."""

    def __init__(
        self,
        labels: NDArray[np.int64],
        rows: NDArray[np.int64],
        classes: int,
        power: float,
        pairs: bool = False,
    ):
        self.width, self.pairs = classes, pairs
        self.chances = torch.from_numpy(prior(labels[rows], classes, power))
        order = np.argsort(labels[rows], kind="stable")
        self.rows = torch.from_numpy(rows[order])
        counts = np.bincount(labels[rows], minlength=classes)
        self.counts = torch.from_numpy(counts)
        self.firsts = torch.from_numpy(np.cumsum(counts) - counts)

    def draw(self, count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        drawn = count // 2 if self.pairs else count
        labels = torch.multinomial(self.chances, drawn, replacement=True, generator=rng)
        if self.pairs:
            labels = labels.repeat(2)
        place = (torch.rand(count, generator=rng, dtype=torch.float64) * self.counts[labels]).long()
        rows = self.rows[self.firsts[labels] + place]
        return F.one_hot(labels, self.width).float(), labels, rows


class Unconditional:
    """Any photo, and nothing said."""

    width = 0

    def __init__(self, rows: NDArray[np.int64]) -> None:
        self.rows = torch.from_numpy(rows)

    def draw(self, count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        rows = self.rows[torch.randint(len(self.rows), (count,), generator=rng)]
        return torch.zeros(count, 0), torch.zeros(count, dtype=torch.long), rows


class ByPhoto:
    """A reference photo's code, and one of its neighbours as the real image."""

    def __init__(self, classes: ByClass, labels: NDArray[np.int64], codes: Codes) -> None:
        self.classes, self.labels = classes, torch.from_numpy(labels)
        self.vectors = torch.from_numpy(codes.vectors)
        self.neighbours = torch.from_numpy(codes.neighbours)
        self.width = self.vectors.shape[1]

    def draw(self, count: int, rng: Generator) -> tuple[Tensor, Tensor, Tensor]:
        _, labels, references = self.classes.draw(count, rng)
        choice = torch.randint(self.neighbours.shape[1], (count, 1), generator=rng)
        rows = self.neighbours[references].gather(1, choice).squeeze(1)
        return self.vectors[references], labels, rows


def conditions(config: Config, images: ImageSet, codes: Codes | None) -> Conditions:
    """What the config's network is told. Raises ValueError if the set cannot say it."""
    rows = images.rows(TRAIN)
    if config.condition == "none":
        return Unconditional(rows)
    pairs = config.variety > 0
    classes = ByClass(images.labels, rows, len(images.categories), config.prior, pairs)
    if config.condition == "photo":
        if codes is None:
            raise ValueError("A photo-conditioned network needs codes of its training photos.")
        return ByPhoto(classes, images.labels, codes)
    return classes


@dataclass
class Feed:
    """Makes the batch of any step; the pixels stay where they are, on the GPU as a whole."""

    config: Config
    pixels: Tensor
    """N × side × side × channels, uint8."""
    conditions: Conditions

    @classmethod
    def of(
        cls, config: Config, images: ImageSet, codes: Codes | None, device: torch.device
    ) -> "Feed":
        """Raises ValueError if the set lacks what the network is told."""
        with warnings.catch_warnings():
            # The memory map is read-only, and nobody writes to it.
            warnings.filterwarnings("ignore", "The given NumPy array is not writable")
            pixels = torch.from_numpy(np.asarray(images.pixels))
        return cls(config, pixels.to(device), conditions(config, images, codes))

    def batch(self, step: int, salt: int = 0) -> Batch:
        """The batch of a step; another ``salt`` gives another one."""
        rng = torch.Generator().manual_seed(seed_of(self.config.seed, step, salt))
        count, device = self.config.batch, self.pixels.device
        real_condition, real_labels, rows = self.conditions.draw(count, rng)
        fake_condition, fake_labels, _ = self.conditions.draw(count, rng)
        z = torch.randn(count, self.config.latent, generator=rng)
        names = self.config.augmentations
        side, share = self.config.size, self.config.augmented
        views = [each for _ in range(VIEWS) for each in draw(names, count, side, rng, share)]
        said = (rows, real_condition, real_labels, z, fake_condition, fake_labels, *views)
        on, a, b, c, d, e, *seen = (_sent(tensor, device) for tensor in said)
        return Batch(as_images(self.pixels[on]), a, b, c, d, e, seen)


def _sent(tensor: Tensor, device: torch.device) -> Tensor:
    """To the device; to a GPU from pinned memory, which nothing waits for."""
    return tensor.pin_memory().to(device, non_blocking=True) if device.type == "cuda" else tensor


def as_images(pixels: Tensor) -> Tensor:
    """B × H × W × C bytes to B × C × H × W in [-1, 1], channels last in memory."""
    return pixels.permute(0, 3, 1, 2).float() / 127.5 - 1


def as_pixels(images: Tensor) -> NDArray[np.uint8]:
    """The way back, on the CPU."""
    scaled = ((images.detach().float().cpu() + 1) * 127.5).round().clamp(0, 255)
    return scaled.to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()


def seed_of(seed: int, step: int, salt: int = 0) -> int:
    """One number for each step of each run."""
    return (seed * 1_000_003 + salt * 7919) * 100_000_007 + step
