"""The small DCGAN that teaches with Fashion-MNIST (Géron, 2019, "Hands-On Machine Learning",
chapter 17): a dense 7·7·128 and two transposed convolutions, SELU, against two strided ones.
"""

from torch import Tensor, nn

from generator.networks.verdict import Verdict


class Generator(nn.Module):
    """Noise (B × latent) to images in [-1, 1]; there is no condition."""

    def __init__(self, latent: int, size: int, channels: int, width: int) -> None:
        super().__init__()
        self.first = (-1, 2 * width, size // 4, size // 4)
        self.dense = nn.Linear(latent, 2 * width * (size // 4) ** 2)
        self.layers = nn.Sequential(
            nn.BatchNorm2d(2 * width),
            nn.ConvTranspose2d(2 * width, width, 5, 2, padding=2, output_padding=1),
            nn.SELU(),
            nn.BatchNorm2d(width),
            nn.ConvTranspose2d(width, channels, 5, 2, padding=2, output_padding=1),
            nn.Tanh(),
        )

    def forward(self, z: Tensor, condition: Tensor) -> Tensor:
        images: Tensor = self.layers(self.dense(z).view(self.first))
        return images


class Discriminator(nn.Module):
    """Images to one number, whose sigmoid is the chance of being real."""

    def __init__(self, size: int, channels: int, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, width, 5, 2, padding=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(0.3),
            nn.Conv2d(width, 2 * width, 5, 2, padding=2),
            nn.LeakyReLU(0.2),
            nn.Dropout(0.3),
            nn.Flatten(),
            nn.Linear(2 * width * (size // 4) ** 2, 1),
        )

    def forward(self, images: Tensor, condition: Tensor) -> Verdict:
        return Verdict(self.layers(images).squeeze(1).float())
