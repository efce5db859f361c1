"""Search a generator's latents for the design that comes closest to a picture.

Many random latents first, then gradient descent on the best few (Creswell and Bharath, 2018,
"Inverting the Generator of a GAN"), since the landscape is full of valleys.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from generator.export import read, restore
from generator.feed import as_images

STARTS, KEPT = 192, 4
RATE = 0.05
SCALES = (1, 2, 4, 8)
"""Pictures are compared at the full size and at these parts of it: colours and outlines first,
for an outline that is two pixels off is not all wrong."""
PULL = 2e-4
"""Towards latents as training had them: of length √latent, each number about 1."""


def search(
    folder: Path,
    picture: NDArray[np.uint8],
    place: int | None,
    *,
    seed: int = 0,
    steps: int = 150,
    on_step: Callable[[int], None] = lambda step: None,
) -> NDArray[np.float32]:
    """The latent of a category's place (None for a network without) for a picture of
    size × size × 3 bytes; ``on_step`` is told how many steps are done. Raises ValueError for a
    negative number of steps."""
    if steps < 0:
        raise ValueError(f"--steps must be at least 0, not {steps}.")
    generator = restore(folder).requires_grad_(False)
    _, manifest = read(folder)
    wanted = as_images(torch.from_numpy(np.array(picture))[None])
    if manifest["channels"] == 1:
        wanted = wanted.mean(dim=1, keepdim=True)
    rng = torch.Generator().manual_seed(seed)
    z = torch.randn(STARTS, manifest["latent"], generator=rng)
    condition = torch.zeros(1, manifest["condition"])
    if place is not None:
        condition[0, place] = 1

    def loss(points: Tensor) -> Tensor:
        images = generator(points, condition.expand(len(points), -1))
        return _distance(images, wanted) + PULL * points.square().sum(dim=1)

    with torch.inference_mode():
        first = loss(z)
    z = z[first.topk(KEPT, largest=False).indices].clone().requires_grad_()
    optimizer = torch.optim.Adam([z], RATE)
    for step in range(steps):
        on_step(step)
        optimizer.zero_grad()
        loss(z).sum().backward()
        optimizer.step()
    with torch.inference_mode():
        best = int(loss(z).argmin())
    return np.asarray(z[best].detach().numpy(), np.float32)


def _distance(images: Tensor, wanted: Tensor) -> Tensor:
    """B: mean absolute difference over the scales."""
    total = torch.zeros(len(images))
    for scale in SCALES:
        if images.shape[-1] % scale == 0:
            difference = F.avg_pool2d(images, scale) - F.avg_pool2d(wanted, scale)
            total = total + difference.abs().mean(dim=(1, 2, 3))
    return total
