"""Turn shop photos into photos as people take them, a batch at a time, with true boxes.

Every function takes uint8 images (B × H × W × 3) on any device and gives B × 3 × size × size
floats of 0 to 1. Random numbers come from one CPU generator, so a seed gives one batch.
Boxes are read off the moved cut-out, so that flips, turns and crops move them along.
"""

import io
import math

import numpy as np
import torch
from PIL import Image
from torch import Generator, Tensor
from torch.nn import functional as F


def plain(pixels: Tensor, alpha: Tensor, size: int, rng: Generator) -> tuple[Tensor, Tensor]:
    """The shop's photo, a little moved, turned, mirrored and lit, still on white.

    ``alpha``: B × H × W cut-outs, uint8. Gives images and B × 4 boxes.
    """
    count, device = len(pixels), pixels.device
    zoom = _uniform(rng, count, 0.85, 1.2)
    shift = _uniform(rng, (count, 2), -0.1, 0.1)
    theta = _affine(zoom, _uniform(rng, count, -0.15, 0.15), _flips(rng, count), shift * 0, shift)
    layers = _warp(_layers(pixels, alpha), theta.to(device), size)
    images = 1 - layers[:, :3]
    images = _light(images, rng, 0.1)
    return images.clamp(0, 1), _boxes(layers[:, 3])


def composed(
    pixels: Tensor, alpha: Tensor, boxes: Tensor, backgrounds: Tensor, size: int, rng: Generator
) -> tuple[Tensor, Tensor]:
    """The product cut out and laid on one of ``backgrounds`` (M × h × w × 3, uint8).

    It is moved, scaled, turned, mirrored, shadowed, lit, partly hidden and blurred; the scene
    may have white bars, as photos that are not square do. ``boxes``: B × 4, where the product
    lies in ``pixels``. Gives images and B × 4 boxes of what is left of it in the frame.
    """
    count, device = len(pixels), pixels.device
    frame = _frames(rng, count)
    middle = (boxes[:, :2] + boxes[:, 2:]).cpu() - 1
    extent = (boxes[:, 2:] - boxes[:, :2]).cpu().clamp_min(0.05)
    # The zoom that makes the product just fit the frame, then smaller, or a little too large.
    fit = (frame / extent).amin(dim=1)
    zoom = fit * _uniform(rng, count, 0.5, 1.15)
    room = (frame - extent * zoom[:, None]).abs() + 0.08
    target = room * _uniform(rng, (count, 2), -1, 1)
    theta = _affine(zoom, _normal(rng, count, 0.2), _flips(rng, count), middle, target)
    layers = _warp(_layers(pixels, alpha), theta.to(device), size)
    inside = _inside(frame.to(device), size)
    product, cover = 1 - layers[:, :3], layers[:, 3:]

    scene = _surface(backgrounds, count, size, rng)
    offset = [int(value) for value in torch.randint(-3, 4, (2,), generator=rng)]
    shadow = F.avg_pool2d(cover.roll(offset, (2, 3)), 7, 1, 3)
    scene = scene * (1 - shadow * _column(_uniform(rng, count, 0, 0.6), device))
    scene = product * cover + scene * (1 - cover)
    scene = _hide(scene, backgrounds, size, rng, 0.25)
    scene = damage(_light(scene, rng, 0.3), rng)
    images = scene * inside + (1 - inside)
    return images, _boxes(layers[:, 3] * inside[:, 0])


def cropped(pixels: Tensor, aspects: Tensor, size: int, rng: Generator) -> Tensor:
    """Photos (squared with white, ``aspects`` = width / height) cropped hard, or whole.

    A crop keeps its proportions and is padded with white, as it is when the model serves.
    """
    count, device = len(pixels), pixels.device
    whole = torch.stack([aspects.cpu().clamp(max=1), (1 / aspects.cpu()).clamp(max=1)], dim=1)
    part = _uniform(rng, (count, 2), 0.55, 1.0)
    part = torch.where(torch.rand(count, 1, generator=rng) < 0.3, torch.ones(()), part)
    half = whole * part
    middle = (whole - half) * _uniform(rng, (count, 2), -1, 1)
    fill = 1 / half.amax(dim=1)
    still = torch.zeros(count, 2)
    theta = _affine(fill, _normal(rng, count, 0.12), _flips(rng, count), middle, still)
    # Twice the size and averaged, because a photo has more pixels than the model's input.
    layers = _warp(_layers(pixels, None), theta.to(device), 2 * size)
    images = 1 - F.avg_pool2d(layers[:, :3], 2)
    inside = _inside((half * fill[:, None]).to(device), size)
    images = damage(_light(images, rng, 0.2), rng)
    images = images * inside + (1 - inside)
    return _erase(images, rng, 0.3)


