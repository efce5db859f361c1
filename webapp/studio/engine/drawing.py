"""Recipes in, pictures out: one design at a time, so that a recipe gives the same bytes again."""

import base64
import io
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from webapp.registry.models import ModelVersion

from .. import files
from ..contracts import Drawn
from .designers import designer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from generator.recipe import Recipe, Space
    from generator.upscaling.serving import Enlarger

logger = logging.getLogger(__name__)
QUALITY = 90
EFFORT = 2
"""WebP's method: 4 and up cost twice the time for one or two percent of the size."""


def draw(model: ModelVersion, recipes: Sequence[dict[str, Any]]) -> list[Drawn]:
    """Raises ValueError, in plain words, for a recipe that the model cannot draw, and
    Unavailable."""
    from generator.recipe import png

    opened = designer(model)
    wanted = [_complete(opened.space, recipe) for recipe in recipes]
    return [
        Drawn(recipe=each.to_json(), png=_text(png(opened.render(each), each))) for each in wanted
    ]


def gif(model: ModelVersion, recipes: Sequence[dict[str, Any]], side: int) -> bytes:
    """There and back. Raises as ``draw``."""
    from generator.commands import blend
    from generator.recipe import Recipe

    opened = designer(model)
    wanted = [Recipe.from_json(recipe) for recipe in recipes]
    return blend.gif([_enlarged(opened.render(each), side) for each in wanted])


def enlarge(name: str, side: int) -> Path:
    """Write a design's larger picture, unless it is there. Raises FileNotFoundError."""
    path = files.enlarged(name, side)
    if not path.is_file():
        buffer = io.BytesIO()
        large = _enlarged(_pixels(name)[0], side)
        large.save(buffer, "WEBP", quality=QUALITY, method=EFFORT)
        files.write(buffer.getvalue(), path)
    return path


def export(name: str, side: int, label: str) -> bytes:
    """A PNG with the label beneath and the recipe inside. Raises FileNotFoundError."""
    from PIL import Image as Images
    from PIL import ImageDraw, ImageFont
    from PIL.PngImagePlugin import PngInfo

    from generator.recipe import CHUNK

    pixels, recipe = _pixels(name)
    large = _enlarged(pixels, max(side, pixels.shape[0]))
    height = max(14, large.height // 16)
    sheet = Images.new("RGB", (large.width, large.height + height), "white")
    sheet.paste(large)
    ImageDraw.Draw(sheet).text(
        (large.width // 2, large.height + height // 2),
        label,
        fill="#444",
        font=ImageFont.load_default(height * 0.6),
        anchor="mm",
    )
    info = PngInfo()
    info.add_itxt(CHUNK, recipe)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def _complete(space: "Space", entry: dict[str, Any]) -> "Recipe":
    """As the model names it; what was left to it is said."""
    from generator.recipe import Recipe, sampled

    read = Recipe.from_json(entry)
    space.point(read)  # refuses what this model cannot draw before the first is drawn
    if read.kind == "sample":
        return sampled(space, read.category, read.seed, read.truncation)
    return read


def _pixels(name: str) -> "tuple[NDArray[np.uint8], str]":
    """A stored design, H × W × 3, and the recipe in it."""
    import numpy as np
    from PIL import Image as Images

    from generator.recipe import CHUNK

    with Images.open(files.path_of(name), formats=["PNG"]) as image:
        image.load()
        text = str(getattr(image, "text", {}).get(CHUNK, ""))
        return np.asarray(image.convert("RGB")), text


def _enlarged(pixels: "NDArray[np.uint8]", side: int) -> "Image":
    """By the upscaler that came with the program; by Lanczos' filter where none did, and for
    designs of another size than it knows."""
    from generator.upscaling.serving import enlarge

    by = _upscaler()
    fits = by is not None and pixels.shape == (by.size, by.size, 3)
    return enlarge(pixels, side, by if fits else None)


@cache
def _upscaler() -> "Enlarger | None":
    from generator.upscaling import serving
    from ml.artifacts import MANIFEST

    if not (serving.SHIPPED / MANIFEST).exists():
        return None
    try:
        return serving.load(threads=settings.INFERENCE_THREADS or None)
    except ValueError as error:
        logger.error("the upscaler cannot be opened, a plain filter stands in: %s", error)
        return None


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
