"""Batches for training: shop photos plain and composed, people's photos cropped.

A batch depends on the seed and the step alone, so a resumed run sees what an uninterrupted
one would have seen, and no state of a random generator needs to be kept.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ml.data import backgrounds, compose
from ml.data.sets import LABELS, PhoneSet, ShopSet
from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD
from ml.taxonomy import Taxonomy
from recommender.config import Config
from recommender.loss import Targets


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
        taxonomy: Taxonomy,
        config: Config,
        device: torch.device,
    ) -> None:
        """Raises ValueError if a set has no training part."""
        self.config, self.device, self.shops, self.phone = config, device, shops, phone
        self.classes = len(taxonomy.categories)
        self.firsts = np.cumsum([0, *(len(shop.store.names) for shop in shops)])
        self.products = Order(self._product_rows(), config.seed)
        self.phone_count = round(config.batch * config.phone) if phone is not None else 0
        self.product_count = config.batch - self.phone_count
        surfaces = backgrounds.procedural(config.surfaces, config.seed)
        if phone is not None:
            self.photos = Order(phone.rows("train"), config.seed)
            seen = phone.rows("train", labelled=False)
            real = backgrounds.margins(phone.store.pixels[seen], phone.store.aspects[seen])
            surfaces = np.concatenate([surfaces, real])
        self.surfaces = torch.from_numpy(surfaces).to(device)
        self.mean = torch.tensor(IMAGENET_MEAN, device=device)[:, None, None]
        self.std = torch.tensor(IMAGENET_STD, device=device)[:, None, None]

    @property
    def steps_per_epoch(self) -> int:
        return max(1, len(self.products.rows) // max(1, self.product_count))

    def batch(self, step: int, size: int) -> tuple[Tensor, Targets]:
        """Normalised images (B × 3 × size × size, channels last) and what is known of them."""
        rng = torch.Generator().manual_seed(self.config.seed * 1_000_003 + step)
        images, boxes, labels = self._products(step, size, rng)
        categories = torch.zeros(self.config.batch, self.classes, dtype=torch.bool)
        categories[torch.arange(self.product_count), labels[:, 0]] = True
        unknown = torch.full((self.phone_count,), -1)
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
            categories[self.product_count :] = torch.from_numpy(self.phone.allowed[rows])
        colours, usages, genders = (
            torch.cat([labels[:, column], unknown]).to(self.device)
            for column in range(1, len(LABELS))
        )
        targets = Targets(categories.to(self.device), colours, usages, genders, boxes)
        normal = (images - self.mean) / self.std
        return normal.contiguous(memory_format=torch.channels_last), targets

    def _products(
        self, step: int, size: int, rng: torch.Generator
    ) -> tuple[Tensor, Tensor, Tensor]:
        rows = self.products.take(step * self.product_count, self.product_count)
        pixels, alpha, boxes, labels = self._gather(rows)
        cut = round(self.product_count * self.config.composed)
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
            wanted = self.config.least_share * most / max(1, len(part))
            times = min(self.config.most_repeats, max(1, round(wanted)))
            repeated.append(np.tile(part + first, times))
        return np.concatenate(repeated)

    def _tensor(self, array: NDArray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self.device)
