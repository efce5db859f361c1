"""Adversarial losses: what head A is trained on.

Each takes scores of fakes and reals (B each) and gives one number, for the discriminator and
for the generator.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F


class Adversarial(NamedTuple):
    """One game; both functions take (fake, real) scores."""

    discriminator: Callable[[Tensor, Tensor], Tensor]
    generator: Callable[[Tensor, Tensor], Tensor]
    needs_reals: bool = False
    """Whether the generator's loss looks at the scores of reals."""


def hinge_d(fake: Tensor, real: Tensor) -> Tensor:
    """Lim and Ye, 2017, "Geometric GAN"."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def hinge_g(fake: Tensor, real: Tensor) -> Tensor:
    return -fake.mean()


def bce_d(fake: Tensor, real: Tensor) -> Tensor:
    """Binary cross-entropy of the scores' sigmoids (Goodfellow et al., 2014)."""
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def bce_g(fake: Tensor, real: Tensor) -> Tensor:
    """The non-saturating form: fakes through the frozen discriminator with label "real"."""
    return F.softplus(-fake).mean()


def least_squares_d(fake: Tensor, real: Tensor) -> Tensor:
    """Mao et al., 2017, "Least Squares GANs", with a = 0 and b = c = 1."""
    return 0.5 * ((real - 1).square().mean() + fake.square().mean())


def least_squares_g(fake: Tensor, real: Tensor) -> Tensor:
    return 0.5 * (fake - 1).square().mean()


def relativistic_d(fake: Tensor, real: Tensor) -> Tensor:
    """Each real against a fake (Jolicoeur-Martineau, 2019), as R3GAN plays it with R1 and R2
    (Huang et al., 2024, "The GAN is dead; long live the GAN!")."""
    return F.softplus(fake - real).mean()


def relativistic_g(fake: Tensor, real: Tensor) -> Tensor:
    return F.softplus(real - fake).mean()


ADVERSARIAL = {
    "hinge": Adversarial(hinge_d, hinge_g),
    "bce": Adversarial(bce_d, bce_g),
    "least_squares": Adversarial(least_squares_d, least_squares_g),
    "relativistic": Adversarial(relativistic_d, relativistic_g, needs_reals=True),
}


def gradient_penalty(score: Tensor, images: Tensor) -> Tensor:
    """Half the mean squared gradient of the score at the images, which must require one.

    R1 at reals, R2 at fakes (Mescheder et al., 2018, "Which Training Methods for GANs do
    actually Converge?").
    """
    (gradient,) = torch.autograd.grad(score.sum(), images, create_graph=True)
    return 0.5 * gradient.flatten(1).square().sum(dim=1).mean()


PART = 16
"""Side at which pictures are compared: outlines and colours, no texture."""


def variety(fake: Tensor, real: Tensor) -> Tensor:
    """How far fakes fall short of the reals' variety: 0 (differ as much) to 1 (all the same).

    B × channels × side × side each, whose second halves have the classes of the first. Asking
    for differences keeps a conditional generator from ignoring its noise (Mao et al., 2019,
    "Mode Seeking GANs"; Yang et al., 2019, "Diversity-Sensitive Conditional GANs"); the reals
    say how large they should be, so that it asks for no more.
    """
    return F.relu(1 - _difference(fake) / _difference(real).detach().clamp(min=1e-6))


def _difference(images: Tensor) -> Tensor:
    small = F.adaptive_avg_pool2d(images.float(), PART)
    first, second = small.chunk(2)
    return (first - second).abs().mean()
