"""Batches for training: shop photos plain and composed, people's photos cropped.

A batch depends on the seed and the step alone, so a resumed run sees what an uninterrupted
one would have seen, and no state of a random generator needs to be kept.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ml.data import backgrounds, compose
from ml.data.sets import LABELS, PhoneSet, ShopSet


class Mixture(Protocol):
    """The knobs of a run that say what its batches are made of."""

    @property
    def batch(self) -> int:
        """Photos a step."""

    @property
    def composed(self) -> float:
        """Share of the products that are cut out and laid on another background."""

    @property
    def surfaces(self) -> int:
        """Drawn backgrounds."""

    @property
    def phone(self) -> float:
        """Share of a batch taken from people's photos."""

    @property
    def least_share(self) -> float:
        """A small set of products is repeated until it makes up this share of the largest."""

    @property
    def most_repeats(self) -> int:
        """How often at most, in an epoch."""

    @property
    def seed(self) -> int: ...


class Batch(NamedTuple):
    """B photos, products first, and what is known of them."""

    images: Tensor
    """B × 3 × size × size, 0 to 1."""
    boxes: Tensor
    """B × 4 fractions; NaN rows for not known."""
    labels: Tensor
    """B × 4 class indices in the order of LABELS, -1 for not known."""
    allowed: Tensor
    """B × categories, bool: those that would be right."""


class Order:
    """Endless passes over ``rows``, each in its own order; any stretch on demand."""

    def __init__(self, rows: NDArray[np.int64], seed: int) -> None:
        if len(rows) == 0:
            raise ValueError("There is nothing to train on: the training part is empty.")
        self.rows = rows
        self._permutation = lru_cache(maxsize=2)(
            lambda turn: np.random.default_rng((seed, turn)).permutation(rows)
        )

    def take(self, start: int, count: int) -> NDArray[np.int64]:
        """``count`` rows from position ``start`` of the endless sequence."""
        out = np.empty(count, np.int64)
        for i, position in enumerate(range(start, start + count)):
            turn, place = divmod(position, len(self.rows))
            out[i] = self._permutation(turn)[place]
        return out


class Feed:
    """Makes the batch of any step of a run."""

    def __init__(
        self,
        shops: Sequence[ShopSet],
        phone: PhoneSet | None,
        classes: int,
        mixture: Mixture,
        device: torch.device,
    ) -> None:
        """``classes`` is the number of categories. Raises ValueError if a set has no training
        part."""
        self.mixture, self.device, self.shops, self.phone = mixture, device, shops, phone
        self.classes = classes
        self.firsts = np.cumsum([0, *(len(shop.store.names) for shop in shops)])
        self.products = Order(self._product_rows(), mixture.seed)
        self.phone_count = round(mixture.batch * mixture.phone) if phone is not None else 0
        self.product_count = mixture.batch - self.phone_count
        surfaces = backgrounds.procedural(mixture.surfaces, mixture.seed)
        if phone is not None:
            self.photos = Order(phone.rows("train"), mixture.seed)
            seen = phone.rows("train", labelled=False)
            real = backgrounds.margins(phone.store.pixels[seen], phone.store.aspects[seen])
            surfaces = np.concatenate([surfaces, real])
        self.surfaces = torch.from_numpy(surfaces).to(device)

    @property
    def steps_per_epoch(self) -> int:
        return max(1, len(self.products.rows) // max(1, self.product_count))

    def batch(self, step: int, size: int) -> Batch:
        """The photos of a step, ``size`` pixels a side; labels and sets stay on the CPU."""
        rng = torch.Generator().manual_seed(self.mixture.seed * 1_000_003 + step)
        images, boxes, labels = self._products(step, size, rng)
        allowed = torch.zeros(self.mixture.batch, self.classes, dtype=torch.bool)
        allowed[torch.arange(self.product_count), labels[:, 0]] = True
        if self.phone is not None and self.phone_count:
            rows = self.photos.take(step * self.phone_count, self.phone_count)
            photos = compose.cropped(
                self._tensor(self.phone.store.pixels[rows]),
                torch.from_numpy(self.phone.store.aspects[rows]),
                size,
                rng,
            )
            images = torch.cat([images, photos])
            boxes = torch.cat([boxes, boxes.new_full((len(rows), 4), torch.nan)])
            labels = torch.cat([labels, labels.new_full((len(rows), len(LABELS)), -1)])
            allowed[self.product_count :] = torch.from_numpy(self.phone.allowed[rows])
        return Batch(images, boxes, labels, allowed)

    def _products(
        self, step: int, size: int, rng: torch.Generator
    ) -> tuple[Tensor, Tensor, Tensor]:
        rows = self.products.take(step * self.product_count, self.product_count)
        pixels, alpha, boxes, labels = self._gather(rows)
        cut = round(self.product_count * self.mixture.composed)
        made: list[tuple[Tensor, Tensor]] = []
        if cut > 0:
            scene = pixels[:cut], alpha[:cut], boxes[:cut]
            made.append(compose.composed(*scene, self.surfaces, size, rng))
        if cut < len(rows):
            made.append(compose.plain(pixels[cut:], alpha[cut:], size, rng))
        images, true_boxes = (torch.cat(parts) for parts in zip(*made, strict=True))
        return images, true_boxes, labels

    def _gather(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        owner = np.searchsorted(self.firsts, rows, "right") - 1
        side = self.shops[0].store.pixels.shape[1]
        pixels = np.empty((len(rows), side, side, 3), np.uint8)
        alpha = np.empty((len(rows), side, side), np.uint8)
        boxes = np.empty((len(rows), 4), np.float32)
        labels = np.empty((len(rows), len(LABELS)), np.int64)
        for number, shop in enumerate(self.shops):
            mine = owner == number
            local = rows[mine] - self.firsts[number]
            pixels[mine], alpha[mine] = shop.store.pixels[local], shop.alpha[local]
            boxes[mine], labels[mine] = shop.boxes[local], shop.labels[local]
        return (
            self._tensor(pixels),
            self._tensor(alpha),
            self._tensor(boxes),
            torch.from_numpy(labels),
        )

    def _product_rows(self) -> NDArray[np.int64]:
        parts = [shop.rows("train") for shop in self.shops]
        most = max(len(part) for part in parts)
        repeated = []
        for first, part in zip(self.firsts, parts, strict=False):
            wanted = self.mixture.least_share * most / max(1, len(part))
            times = min(self.mixture.most_repeats, max(1, round(wanted)))
            repeated.append(np.tile(part + first, times))
        return np.concatenate(repeated)

    def _tensor(self, array: NDArray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)
