"""Fashion-MNIST: grey pictures of 28×28 px in idx files, gzipped or not.

The layout is LeCun's: two zero bytes, type 8 (unsigned bytes), the number of dimensions, each
dimension as a big-endian 32-bit number, then the bytes. Pictures are white on black there and
turned to black on white here, as a shop shows its goods.
"""

import gzip
import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, cast

from PIL import Image, ImageOps

from webapp.catalog.formats.base import Detection, ImportRow, Mapped, Picture
from webapp.catalog.formats.containers import Container, Unreadable

NAME = "fashion-mnist"
LABEL = "Fashion-MNIST (idx files)"
CATEGORIES = (
    ("Tshirts", "Tops"), ("Trousers", "Bottoms"), ("Sweaters", "Tops"), ("Dresses", "Dresses"),
    ("Jackets", "Outerwear"), ("Sandals", "Shoes"), ("Shirts", "Tops"), ("Casual Shoes", "Shoes"),
    ("Handbags", "Bags"), ("Ankle Boots", "Shoes"),
)  # fmt: skip
MAX_UNPACKED = 512 * 2**20


def _pairs(container: Container) -> dict[str, tuple[str, str]]:
    """Part ("train", "t10k") → its files of pictures and of labels."""
    found = {}
    for name in container.names:
        if "images-idx3-ubyte" in name or "images.idx3-ubyte" in name:
            labels = name.replace("images-idx3", "labels-idx1").replace(
                "images.idx3", "labels.idx1"
            )
            if container.has(labels):
                part = name.rsplit("/")[-1].split("-images")[0]
                found[part] = (name, labels)
    return dict(sorted(found.items(), reverse=True))


def detect(container: Container) -> Detection | None:
    if not _pairs(container):
        return None
    return Detection(
        NAME,
        0.95,
        {"external_id": "file and number", "category": "label", "pictures": "idx3 pictures"},
    )


def count(container: Container, mapping: Mapped) -> int:
    return sum(_open(container, labels, 1)[1][0] for _, labels in _pairs(container).values())


def rows(container: Container, mapping: Mapped) -> Iterator[ImportRow]:
    line = 0
    for part, (pictures_name, labels_name) in _pairs(container).items():
        labels_stream, (labels_count,) = _open(container, labels_name, 1)
        pictures, (pictures_count, height, width) = _open(container, pictures_name, 3)
        if labels_count != pictures_count:
            raise Unreadable(f"{part}: {pictures_count} pictures but {labels_count} labels")
        labels = labels_stream.read(labels_count)
        for index, label in enumerate(labels):
            line += 1
            key = f"{part}-{index:05d}"
            pixels = pictures.read(height * width)
            if label >= len(CATEGORIES) or len(pixels) < height * width:
                yield ImportRow(line, key, problem=f"unknown label {label} or missing pixels")
                continue
            category, group = CATEGORIES[label]
            yield ImportRow(
                line,
                key,
                {"external_id": key, "category": category, "group": group},
                [_picture(key, pixels, (width, height))],
            )


def _picture(key: str, pixels: bytes, size: tuple[int, int]) -> Picture:
    def read() -> bytes:
        buffer = io.BytesIO()
        ImageOps.invert(Image.frombytes("L", size, pixels)).save(buffer, "PNG")
        return buffer.getvalue()

    return Picture(key, read)


def _open(container: Container, name: str, dimensions: int) -> tuple[BinaryIO, tuple[int, ...]]:
    """The stream behind the header, and the header's dimensions."""
    stream = container.stream(name)
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    opened = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if packed else stream
    header = opened.read(4 + 4 * dimensions)
    if len(header) < 4 + 4 * dimensions or header[:4] != bytes((0, 0, 8, dimensions)):
        raise Unreadable(f"{name} is not an idx file of bytes in {dimensions} dimensions")
    sizes = struct.unpack(f">{dimensions}I", header[4:])
    total = 1
    for size in sizes:
        total *= size
    if total > MAX_UNPACKED:
        raise Unreadable(f"{name} claims {total:,} bytes, more than an idx file of pictures has")
    return opened, sizes