def damage(images: Tensor, rng: Generator) -> Tensor:
    """Blur, noise and JPEG blocks, each on some of the images."""
    count, device = len(images), images.device
    soft = F.avg_pool2d(images, 3, 1, 1, count_include_pad=False)
    images = images.lerp(soft, _column(_some(rng, count, 0.4), device))
    noise = torch.randn(images.shape, generator=rng).to(device)
    images = images + noise * _column(_some(rng, count, 0.5) * 0.04, device)
    images = images.clamp(0, 1)
    for number in torch.rand(count, generator=rng).lt(0.3).nonzero().flatten().tolist():
        quality = int(torch.randint(20, 80, (), generator=rng))
        images[number] = _jpeg(images[number], quality)
    return images


def _layers(pixels: Tensor, alpha: Tensor | None) -> Tensor:
    """B × 4: darkness (so that the zeros outside the image are white paper) and cover."""
    darkness = 1 - pixels.permute(0, 3, 1, 2).float() / 255
    cover = torch.ones_like(darkness[:, :1]) if alpha is None else alpha[:, None].float() / 255
    return torch.cat([darkness, cover], dim=1)


def _affine(zoom: Tensor, turn: Tensor, flip: Tensor, source: Tensor, target: Tensor) -> Tensor:
    """B × 2 × 3 for grid_sample: the point ``source`` lands on ``target`` (both -1 to 1)."""
    cos, sin = torch.cos(turn) / zoom, torch.sin(turn) / zoom
    matrix = torch.stack([cos * flip, sin * flip, -sin, cos], dim=1).view(-1, 2, 2)
    moved = source[:, :, None] - matrix @ target[:, :, None]
    return torch.cat([matrix, moved], dim=2)


def _warp(layers: Tensor, theta: Tensor, size: int) -> Tensor:
    grid = F.affine_grid(theta, [len(layers), layers.shape[1], size, size], align_corners=False)
    return F.grid_sample(layers, grid, padding_mode="zeros", align_corners=False)


def _surface(backgrounds: Tensor, count: int, size: int, rng: Generator) -> Tensor:
    """Random parts of random backgrounds, mirrored where they end."""
    picks = torch.randint(len(backgrounds), (count,), generator=rng)
    chosen = backgrounds[picks.to(backgrounds.device)].permute(0, 3, 1, 2).float() / 255
    still = torch.zeros(count, 2)
    shift = _uniform(rng, (count, 2), -0.6, 0.6)
    theta = _affine(
        _uniform(rng, count, 0.9, 2.5), _normal(rng, count, 0.3), _flips(rng, count), shift, still
    )
    shape = [count, 3, size, size]
    grid = F.affine_grid(theta.to(chosen.device), shape, align_corners=False)
    return F.grid_sample(chosen, grid, padding_mode="reflection", align_corners=False)


def _hide(scene: Tensor, backgrounds: Tensor, size: int, rng: Generator, chance: float) -> Tensor:
    """Something else lies over a part of some scenes."""
    count = len(scene)
    rows = torch.rand(count, generator=rng).lt(chance).nonzero().flatten().to(scene.device)
    if len(rows) == 0:
        return scene
    cover = _rectangles(len(rows), size, rng, 0.2, 0.5).to(scene.device)
    other = _surface(backgrounds, len(rows), size, rng)
    scene[rows] = scene[rows] * (1 - cover) + other * cover
    return scene


def _erase(images: Tensor, rng: Generator, chance: float) -> Tensor:
    """A flat patch over a part of some images (Zhong et al., 2017, "Random erasing")."""
    rows = torch.rand(len(images), generator=rng).lt(chance).nonzero().flatten().to(images.device)
    if len(rows) == 0:
        return images
    cover = _rectangles(len(rows), images.shape[-1], rng, 0.15, 0.45).to(images.device)
    tone = torch.rand(len(rows), 3, 1, 1, generator=rng).to(images.device)
    images[rows] = images[rows] * (1 - cover) + tone * cover
    return images


