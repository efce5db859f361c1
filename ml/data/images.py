"""Decode a data set once into memory-mapped uint8; every run and process then shares it."""

import hashlib
import io
import json
import logging
import os
import shutil
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.data.source import Source, opened
from ml.data.tables import table_name
from ml.preprocessing import square

log = logging.getLogger(__name__)

SUFFIXES, FORMATS = (".jpg", ".png", ".webp"), ("JPEG", "PNG", "WEBP")

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class ImageStore:
    """Squared images of a data set, in the order of ``names``."""

    pixels: Pixels
    """N × side × side × 3, read-only memory map."""
    names: list[str]
    """The images that could be decoded; a broken one never stops a run."""
    aspects: NDArray[np.float32]
    """N: width / height of the original, so that the white bars can be found again."""
    fingerprint: str


def load_images(path: str | Path, names: Sequence[str], side: int, cache: Path) -> ImageStore:
    """``images/<name>.jpg`` (.png, .webp) beside the table, padded to white squares of ``side``.

    The first call decodes; later ones, of any process, map what it left under ``cache``.
    Raises ValueError if no image could be read.
    """
    with opened(path) as source:
        root = str(PurePosixPath(table_name(source)).parent / "images")
        key = digest([side, root, source.fingerprint(), sorted(names)])
        folder = cache / f"images-{key}"
        if not folder.exists():
            log.info("decoding %d images of %s at %d px", len(names), path, side)
            readers = {name: _reader(source, root, name) for name in sorted(set(names))}
            store_images(folder, readers, side)
    return open_store(folder)


def store_images(folder: Path, readers: dict[str, Callable[[], Image.Image]], side: int) -> None:
    """Call each reader once and write its image to ``folder``, which appears whole or not."""
    work = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}.partial")
    work.mkdir(parents=True)
    try:
        pixels = np.lib.format.open_memmap(
            work / "pixels.npy", mode="w+", dtype=np.uint8, shape=(len(readers), side, side, 3)
        )
        kept: list[str] = []
        aspects: list[float] = []

        def decode(item: tuple[str, Callable[[], Image.Image]]) -> tuple[Image.Image, float] | None:
            try:
                image = item[1]()
            except (OSError, KeyError, ValueError, Image.DecompressionBombError):
                return None
            return square(image, side), image.width / image.height

        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for name, result in zip(readers, pool.map(decode, readers.items()), strict=True):
                if result is not None:
                    pixels[len(kept)] = np.asarray(result[0])
                    aspects.append(result[1])
                    kept.append(name)
        pixels.flush()
        if not kept:
            raise ValueError(f"None of {len(readers)} images could be read.")
        if len(kept) < len(readers):
            log.warning("%d of %d images could not be read", len(readers) - len(kept), len(readers))
        np.save(work / "aspects.npy", np.array(aspects, np.float32))
        (work / "names.json").write_text(json.dumps(kept))
        os.rename(work, folder)
    except FileExistsError:
        # Another process decoded the same data meanwhile; its result is as good.
        log.info("%s was written by another run", folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def open_store(folder: Path) -> ImageStore:
    names = json.loads((folder / "names.json").read_text())
    pixels = np.load(folder / "pixels.npy", mmap_mode="r")[: len(names)]
    key = folder.name.removeprefix("images-")
    return ImageStore(pixels, names, np.load(folder / "aspects.npy"), key)


def derived(cache: Path, key: Sequence[object], make: Callable[[], NDArray]) -> NDArray:
    """An array computed once for ``key`` and kept under ``cache`` as a memory map."""
    path = cache / f"array-{digest(list(key))}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        work = path.with_name(f"{path.name}.{uuid.uuid4().hex}.partial")
        with work.open("wb") as file:
            np.save(file, make())
        os.replace(work, path)
    result: NDArray = np.load(path, mmap_mode="r")
    return result


def _reader(source: Source, root: str, name: str) -> Callable[[], Image.Image]:
    def read() -> Image.Image:
        image = Image.open(io.BytesIO(_content(source, f"{root}/{name}")), formats=FORMATS)
        image.load()
        return image

    return read


def _content(source: Source, name: str) -> bytes:
    """Of the file with the first known suffix. Raises KeyError if there is none."""
    for suffix in SUFFIXES[:-1]:
        with suppress(KeyError):
            return source.read(name + suffix)
    return source.read(name + SUFFIXES[-1])


def digest(key: list[object]) -> str:
    """Sixteen hex digits for what something was made from."""
    return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
