"""DCGAN (Radford, Metz and Chintala, 2016, "Unsupervised Representation Learning with Deep
Convolutional GANs"): transposed convolutions up, strided convolutions down, batch norm between.

With the default width of 64 it is the handbag DCGAN: 512·4·4 → 256 → 128 → 64 → 3·64·64.
``lsgan-64`` trains the same networks by least squares (Mao et al., 2017).
"""

from torch import Tensor, nn

from generator.networks.acgan28 import gaussian
from generator.networks.verdict import Verdict


class Generator(nn.Module):
    """Noise (B × latent) to images in [-1, 1]; there is no condition."""

    def __init__(self, latent: int, size: int, channels: int, width: int) -> None:
        super().__init__()
        features = width * size // 8
        layers: list[nn.Module] = [
            nn.ConvTranspose2d(latent, features, 4, bias=False),
            nn.BatchNorm2d(features),
            nn.ReLU(),
        ]
        while features > width:
            layers += [
                nn.ConvTranspose2d(features, features // 2, 4, 2, padding=1, bias=False),
                nn.BatchNorm2d(features // 2),
                nn.ReLU(),
            ]
            features //= 2
        layers += [nn.ConvTranspose2d(width, channels, 4, 2, padding=1), nn.Tanh()]
        self.layers = nn.Sequential(*layers)
        self.apply(gaussian)

    def forward(self, z: Tensor, condition: Tensor) -> Tensor:
        images: Tensor = self.layers(z[:, :, None, None])
        return images


class Discriminator(nn.Module):
    """The generator's mirror: images to one number, whose sigmoid is the chance of being real."""

    def __init__(self, size: int, channels: int, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [
            nn.Conv2d(channels, width, 4, 2, padding=1),
            nn.LeakyReLU(0.2),
        ]
        features = width
        while features < width * size // 8:
            layers += [
                nn.Conv2d(features, features * 2, 4, 2, padding=1, bias=False),
                nn.BatchNorm2d(features * 2),
                nn.LeakyReLU(0.2),
            ]
            features *= 2
        self.layers = nn.Sequential(*layers, nn.Conv2d(features, 1, 4))
        self.apply(gaussian)

    def forward(self, images: Tensor, condition: Tensor) -> Verdict:
        return Verdict(self.layers(images).flatten().float())
