"""The idx files of MNIST and Fashion-MNIST: four in a folder, plain or gzipped.

Format: two zero bytes, a type (8 is uint8), the number of dimensions, each dimension as a
big-endian int32, then the values (http://yann.lecun.com/exdb/mnist/).
"""

import gzip
import math
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.data.source import Source

FASHION = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)
"""What the ten labels of Fashion-MNIST mean (Xiao et al., 2017)."""
PARTS = ("train", "t10k")
NAMES = {"images": "{part}-images-idx3-ubyte", "labels": "{part}-labels-idx1-ubyte"}


def holds_idx(source: Source) -> bool:
    return _found(source, NAMES["images"].format(part="train")) is not None


def read_part(source: Source, part: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images (N × height × width) and labels (N) of "train" or "t10k".

    Raises ValueError if a file is missing or damaged.
    """
    arrays = {}
    for kind, pattern in NAMES.items():
        name = pattern.format(part=part)
        found = _found(source, name)
        if found is None:
            raise ValueError(f"{source.path} lacks {name} (plain or .gz).")
        arrays[kind] = parse(_unpacked(source.read(found), found), found)
    images, labels = arrays["images"], arrays["labels"].astype(np.int64)
    if images.ndim != 3 or labels.shape != images.shape[:1]:
        raise ValueError(f"{source.path}: the images and labels of {part} do not pair up.")
    return images, labels


def parse(raw: bytes, name: str) -> NDArray[np.uint8]:
    """One file's array. Raises ValueError if it is not a whole idx file of bytes."""
    if len(raw) < 4 or raw[:3] != b"\0\0\x08" or len(raw) < 4 + 4 * raw[3]:
        raise ValueError(f"{name} is not an idx file of bytes.")
    start = 4 + 4 * raw[3]
    shape = np.frombuffer(raw[4:start], ">i4").tolist()
    if len(raw) - start != math.prod(shape):
        raise ValueError(f"{name} is damaged: {len(raw) - start} values instead of {shape}.")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def _found(source: Source, name: str) -> str | None:
    return source.find(name) or source.find(f"{name}.gz")


def _unpacked(raw: bytes, name: str) -> bytes:
    if Path(name).suffix != ".gz":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{name} is damaged: {error}.") from error
