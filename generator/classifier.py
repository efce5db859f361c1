"""A small classifier that is trained in place: judge of sets the shipped one has never seen, and
the measure of a generator by what can be learned from its images.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from generator.feed import as_images
from ml.training import one_cycle

WIDTH = 32
BATCH = 128
LEAST = 80
"""Steps, however few the images are."""
RATE = 2e-3
SHIFT = 2
"""Pixels that training images are moved by, at most."""

Pixels = NDArray[np.uint8]
Ints = NDArray[np.int64]


class Classifier(nn.Module):
    """Images to logits; four convolutions with batch norm, then a dense layer."""

    def __init__(self, channels: int, classes: int, width: int = WIDTH) -> None:
        super().__init__()
        widths = (channels, width, 2 * width, 4 * width, 4 * width)
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise(widths):
            # Strides, not pooling: on a CPU that is what makes an epoch seconds.
            layers += [
                nn.Conv2d(inputs, outputs, 3, 2, padding=1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
            ]
        self.trunk = nn.Sequential(*layers)
        self.head = nn.Linear(4 * width, classes)

    def features(self, images: Tensor) -> Tensor:
        """B × 4 width, averaged over the last map."""
        pooled: Tensor = self.trunk(images).mean(dim=(2, 3))
        return pooled

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.features(images))
        return logits


def fit(
    pixels: Pixels,
    labels: Ints,
    classes: int,
    *,
    epochs: float = 3,
    device: torch.device,
    seed: int = 0,
) -> Classifier:
    """A classifier of N × side × side × channels images, in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Classifier(pixels.shape[-1], classes).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.05)
    rng = torch.Generator().manual_seed(seed)
    steps = max(LEAST, round(epochs * len(pixels) / BATCH))
    for step in range(steps):
        rows = torch.randint(len(pixels), (min(BATCH, len(pixels)),), generator=rng).numpy()
        images = _moved(as_images(torch.from_numpy(pixels[rows])).to(device), rng)
        loss = F.cross_entropy(model(images), torch.from_numpy(labels[rows]).to(device))
        for group in optimizer.param_groups:
            group["lr"] = RATE * one_cycle(step / steps)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return model.eval()


@torch.inference_mode()
def look(model: Classifier, pixels: Pixels, device: torch.device) -> tuple[NDArray, Ints]:
    """Features (N × D, float32) and predicted classes (N)."""
    features, classes = [], []
    for start in range(0, len(pixels), 512):
        block = torch.from_numpy(np.ascontiguousarray(pixels[start : start + 512]))
        seen = model.features(as_images(block).to(device))
        features.append(seen.cpu())
        classes.append(model.head(seen).argmax(dim=1).cpu())
    return torch.cat(features).numpy(), torch.cat(classes).numpy()


def balanced(labels: Sequence[int] | Ints, count: int, seed: int = 0) -> Ints:
    """Rows, at most ``count`` of them, a seeded sample in the classes' own proportions."""
    return np.sort(np.random.default_rng(seed).permutation(len(labels))[:count])


def _moved(images: Tensor, rng: torch.Generator) -> Tensor:
    y, x = torch.randint(-SHIFT, SHIFT + 1, (2,), generator=rng).tolist()
    return images.roll((y, x), dims=(2, 3))
