"""Our AC-GAN: the discriminator has one trunk and two heads.

Generator: upsampling and 3 × 3 convolutions, with a conditional batch norm that sees noise and
class (de Vries et al., 2017; Brock et al., 2019, "Large Scale GAN Training"). Discriminator:
strided convolutions with spectral norm and no batch norm (Miyato et al., 2018, "Spectral
Normalization"), whose class head compares unit vectors (Kang et al., 2021, "Rebooting ACGAN"):
an unbounded one is what makes AC-GANs of many classes collapse.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from generator.networks.verdict import Verdict

START = 4
"""Pixels a side of the first map."""


class ConditionalBatchNorm(nn.Module):
    """Batch norm whose gain and bias are read off a B × ``condition`` vector."""

    def __init__(self, features: int, condition: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(features, affine=False)
        self.affine = nn.Linear(condition, 2 * features, bias=False)
        nn.init.normal_(self.affine.weight, 0.0, 0.02)

    def forward(self, x: Tensor, c: Tensor) -> Tensor:
        gain, bias = self.affine(c)[:, :, None, None].chunk(2, dim=1)
        out: Tensor = self.norm(x) * (1 + gain) + bias
        return out


class UpBlock(nn.Module):
    """Twice the side: norm, ReLU, upsample, 3 × 3 convolution."""

    def __init__(self, inputs: int, outputs: int, condition: int) -> None:
        super().__init__()
        self.norm = ConditionalBatchNorm(inputs, condition)
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1)
        orthogonal(self.conv)

    def forward(self, x: Tensor, c: Tensor) -> Tensor:
        h = F.interpolate(F.relu(self.norm(x, c)), scale_factor=2.0, mode="nearest")
        out: Tensor = self.conv(h)
        return out


class Generator(nn.Module):
    """Noise (B × latent) and condition (B × ``condition``) to images in [-1, 1].

    The condition of an AC-GAN is a one-hot row; a row of weights mixes classes.
    """

    def __init__(
        self, latent: int, condition: int, embedding: int, size: int, channels: int, width: int
    ) -> None:
        super().__init__()
        features = width * size // 8
        seen = latent + embedding
        self.embed = nn.Linear(condition, embedding, bias=False)
        # One row a class, of the same length as the noise beside it.
        nn.init.normal_(self.embed.weight)
        self.features = features
        self.dense = nn.Linear(seen, features * START**2)
        orthogonal(self.dense)
        blocks = []
        while features > width:
            blocks.append(UpBlock(features, features // 2, seen))
            features //= 2
        self.blocks = nn.ModuleList(blocks)
        self.norm = ConditionalBatchNorm(features, seen)
        # Four pixels at once: upsampling by shuffling costs a quarter at the full size.
        self.image = nn.Conv2d(features, 4 * channels, 3, padding=1)
        orthogonal(self.image)
        # The four start alike, or their differences show as a checkerboard (Aitken et al., 2017).
        first = self.image.weight.detach()[::4]
        self.image.weight.data = first.repeat_interleave(4, dim=0)

    def forward(self, z: Tensor, condition: Tensor) -> Tensor:
        c = torch.cat([z, self.embed(condition)], dim=1)
        x = self.dense(c).view(-1, self.features, START, START)
        for block in self.blocks:
            x = block(x, c)
        return torch.tanh(F.pixel_shuffle(self.image(F.relu(self.norm(x, c))), 2))


class Trunk(nn.Module):
    """Images to B × ``features``, summed over the last 4 × 4 map."""

    def __init__(self, size: int, channels: int, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [normed(nn.Conv2d(channels, width, 4, 2, padding=1))]
        features = width
        while features < width * size // 8:
            layers += [
                nn.LeakyReLU(0.1),
                normed(nn.Conv2d(features, 2 * features, 4, 2, padding=1)),
            ]
            features *= 2
        self.layers = nn.Sequential(*layers, nn.LeakyReLU(0.1))
        self.features = features

    def forward(self, images: Tensor) -> Tensor:
        features: Tensor = self.layers(images).sum(dim=(2, 3))
        return features


class Discriminator(nn.Module):
    """Images to a score (head A) and to their class (head B), on one trunk."""

    def __init__(
        self, classes: int, size: int, channels: int, width: int, temperature: float
    ) -> None:
        super().__init__()
        self.scale = 1 / temperature
        self.trunk = Trunk(size, channels, width)
        self.score = normed(nn.Linear(self.trunk.features, 1))
        self.class_head = nn.Linear(self.trunk.features, classes, bias=False)

    def forward(self, images: Tensor, condition: Tensor) -> Verdict:
        features = self.trunk(images)
        # Small differences of large sums need all their digits.
        with torch.autocast(images.device.type, enabled=False):
            features = features.float()
            embedding = F.normalize(features)
            cosines = F.linear(embedding, F.normalize(self.class_head.weight))
            score = self.score(features).squeeze(1)
            return Verdict(score, cosines * self.scale, embedding, self.scale)


def orthogonal(module: nn.Conv2d | nn.Linear) -> None:
    """Orthogonal weights (Saxe et al., 2014), no bias at first."""
    nn.init.orthogonal_(module.weight)
    if module.bias is not None:
        nn.init.zeros_(module.bias)


def normed(module: nn.Conv2d | nn.Linear) -> nn.Module:
    """The layer with orthogonal weights that are held to a spectral norm of 1."""
    orthogonal(module)
    return spectral_norm(module)
