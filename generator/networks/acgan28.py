"""AC-GAN as it was first described (Odena, Olah and Shlens, 2017, "Conditional Image Synthesis
With Auxiliary Classifier GANs"): noise joined to a one-hot label, a discriminator with two
outputs. 28 × 28 grey by default; other sides get as many 2 × 2 strides as fit.
"""

import torch
from torch import Tensor, nn

from generator.networks.verdict import Verdict

MOST_AT_START = 7
"""Pixels a side of the generator's first map: 28 → 7 in two strides, 64 → 4 in four."""


def strides(size: int) -> int:
    """How many 2 × 2 strides lead from ``size`` to a first map of at most 7 pixels."""
    count = 0
    while size > MOST_AT_START and size % 2 == 0:
        size, count = size // 2, count + 1
    return count


class Generator(nn.Module):
    """Noise (B × latent) and one-hot label (B × classes) to images in [-1, 1]."""

    def __init__(self, latent: int, classes: int, size: int, channels: int, width: int) -> None:
        super().__init__()
        levels = strides(size)
        self.start = size >> levels
        features = width << (levels - 1)
        self.features = features
        self.dense = nn.Linear(latent + classes, features * self.start**2)
        layers: list[nn.Module] = [nn.BatchNorm2d(features), nn.LeakyReLU(0.2)]
        for _ in range(levels - 1):
            layers += [
                nn.ConvTranspose2d(features, features // 2, 4, 2, padding=1),
                nn.BatchNorm2d(features // 2),
                nn.LeakyReLU(0.2),
            ]
            features //= 2
        layers += [nn.ConvTranspose2d(features, channels, 4, 2, padding=1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)
        self.apply(gaussian)

    def forward(self, z: Tensor, condition: Tensor) -> Tensor:
        x = self.dense(torch.cat([z, condition], dim=1))
        images: Tensor = self.layers(x.view(-1, self.features, self.start, self.start))
        return images


class Discriminator(nn.Module):
    """Images to real or fake, and to their class."""

    def __init__(self, classes: int, size: int, channels: int, width: int) -> None:
        super().__init__()
        levels = strides(size)
        layers: list[nn.Module] = []
        features = channels
        for level in range(levels):
            outputs = width << level
            layers.append(nn.Conv2d(features, outputs, 4, 2, padding=1))
            if level:
                layers.append(nn.BatchNorm2d(outputs))
            layers += [nn.LeakyReLU(0.2), nn.Dropout(0.5)]
            features = outputs
        self.layers = nn.Sequential(*layers, nn.Flatten())
        flat = features * (size >> levels) ** 2
        self.real_or_fake = nn.Linear(flat, 1)
        self.class_head = nn.Linear(flat, classes)
        self.apply(gaussian)

    def forward(self, images: Tensor, condition: Tensor) -> Verdict:
        features = self.layers(images)
        with torch.autocast(images.device.type, enabled=False):
            features = features.float()
            score = self.real_or_fake(features).squeeze(1)
            return Verdict(score, self.class_head(features))


def gaussian(module: nn.Module) -> None:
    """Weights from N(0, 0.02), as Radford et al. (2016) found to work."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
