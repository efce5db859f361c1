"""Upscalers against each other on held-back photos: ``python -m generator measure-upscaler``."""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generator import data
from generator.data import TEST, VAL
from generator.upscaling import serving
from generator.upscaling.quality import psnr, ssim
from ml.markdown import table

Enlarge = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]

FILTERS = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


def measure(
    images: data.ImageSet, ways: Mapping[str, Enlarge], most: int
) -> list[dict[str, object]]:
    """A row a way: mean PSNR (dB) and SSIM on photos shrunk to a quarter and enlarged again."""
    rows = np.random.default_rng(0).permutation(images.rows(VAL, TEST))[:most]
    side = images.pixels.shape[1]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for row in np.sort(rows):
        large = np.asarray(images.pixels[row])
        quarter = (side // serving.FACTOR, side // serving.FACTOR)
        small = np.asarray(Image.fromarray(large).resize(quarter, Image.Resampling.BILINEAR))
        for name, enlarge in ways.items():
            again = enlarge(small)
            found[name].append((psnr(again, large), ssim(again, large)))
    means = {name: np.mean(values, axis=0) for name, values in found.items()}
    return [
        {"way": name, "photos": len(rows), "psnr": float(mean[0]), "ssim": float(mean[1])}
        for name, mean in means.items()
    ]


def filtered(resampling: Image.Resampling) -> Enlarge:
    """A classical filter as a way to enlarge."""

    def enlarge(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
        side = small.shape[0] * serving.FACTOR
        return np.asarray(Image.fromarray(small).resize((side, side), resampling))

    return enlarge


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m generator measure-upscaler``."""
    parser.add_argument("--data", required=True, metavar="PATH", help="photos of 256 px and more")
    parser.add_argument("--upscaler", metavar="DIR", help="a published one, or shipped")
    parser.add_argument("--limit", type=int, default=300, help="photos (default: 300)")
    parser.add_argument("--cache", help="where decoded photos are kept (default: nowhere)")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    ways = {name: filtered(resampling) for name, resampling in FILTERS.items()}
    size = 64
    if options.upscaler:
        learned = serving.load(options.upscaler, threads=options.threads)
        ways["learned"], size = learned, learned.size
    with tempfile.TemporaryDirectory() as nowhere:
        images = data.load(options.data, Path(options.cache or nowhere), side=size * serving.FACTOR)
        say("\n".join(table(measure(images, ways, options.limit))))
    return 0
