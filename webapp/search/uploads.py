"""A stranger's file becomes a picture of ours, or a plain sentence.

Nothing is believed: not the name, not the type that was sent, not the dimensions alone. What
is stored was decoded whole, turned upright, made smaller and written again by us as JPEG, so
that metadata and anything hidden behind, before or inside the picture are gone.
"""

import io
import os
import re
import struct
import threading
import time
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from webapp.core.middleware import too_large
from webapp.core.problems import Problem

from . import refusals, webp

LONGEST = 1280
"""Pixels on the long side of what is stored: enough to crop a tenth of it and still see."""
SMALLEST = 32
"""Pixels on the short side, below which there is nothing to recognise."""
QUALITY = 88
ORIENTATION = 0x0112
"""The EXIF tag."""
LARGE_WEBP = 6_000_000
"""Pixels above which Pillow's way with WebP would take too much memory (see webp.py)."""
DECODERS = 2
"""Photos decoded at once: each may hold 100 MB for a moment."""
PATIENCE = 5.0
"""Seconds to wait for one's turn to decode."""

_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|\?php\s|svg\s[^>]{0,400}xmlns)", re.IGNORECASE
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")

_turns = threading.BoundedSemaphore(DECODERS)


@dataclass(frozen=True)
class StoredPhoto:
    name: str
    """Below MEDIA_ROOT/queries."""
    width: int
    height: int
    decode_ms: float


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "queries"


def photo_store(upload: File) -> StoredPhoto:
    """Check, decode and keep an upload. Raises Problem 400, 413, 503 or 507, and then nothing
    is left on the disk."""
    started = time.perf_counter()
    if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
        raise too_large(settings.UPLOAD_MAX_BYTES)
    upload.seek(0)
    image = decode(upload.read())
    name = f"{uuid.uuid4()}.jpg"
    _write(image, folder() / name)
    return StoredPhoto(name, image.width, image.height, 1000 * (time.perf_counter() - started))


def photo_remove(name: str) -> None:
    """Safe to repeat."""
    (folder() / name).unlink(missing_ok=True)


def decode(data: bytes) -> Image.Image:
    """An RGB picture of at most LONGEST pixels a side, upright, on white, without metadata.

    Raises Problem 400 for anything that is not one whole JPEG, PNG, WebP or HEIC, and 503
    while too many others are being decoded.
    """
    if not data:
        raise _refused(_("The file is empty. Choose another photo."))
    kind = _kind(data)
    _refuse_polyglot(data)
    with _turn():
        try:
            image = _opened(data, kind)
            _check_size(image)
            return _finished(_pixels(image, data))
        except Problem:
            raise
        except MemoryError:
            raise
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except Exception as error:  # decoders raise whatever they stumble over
            raise _refused(
                _("The photo is damaged or incomplete. Send it once more, or choose another.")
            ) from error


def _kind(data: bytes) -> str:
    """The format by its first bytes, as Pillow names it. Raises Problem 400."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC and b"avif" not in _brands(data):
        return "HEIF"
    raise _refused(_("That is not a photo we can read. JPEG, PNG, WebP and HEIC photos work."))


def _brands(data: bytes) -> bytes:
    """Every brand that an ISO base media file says it is compatible with."""
    (length,) = struct.unpack(">I", data[:4])
    return data[8 : min(length, 256)]


def _refuse_polyglot(data: bytes) -> None:
    """Refuse what is a picture to us and something else to another program.

    Writing the picture anew drops such content anyway; this says so before. Motion photos,
    which carry a film behind the picture, are none of these.
    """
    if (
        b"%PDF-" in data[:1024]
        or any(magic in data for magic in _ARCHIVES)
        or _MARKUP.search(data)
        or zipfile.is_zipfile(io.BytesIO(data))
    ):
        raise _refused(_("The file is a photo and something else at once, so it was not taken."))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise refusals.busy()
    try:
        yield
    finally:
        _turns.release()


def _opened(data: bytes, kind: str) -> Image.Image:
    if kind == "HEIF":
        # Not registered with Pillow: only this line ever opens a HEIC.
        from pillow_heif import HeifImageFile

        return HeifImageFile(io.BytesIO(data))
    return Image.open(io.BytesIO(data), formats=[kind])


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > settings.UPLOAD_MAX_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < SMALLEST:
        raise _refused(
            _("The photo is too small: it needs at least %(least)d pixels on each side.")
            % {"least": SMALLEST}
        )


def _too_many_pixels() -> Problem:
    return _refused(
        _("The photo has more than %(most)d megapixels. Make it smaller and try again.")
        % {"most": settings.UPLOAD_MAX_PIXELS // 10**6}
    )


def _pixels(image: Image.Image, data: bytes) -> Image.Image:
    """Decoded whole, first frame."""
    orientation = image.getexif().get(ORIENTATION, 1)
    if image.format in ("JPEG", "MPO"):
        image.draft(None, (LONGEST, LONGEST))
    if image.format == "WEBP" and image.width * image.height > LARGE_WEBP:
        if getattr(image, "is_animated", False):
            raise _refused(_("Moving pictures of this size are not taken. Send a still photo."))
        image = webp.decode_still(data, image.size) or image
    image.load()
    image.getexif()[ORIENTATION] = orientation
    return image


def _finished(image: Image.Image) -> Image.Image:
    """Small, RGB on white, upright, without metadata."""
    orientation = image.getexif()[ORIENTATION]
    small = _reduced(image, max(1, max(image.size) // LONGEST))
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    small.getexif()[ORIENTATION] = orientation
    upright = ImageOps.exif_transpose(small)
    upright.getexif().clear()
    return upright


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """A new RGB picture on white, ``factor`` times smaller: band by band, so that no copy of a
    large one is ever made."""
    out = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    rows = 64 * factor
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(image.height, top + rows)))
        out.paste(_on_white(_eight_bit(band)).reduce(factor), (0, top // factor))
    return out


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        values = np.asarray(image)
        # Both byte orders of "I;16" and the wider "I" hold 16 bits of grey.
        return Image.fromarray((values >> 8).clip(0, 255).astype(np.uint8), "L")
    if image.mode == "P":
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode in ("1", "PA", "La", "RGBa"):
        return image.convert("RGBA" if image.mode != "1" else "L")
    if "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA"):
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _write(image: Image.Image, path: Path) -> None:
    """All or nothing: under another name first. A full disk passes through as OSError, which
    the site answers with 507."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.partial")
    try:
        with partial.open("xb") as file:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=QUALITY)
            file.write(buffer.getbuffer())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _refused(detail: str) -> Problem:
    return Problem(400, _("This photo cannot be used"), detail)
