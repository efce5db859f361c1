"""Auxiliary losses: what head B, the class head, is trained on.

``discriminator(real, fake, real_labels, fake_labels)`` and ``generator(fake, fake_labels)``
take verdicts and class indices (B) and give one number.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from generator.networks.verdict import Verdict


class Auxiliary(NamedTuple):
    discriminator: Callable[[Verdict, Verdict, Tensor, Tensor], Tensor]
    generator: Callable[[Verdict, Tensor], Tensor]


def plain_d(real: Verdict, fake: Verdict, real_labels: Tensor, fake_labels: Tensor) -> Tensor:
    """Cross-entropy of reals and fakes (Odena et al., 2017): both networks want fakes to be
    classified, so the generator is drawn to designs that are easy to classify."""
    classes = F.cross_entropy(logits(real), real_labels)
    return classes + F.cross_entropy(logits(fake), fake_labels)


def plain_g(fake: Verdict, labels: Tensor) -> Tensor:
    return F.cross_entropy(logits(fake), labels)


def adc_d(real: Verdict, fake: Verdict, real_labels: Tensor, fake_labels: Tensor) -> Tensor:
    """2K classes: of reals, then of fakes (Hou et al., 2022, "Conditional GANs with Auxiliary
    Discriminative Classifier")."""
    half = logits(fake).shape[1] // 2
    classes = F.cross_entropy(logits(real), real_labels)
    return classes + F.cross_entropy(logits(fake), fake_labels + half)


def adc_g(fake: Verdict, labels: Tensor) -> Tensor:
    """The log-odds of "a fake of its class" against "a real one of its class"."""
    half = logits(fake).shape[1] // 2
    as_real = logits(fake).gather(1, labels[:, None])
    as_fake = logits(fake).gather(1, labels[:, None] + half)
    return (as_fake - as_real).mean()


def d2d(verdict: Verdict, labels: Tensor, positive: float = 0.98, negative: float = -1.0) -> Tensor:
    """Data-to-data cross-entropy (Kang et al., 2021, equation 6), in units of the temperature.

    An image is pulled to its class's vector until their cosine is ``positive``, and pushed from
    the batch's images of other classes until theirs is ``negative``.
    """
    cosines, embedding, scale = logits(verdict), verdict.embedding, verdict.scale
    if embedding is None:
        raise ValueError("Data-to-data cross-entropy needs an embedding.")
    own = cosines.gather(1, labels[:, None])
    near = (own - positive * scale).clamp(max=0)
    others = (scale * (embedding @ embedding.T - negative)).clamp(min=0)
    same = labels[:, None] == labels[None]
    far = others.masked_fill(same, -torch.inf)
    return (torch.logsumexp(torch.cat([near, far], dim=1), dim=1) - near.squeeze(1)).mean()


def d2d_d(real: Verdict, fake: Verdict, real_labels: Tensor, fake_labels: Tensor) -> Tensor:
    """Of reals only."""
    return d2d(real, real_labels)


def d2d_g(fake: Verdict, labels: Tensor) -> Tensor:
    return d2d(fake, labels)


AUXILIARY = {
    "plain": Auxiliary(plain_d, plain_g),
    "adc": Auxiliary(adc_d, adc_g),
    "d2d": Auxiliary(d2d_d, d2d_g),
}


def logits(verdict: Verdict) -> Tensor:
    if verdict.logits is None:
        raise ValueError("This discriminator has no class head.")
    return verdict.logits
