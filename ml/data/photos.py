"""The photos of a data set at full size, some at a time: for indexes and evaluation."""

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from PIL import Image, ImageOps

from ml.data.source import Source, opened
from ml.data.tables import table_name

CHUNK = 256
"""Photos held in memory at once."""
FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def photos(
    path: str | Path, names: Sequence[str], chunk: int = CHUNK
) -> Iterator[tuple[list[str], list[Image.Image]]]:
    """Decoded photos, some at a time and upright, with the names of those that could be read."""
    with opened(path) as source, ThreadPoolExecutor(max_workers=2) as pool:
        root = str(PurePosixPath(table_name(source)).parent / "images")
        for start in range(0, len(names), chunk):
            some = names[start : start + chunk]
            images = pool.map(lambda name: _read(source, f"{root}/{name}"), some)
            found = [(name, image) for name, image in zip(some, images, strict=True) if image]
            if found:
                yield [name for name, _ in found], [image for _, image in found]


def _read(source: Source, stem: str) -> Image.Image | None:
    for suffix in SUFFIXES:
        try:
            raw = source.read(stem + suffix)
        except KeyError:
            continue
        try:
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
            image.load()
            return ImageOps.exif_transpose(image)
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
    return None
