"""What the embedder is trained on: cross-entropies, the box, and proxies for the vector.

The proxy terms are normalised softmaxes with an additive margin (CosFace: Wang et al., 2018;
as a proxy loss: Zhai and Wu, 2019, "Classification is a strong baseline for deep metric
learning"): each class has one learned direction, and a photo's part of the vector must lie
closer to its class's than to any other. They need no pairs, so every photo counts.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ml.taxonomy import Taxonomy
from recommender.config import Config
from recommender.model import Outputs


class Targets(NamedTuple):
    """What is known about B photos."""

    categories: Tensor
    """B × classes, bool: the categories that would be right; none is "not known"."""
    colours: Tensor
    """B class indices, -1 for not known; likewise usages and genders."""
    usages: Tensor
    genders: Tensor
    boxes: Tensor
    """B × 4 fractions; NaN rows for not known."""


def loss(logits: Tensor, labels: Tensor, boxes: Tensor, box_labels: Tensor) -> Tensor:
    """Cross-entropy of the category plus mean squared error of the bounding box.

    logits: B × classes; labels: B class indices (-1: missing) or B × classes bool sets;
    boxes, box_labels: B × 4 as fractions, NaN rows: missing. Gives a scalar.
    """
    return cross_entropy(logits, labels) + box_error(boxes, box_labels)


def cross_entropy(logits: Tensor, labels: Tensor, smoothing: float = 0.0) -> Tensor:
    """Mean of -log p(label) over the photos that have one; 0 if none has.

    With sets of labels, p is the sum over the allowed classes, so the network may choose
    among them. ``smoothing`` is the share of the target spread over all classes.
    """
    sets = labels if labels.dtype == torch.bool else _one_hot(labels, logits.shape[1])
    log_p = F.log_softmax(logits, dim=1)
    known = sets.any(dim=1)
    # Rows without a label get every class, whose -log p is 0, and are masked besides.
    allowed = sets | ~known[:, None]
    hit = -log_p.masked_fill(~allowed, -torch.inf).logsumexp(dim=1)
    each = (1 - smoothing) * hit - smoothing * log_p.mean(dim=1)
    return (each * known).sum() / known.sum().clamp_min(1)


def box_error(boxes: Tensor, box_labels: Tensor) -> Tensor:
    """Mean squared error over the photos whose box is known; 0 if none is."""
    known = ~box_labels.isnan().any(dim=1)
    error = (boxes - box_labels.nan_to_num()).square().mean(dim=1)
    return (error * known).sum() / known.sum().clamp_min(1)


class Objective(nn.Module):
    """The weighted sum of every term, and the proxies, which only training needs."""

    def __init__(
        self, config: Config, taxonomy: Taxonomy, shape_dim: int = 192, colour_dim: int = 64
    ) -> None:
        super().__init__()
        self.config = config
        self.category_proxies = nn.Parameter(torch.randn(len(taxonomy.categories), shape_dim))
        self.colour_proxies = nn.Parameter(torch.randn(len(taxonomy.colours), colour_dim))

    def forward(self, outputs: Outputs, targets: Targets) -> dict[str, Tensor]:
        """The terms by name, unweighted, and their weighted sum as "loss"."""
        c = self.config
        terms = {
            "category": cross_entropy(outputs.category_logits, targets.categories, c.smoothing),
            "colour": cross_entropy(outputs.colour_logits, targets.colours, c.smoothing),
            "usage": cross_entropy(outputs.usage_logits, targets.usages),
            "gender": cross_entropy(outputs.gender_logits, targets.genders),
            "box": box_error(outputs.boxes, targets.boxes),
            "shape_proxy": self._proxy(outputs.shape, self.category_proxies, targets.categories),
            "colour_proxy": self._proxy(outputs.colour, self.colour_proxies, targets.colours),
        }
        weights = {
            "category": c.category_weight,
            "colour": c.colour_weight,
            "usage": c.usage_weight,
            "gender": c.gender_weight,
            "box": c.box_weight,
            "shape_proxy": c.proxy_weight * c.category_weight,
            "colour_proxy": c.proxy_weight * c.colour_weight,
        }
        total = sum((weights[name] * term for name, term in terms.items()), torch.zeros(()))
        return {"loss": total} | terms

    def _proxy(self, vectors: Tensor, proxies: Tensor, labels: Tensor) -> Tensor:
        cosines = vectors @ F.normalize(proxies, dim=1).T
        sets = labels if labels.dtype == torch.bool else _one_hot(labels, len(proxies))
        harder = cosines - self.config.proxy_margin * sets
        return cross_entropy(self.config.proxy_scale * harder, sets, self.config.smoothing)


def _one_hot(labels: Tensor, classes: int) -> Tensor:
    """B × classes, bool; a row of False for -1."""
    return labels[:, None] == torch.arange(classes, device=labels.device)
