"""Designs after a photo: the generator of ``acgan-64`` driven by a frozen network's encoding of
a reference, concatenated with noise; the discriminator sees the code too, by projection
(Miyato and Koyama, 2018, "cGANs with Projection Discriminator").

The real image of a pair is a near neighbour of the reference, not the reference itself: else
the generator learns to copy, or to ignore its noise (Casanova et al., 2021,
"Instance-Conditioned GAN").
"""

import torch
from torch import Tensor, nn

from generator.networks.acgan64 import Generator, Trunk, normed
from generator.networks.verdict import Verdict

__all__ = ["Discriminator", "Generator"]


class Discriminator(nn.Module):
    """Images and the B × ``code`` encodings of their references to a score."""

    def __init__(self, code: int, size: int, channels: int, width: int) -> None:
        super().__init__()
        self.trunk = Trunk(size, channels, width)
        self.score = normed(nn.Linear(self.trunk.features, 1))
        self.project = normed(nn.Linear(code, self.trunk.features, bias=False))

    def forward(self, images: Tensor, condition: Tensor) -> Verdict:
        features = self.trunk(images)
        with torch.autocast(images.device.type, enabled=False):
            features = features.float()
            match = (features * self.project(condition.float())).sum(dim=1)
            return Verdict(self.score(features).squeeze(1) + match)
