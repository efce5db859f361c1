"""From a photo to the square of pixels a model sees; training and serving share these lines.

A crop keeps its proportions: it is scaled so that its longer side fills the square, and the
rest is white, like the background of a shop's photos. Normalisation (mean and deviation) is
part of the exported graph, so pixels stay uint8 until they are inside the model.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 as fractions of the image, 0 ≤ x1 < x2 ≤ 1."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Preprocessing:
    """What a model expects of its input; travels in the model's manifest."""

    size: int = 64
    """Side of the square, in pixels."""
    mean: tuple[float, float, float] = IMAGENET_MEAN
    """Of red, green and blue, on a scale of 0 to 1."""
    std: tuple[float, float, float] = IMAGENET_STD

    def pixels(
        self, images: Sequence[Image.Image], boxes: Sequence[Box] | None = None
    ) -> NDArray[np.uint8]:
        """N × size × size × 3: each photo's box (the whole photo by default), squared."""
        regions = boxes if boxes is not None else [WHOLE] * len(images)
        out = np.empty((len(images), self.size, self.size, 3), np.uint8)
        for row, image, box in zip(out, images, regions, strict=True):
            row[:] = np.asarray(square(image, self.size, box))
        return out

    def to_manifest(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_manifest(cls, entry: Mapping[str, Any]) -> "Preprocessing":
        """Raises KeyError or TypeError if the entry is incomplete."""
        return cls(size=int(entry["size"]), mean=tuple(entry["mean"]), std=tuple(entry["std"]))


def picture(pixels: NDArray[np.uint8]) -> Image.Image:
    """RGB, from H × W × 3 or (grey) × 1 bytes."""
    if pixels.shape[-1] == 1:
        return Image.fromarray(pixels[..., 0]).convert("RGB")
    return Image.fromarray(pixels)


def flatten(image: Image.Image) -> Image.Image:
    """RGB, with anything transparent laid on white."""
    if image.mode == "RGB":
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def square(image: Image.Image, size: int, box: Box = WHOLE) -> Image.Image:
    """The box of the image, scaled to fit size × size pixels and centred on white (RGB)."""
    source = flatten(image)
    x1, y1, x2, y2 = pixel_box(source, box)
    scale = size / max(x2 - x1, y2 - y1)
    width, height = (max(1, round(side * scale)) for side in (x2 - x1, y2 - y1))
    patch = source.resize(
        (width, height),
        Image.Resampling.BILINEAR,
        box=(x1, y1, x2, y2),
        reducing_gap=2.0,
    )
    canvas = Image.new("RGB", (size, size), "white")
    canvas.paste(patch, ((size - width) // 2, (size - height) // 2))
    return canvas


def pixel_box(image: Image.Image, box: Box) -> tuple[float, float, float, float]:
    """The box in pixels, clipped to the image and at least one pixel wide and high."""
    spans = []
    for low, high, side in (
        (box[0], box[2], image.width),
        (box[1], box[3], image.height),
    ):
        start = min(max(low * side, 0.0), side - 1.0)
        spans.append((start, max(min(high * side, float(side)), start + 1.0)))
    (x1, x2), (y1, y2) = spans
    return x1, y1, x2, y2


def unsquare(box: Box, image: Image.Image, region: Box = WHOLE) -> Box:
    """Carry a box found on ``square(image, …, region)`` back to fractions of the image."""
    x1, y1, x2, y2 = pixel_box(image, region)
    side = max(x2 - x1, y2 - y1)
    left, top = (x1 + x2 - side) / 2, (y1 + y2 - side) / 2
    xs = [min(max(left + value * side, x1), x2) / image.width for value in (box[0], box[2])]
    ys = [min(max(top + value * side, y1), y2) / image.height for value in (box[1], box[3])]
    return xs[0], ys[0], xs[1], ys[1]
