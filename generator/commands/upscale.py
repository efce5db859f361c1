"""``python -m generator upscale``: a design larger, with its recipe still inside."""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from generator import recipe
from generator.upscaling import serving
from ml.preprocessing import flatten


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--image", required=True, metavar="FILE", help="a design's .png")
    parser.add_argument("--out", required=True, metavar="FILE", help=".png")
    parser.add_argument("--side", type=int, default=256, help="pixels (default: 256)")
    parser.add_argument("--by", choices=("learned", "lanczos"), default="lanczos")
    parser.add_argument("--upscaler", default="shipped", metavar="DIR", help="of --by learned")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    try:
        with Image.open(options.image, formats=("PNG",)) as image:
            image.load()
            text = getattr(image, "text", {}).get(recipe.CHUNK)
            pixels = np.asarray(flatten(image))
    except OSError as error:
        raise ValueError(f"{options.image} cannot be read as a PNG: {error}") from error
    by = None
    if options.by == "learned":
        by = serving.load(options.upscaler, threads=options.threads)
    large = serving.enlarge(pixels, options.side, by)
    info = PngInfo()
    if text is not None:
        info.add_itxt(recipe.CHUNK, str(text))
    Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    large.save(options.out, "PNG", pnginfo=info)
    say(f"wrote {options.out}")
    return 0
