"""Metric-learning terms: what makes the photos of one class lie together in the vector.

Each takes N × D vectors and C × D proxies, both of unit length, and N × C sets of the classes
that would be right (an empty set: not known), and gives a scalar. docs/training.md has what
each of them brought.
"""

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

SCALE = 16.0
"""Inverse temperature of the softmaxes; higher ones collapse each class into one point."""
MARGIN = 0.1
"""A photo must be that much closer to its own proxy than to others: cosine or radian."""
ANCHOR_SCALE, ANCHOR_MARGIN = 32.0, 0.1
"""As in the Proxy-Anchor paper."""


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
    """A normalised softmax with a margin on the cosine (Wang et al., 2018, "CosFace")."""
    cosines = vectors @ proxies.T
    return cross_entropy(SCALE * (cosines - MARGIN * sets), sets, smoothing)


def arcface(vectors: Tensor, proxies: Tensor, sets: Tensor, smoothing: float = 0.0) -> Tensor:
    """The same with the margin on the angle (Deng et al., 2019, "ArcFace")."""
    cosines = (vectors @ proxies.T).clamp(-1 + 1e-6, 1 - 1e-6)
    # Beyond half a turn the cosine would rise again.
    turned = (cosines.acos() + MARGIN).clamp(max=math.pi).cos()
    return cross_entropy(SCALE * torch.where(sets, turned, cosines), sets, smoothing)


def proxy_anchor(vectors: Tensor, proxies: Tensor, sets: Tensor) -> Tensor:
    """Each proxy against all photos of the batch (Kim et al., 2020, "Proxy Anchor Loss").

    Only photos of exactly one class pull; all whose class is known push.
    """
    cosines = vectors @ proxies.T
    sure = sets & (sets.sum(dim=1, keepdim=True) == 1)
    others = ~sets & sets.any(dim=1, keepdim=True)
    pull = _softplus_sum(-ANCHOR_SCALE * (cosines - ANCHOR_MARGIN), sure)
    push = _softplus_sum(ANCHOR_SCALE * (cosines + ANCHOR_MARGIN), others)
    return pull.sum() / sure.any(dim=0).sum().clamp_min(1) + push.mean()


def supcon(vectors: Tensor, proxies: Tensor, sets: Tensor) -> Tensor:
    """Photos of one class against the rest of the batch (Khosla et al., 2020, "SupCon").

    Proxies take part as one more photo of each class, since a batch of 64 holds hardly two of
    most categories (as Cui et al., 2021, "Parametric contrastive learning").
    """
    sure = sets.sum(dim=1) == 1
    labels = torch.cat([sets[sure].int().argmax(dim=1), torch.arange(len(proxies)).to(sets.device)])
    points = torch.cat([vectors[sure], proxies])
    itself = torch.eye(len(points), dtype=torch.bool, device=points.device)
    log_p = (SCALE * points @ points.T).masked_fill(itself, -torch.inf).log_softmax(dim=1)
    same = (labels[:, None] == labels) & ~itself
    photos = slice(0, int(sure.sum()))
    pulled = -log_p[photos].masked_fill(~same[photos], 0).sum(dim=1) / same[photos].sum(dim=1)
    return pulled.sum() / max(1, len(pulled))


def _softplus_sum(logits: Tensor, chosen: Tensor) -> Tensor:
    """C: log(1 + Σ exp(logit)) over the chosen photos of each class."""
    picked = logits.masked_fill(~chosen, -torch.inf)
    return torch.cat([picked, torch.zeros_like(picked[:1])]).logsumexp(dim=0)


def terms(smoothing: float) -> dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]]:
    """The terms by the names that ``Config.metric`` takes, beside "none"."""
    return {
        "cosface": partial(cosface, smoothing=smoothing),
        "arcface": partial(arcface, smoothing=smoothing),
        "proxy_anchor": proxy_anchor,
        "supcon": supcon,
    }
