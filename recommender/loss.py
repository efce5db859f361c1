"""What the embedder is trained on: cross-entropies, the box, and a term for each vector part.

The metric-learning term gives each class one learned direction, its proxy, and draws a photo's
part of the vector to its class's. It needs no pairs, so every photo counts (Zhai and Wu, 2019,
"Classification is a strong baseline for deep metric learning"). docs/training.md has what other
terms brought.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ml.taxonomy import Taxonomy
from recommender.config import Config
from recommender.model import Outputs

SCALE = 16.0
"""Inverse temperature of CosFace's softmax; higher ones collapse each class into one point."""
MARGIN = 0.1
"""By how much of a cosine a photo must be closer to its own proxy than to others."""


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
    return cross_entropy(logits, as_sets(labels, logits.shape[1])) + box_error(boxes, box_labels)


def cross_entropy(logits: Tensor, sets: Tensor, smoothing: float = 0.0) -> Tensor:
    """Mean of -log p(label) over the photos that have one; 0 if none has.

    With sets of labels (N × C, bool), p is the sum over the allowed classes, so the network may
    choose among them. ``smoothing`` is the share of the target spread over all classes.
    """
    log_p = F.log_softmax(logits, dim=1)
    known = sets.any(dim=1)
    # Rows without a label get every class, whose -log p is 0, and are masked besides.
    allowed = sets | ~known[:, None]
    hit = -log_p.masked_fill(~allowed, -torch.inf).logsumexp(dim=1)
    each = (1 - smoothing) * hit - smoothing * log_p.mean(dim=1)
    return (each * known).sum() / known.sum().clamp_min(1)


def cosface(vectors: Tensor, proxies: Tensor, sets: Tensor, smoothing: float = 0.0) -> Tensor:
    """A normalised softmax with a margin on the cosine (Wang et al., 2018, "CosFace").

    vectors: N × D; proxies: C × D, all of unit length; sets as in ``cross_entropy``. A scalar.
    """
    cosines = vectors @ proxies.T
    return cross_entropy(SCALE * (cosines - MARGIN * sets), sets, smoothing)


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
        self.colours, self.usages, self.genders = (
            len(names) for names in (taxonomy.colours, taxonomy.usages, taxonomy.genders)
        )
        self.category_proxies = nn.Parameter(torch.randn(len(taxonomy.categories), shape_dim))
        self.colour_proxies = nn.Parameter(torch.randn(len(taxonomy.colours), colour_dim))

    def forward(self, outputs: Outputs, targets: Targets) -> dict[str, Tensor]:
        """The terms by name, unweighted, and their weighted sum as "loss"."""
        c, kinds = self.config, targets.categories
        tones = as_sets(targets.colours, self.colours)
        usages = as_sets(targets.usages, self.usages)
        genders = as_sets(targets.genders, self.genders)
        kind_proxies = F.normalize(self.category_proxies, dim=1)
        tone_proxies = F.normalize(self.colour_proxies, dim=1)
        terms = {
            "category": cross_entropy(outputs.category_logits, kinds, c.smoothing),
            "colour": cross_entropy(outputs.colour_logits, tones, c.smoothing),
            "usage": cross_entropy(outputs.usage_logits, usages),
            "gender": cross_entropy(outputs.gender_logits, genders),
            "box": box_error(outputs.boxes, targets.boxes),
            "shape_metric": cosface(outputs.shape, kind_proxies, kinds, c.smoothing),
            "colour_metric": cosface(outputs.colour, tone_proxies, tones, c.smoothing),
        }
        weights = {
            "category": c.category_weight,
            "colour": c.colour_weight,
            "usage": c.usage_weight,
            "gender": c.gender_weight,
            "box": c.box_weight,
            "shape_metric": c.metric_weight * c.category_weight,
            "colour_metric": c.metric_weight * c.colour_weight,
        }
        total = sum((weights[name] * term for name, term in terms.items()), torch.zeros(()))
        return {"loss": total} | terms

    @torch.no_grad()
    def place(self, shapes: Tensor, kinds: Tensor, colours: Tensor, tones: Tensor) -> None:
        """Move each class's proxy to the mean of its photos' vectors; N × D and N labels each.

        The length of a proxy, which only says how slowly it turns, stays; so do the proxies of
        classes without a photo.
        """
        for proxies, vectors, labels in (
            (self.category_proxies, shapes, kinds),
            (self.colour_proxies, colours, tones),
        ):
            for label in labels[labels >= 0].unique().tolist():
                mean = F.normalize(vectors[labels == label].mean(dim=0), dim=0)
                proxies[label] = mean.to(proxies) * proxies[label].norm()


def as_sets(labels: Tensor, classes: int) -> Tensor:
    """N × classes, bool: sets as they are; class indices as sets of one, -1 as the empty set."""
    if labels.dtype == torch.bool:
        return labels
    return labels[:, None] == torch.arange(classes, device=labels.device)
