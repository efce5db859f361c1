"""A network for four times the side: convolutions on the small picture, then a pixel shuffle
(Shi et al., 2016, "Real-Time Single Image and Video Super-Resolution Using an Efficient
Sub-Pixel Convolutional Neural Network").
"""

from torch import Tensor, nn
from torch.nn import functional as F

FACTOR = 4


class Upscaler(nn.Module):
    """B × 3 × H × W pictures of 0 to 1 to B × 3 × 4H × 4W."""

    def __init__(self, width: int = 32, depth: int = 4) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, width, 5, padding=2), nn.PReLU(width)]
        for _ in range(depth - 1):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.PReLU(width)]
        last = nn.Conv2d(width, 3 * FACTOR**2, 3, padding=1, bias=False)
        # At first it is the filter that it adds details to.
        nn.init.zeros_(last.weight)
        self.layers = nn.Sequential(*layers, last)

    def forward(self, images: Tensor) -> Tensor:
        smooth = F.interpolate(images, scale_factor=float(FACTOR), mode="bilinear")
        details: Tensor = F.pixel_shuffle(self.layers(images), FACTOR)
        return smooth + details
