"""Product pictures: decoded with suspicion, stored under the name of their content.

Stored pictures are WebP without metadata, turned upright, on white, at most LONGEST px on the
long side and never larger than what came in. The thumbnail is at most THUMBNAIL px wide; a
picture that is no wider is its own thumbnail.
"""

import hashlib
import io
import os
import uuid
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
"""And HEIC, which needs a library of its own."""
LONGEST = 1600
THUMBNAIL = 384
"""The sample shop's own width, so that its pictures need no second file."""
MAX_BYTES = 40 * 1024 * 1024
QUALITY = 86
EFFORT = 2
"""WebP's method: 4 and up cost twice the time for one or two percent of the size."""


class BadImage(ValueError):
    """The picture cannot be used; the message is a plain sentence."""


@dataclass(frozen=True)
class StoredImage:
    file: str
    """Path below MEDIA_ROOT."""
    thumbnail: str
    width: int
    height: int
    sha256: str
    source_sha256: str


@dataclass(frozen=True)
class Packed:
    """A picture as it will be stored; made without touching a disk, in any process."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def image_store(data: bytes) -> StoredImage:
    """Decode, clean and write one picture and its thumbnail; the same bytes give the same files.

    Raises BadImage for anything that is not a whole JPEG, PNG, WebP or HEIC of a sane size.
    """
    image = decode(data)
    keep = data if is_stored_form(data) and max(image.size) <= LONGEST else None
    return packed_store(pack(image, keep), hashlib.sha256(data).hexdigest())


def pack(image: Image.Image, content: bytes | None = None) -> Packed:
    """Encode an RGB picture (unless ``content`` is its stored form) and its thumbnail."""
    content = content or _encode(image)
    thumbnail = content
    if image.width > THUMBNAIL:
        height = max(1, round(image.height * THUMBNAIL / image.width))
        thumbnail = _encode(
            image.resize((THUMBNAIL, height), Image.Resampling.LANCZOS, reducing_gap=2)
        )
    return Packed(content, thumbnail, image.width, image.height)


def packed_store(packed: Packed, source_sha256: str) -> StoredImage:
    digest = hashlib.sha256(packed.content).hexdigest()
    file = thumbnail = _write(packed.content, digest)
    if packed.thumbnail is not packed.content:
        thumbnail = _write(packed.thumbnail, hashlib.sha256(packed.thumbnail).hexdigest())
    return StoredImage(file, thumbnail, packed.width, packed.height, digest, source_sha256)


def decode(data: bytes) -> Image.Image:
    """RGB, upright, at most LONGEST px; raises BadImage."""
    if not data:
        raise BadImage(_("the picture is empty (0 bytes)"))
    if len(data) > MAX_BYTES:
        raise BadImage(_("the picture has more than %(mb)d MB") % {"mb": MAX_BYTES // 2**20})
    kinds = _heif() if data[4:8] == b"ftyp" else FORMATS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=kinds)
        if opened.width * opened.height > settings.UPLOAD_MAX_PIXELS:
            raise BadImage(
                _("the picture has more than %(mp)d megapixels")
                % {"mp": settings.UPLOAD_MAX_PIXELS // 10**6}
            )
        opened.draft("RGB", (LONGEST, LONGEST))
        opened.load()  # all of it: a truncated file fails here, not on the page
        image = _flat(ImageOps.exif_transpose(opened))
    except BadImage:
        raise
    except UnidentifiedImageError:
        raise BadImage(_("the picture is not a JPEG, PNG, WebP or HEIC file")) from None
    except Image.DecompressionBombError:
        raise BadImage(_("the picture has far too many pixels")) from None
    except Exception as error:  # decoders raise many kinds on broken bytes
        raise BadImage(_("the picture is damaged (%(error)s)") % {"error": error}) from error
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2)
    return image


def is_stored_form(data: bytes) -> bool:
    """Whether the bytes are a bare WebP as ``_encode`` writes it: one VP8 chunk and no more,
    so that exporting and importing again changes nothing and nothing can hide behind it."""
    return (
        data[:4] == b"RIFF"
        and data[8:16] == b"WEBPVP8 "
        and int.from_bytes(data[4:8], "little") + 8 == len(data)
        and 20 + (size := int.from_bytes(data[16:20], "little")) + size % 2 == len(data)
    )


def _heif() -> tuple[str, ...]:
    import pillow_heif  # only when such a file comes: the library takes a moment to load

    pillow_heif.register_heif_opener()
    return ("HEIF",)


def _flat(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey
        image = image.point(lambda value: value / 257).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        over = image.convert("RGBA")
        image = Image.new("RGB", over.size, "white")
        image.paste(over, mask=over.getchannel("A"))
    return image.convert("RGB")


def _encode(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=EFFORT)
    return buffer.getvalue()


def _write(content: bytes, digest: str) -> str:
    """Write below MEDIA_ROOT/products unless it stands there; returns the relative path."""
    name = f"products/{digest[:2]}/{digest}.webp"
    path = Path(settings.MEDIA_ROOT) / name
    try:
        if path.stat().st_size == len(content):
            return name
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return name