def _rectangles(count: int, size: int, rng: Generator, low: float, high: float) -> Tensor:
    half = _uniform(rng, (count, 2), low, high) / 2
    middle = _uniform(rng, (count, 2), 0.1, 0.9)
    at = (torch.arange(size) + 0.5) / size
    x = (at - middle[:, :1]).abs() < half[:, :1]
    y = (at - middle[:, 1:]).abs() < half[:, 1:]
    return (y[:, None, :, None] & x[:, None, None, :]).float()


def _frames(rng: Generator, count: int) -> Tensor:
    """B × 2: half width and height of the photo in its square; most are 3:4, some square."""
    short = torch.where(
        torch.rand(count, generator=rng) < 0.6,
        _uniform(rng, count, 0.55, 0.95),
        torch.ones(count),
    )
    upright = torch.rand(count, generator=rng) < 0.8
    one = torch.ones(count)
    return torch.stack([torch.where(upright, short, one), torch.where(upright, one, short)], 1)


def _inside(half: Tensor, size: int) -> Tensor:
    """B × 1 × size × size: 1 in the centred rectangle of those half sides, 0 around it."""
    at = ((torch.arange(size, device=half.device) + 0.5) * 2 / size - 1).abs()
    x, y = at < half[:, :1], at < half[:, 1:]
    return (y[:, None, :, None] & x[:, None, None, :]).float()


def _light(images: Tensor, rng: Generator, strength: float) -> Tensor:
    """Exposure, contrast, warmth and a slope of light; hues stay what the label calls them."""
    count, device = len(images), images.device
    gain = _uniform(rng, (count, 3), -0.3, 0.3) * strength
    gain = gain + _uniform(rng, (count, 1), -1, 0.8) * strength
    angle = _uniform(rng, count, 0, 2 * math.pi)
    slope = _uniform(rng, count, 0, strength)
    at = torch.linspace(-1, 1, images.shape[-1])
    x, y = at[None, None, :], at[None, :, None]
    ramp = (x * angle.cos()[:, None, None] + y * angle.sin()[:, None, None]) * slope[:, None, None]
    factor = (1 + gain[:, :, None, None]) * (1 + ramp[:, None])
    contrast = _column(1 + _uniform(rng, count, -1, 1) * strength, device)
    lit = images * factor.to(device)
    mean = lit.mean(dim=(1, 2, 3), keepdim=True)
    # Contrast keeps white white on the shop's own pictures, whose strength is small.
    return mean + (lit - mean) * contrast if strength > 0.15 else lit


def _boxes(cover: Tensor) -> Tensor:
    """B × 4 from B × S × S cover; the whole image where nothing is left of the product."""
    size = cover.shape[-1]
    at = torch.arange(size, device=cover.device)
    sides = []
    for line in ((cover > 0.5).any(dim=1), (cover > 0.5).any(dim=2)):
        low = torch.where(line, at, size).amin(dim=1)
        high = torch.where(line, at + 1, 0).amax(dim=1)
        some = line.any(dim=1)
        sides.append((torch.where(some, low, 0), torch.where(some, high, size)))
    (x1, x2), (y1, y2) = sides
    return torch.stack([x1, y1, x2, y2], dim=1).float() / size


def _jpeg(image: Tensor, quality: int) -> Tensor:
    array = (image.permute(1, 2, 0).cpu().numpy() * 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG", quality=quality)
    back = np.asarray(Image.open(file, formats=("JPEG",)))
    return torch.from_numpy(back.copy()).permute(2, 0, 1).to(image.device).float() / 255


def _uniform(rng: Generator, shape: int | tuple[int, ...], low: float, high: float) -> Tensor:
    return torch.rand(shape, generator=rng) * (high - low) + low


def _normal(rng: Generator, count: int, deviation: float) -> Tensor:
    return torch.randn(count, generator=rng) * deviation


def _flips(rng: Generator, count: int) -> Tensor:
    return torch.randint(0, 2, (count,), generator=rng) * 2.0 - 1


def _some(rng: Generator, count: int, chance: float) -> Tensor:
    """0 for most, 0 to 1 for some."""
    return torch.rand(count, generator=rng) * torch.rand(count, generator=rng).lt(chance)


def _column(values: Tensor, device: torch.device) -> Tensor:
    return values.to(device)[:, None, None, None]
