"""The shared batches of ``ml.data.feed``, normalised and with what the embedder learns from."""

from collections.abc import Sequence

import torch
from torch import Tensor

from ml.data import feed
from ml.data.sets import PhoneSet, ShopSet
from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD
from ml.taxonomy import Taxonomy
from recommender.config import Config
from recommender.loss import Targets


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
        self.shared = feed.Feed(shops, phone, len(taxonomy.categories), config, device)
        self.steps_per_epoch = self.shared.steps_per_epoch
        self.mean = torch.tensor(IMAGENET_MEAN, device=device)[:, None, None]
        self.std = torch.tensor(IMAGENET_STD, device=device)[:, None, None]

    def batch(self, step: int, size: int) -> tuple[Tensor, Targets]:
        """Normalised images (B × 3 × size × size, channels last) and what is known of them."""
        images, boxes, labels, allowed = self.shared.batch(step, size)
        _, colours, usages, genders = labels.to(images.device).unbind(dim=1)
        targets = Targets(allowed.to(images.device), colours, usages, genders, boxes)
        normal = (images - self.mean) / self.std
        return normal.contiguous(memory_format=torch.channels_last), targets
