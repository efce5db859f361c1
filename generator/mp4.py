"""Write an MP4 without a video library: Pillow encodes AV1 for AVIF sequences, and an AVIF
sequence is an MP4 file of another brand.

Both are ISO base media files (ISO/IEC 14496-12): boxes of a length, a type and a content. The
sequence's ``moov`` already describes its frames as an ``av01`` track
(https://aomediacodec.github.io/av1-isobmff/); a player wants the brand of a film, a track
handler "vide" where the image has "pict", plain durations, and offsets that fit the new file.
"""

import io
import struct
from collections.abc import Iterator, Sequence

from PIL import Image

HEADER = 8
"""Bytes of a box before its content."""
CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
BRAND = b"isom\x00\x00\x02\x00isomiso2av01mp41"
DROPPED = (b"meta", b"edts", b"udta")
"""Of the image, and the edit list that makes it loop."""


def mp4(frames: Sequence[Image.Image], milliseconds: int, quality: int = 75) -> bytes:
    """A film of frames of one size, each shown so long. Raises ValueError without frames."""
    if not frames:
        raise ValueError("A film needs at least one frame.")
    if len(frames) == 1:
        # One picture would be a still, which has no track.
        frames = [frames[0], frames[0]]
    # Whole pairs of pixels: colour is stored at half the size.
    even = [frame.crop((0, 0, frame.width & ~1, frame.height & ~1)) for frame in frames]
    file = io.BytesIO()
    even[0].save(
        file,
        "AVIF",
        save_all=True,
        append_images=even[1:],
        duration=milliseconds,
        quality=quality,
        speed=6,
    )
    return remux(file.getvalue(), milliseconds * len(even))


def remux(sequence: bytes, milliseconds: int) -> bytes:
    """The MP4 of an AVIF sequence. Raises ValueError if it holds no track."""
    parts = {kind: (start, content) for kind, start, content in _boxes(sequence)}
    if b"moov" not in parts or b"mdat" not in parts:
        raise ValueError("This is no AVIF sequence: it has no track of frames.")
    (_, track), (start, frames) = parts[b"moov"], parts[b"mdat"]
    head = _box(b"ftyp", BRAND)
    length = len(_film(b"moov", track, milliseconds, 0))
    moved = len(head) + length + HEADER - start
    return head + _film(b"moov", track, milliseconds, moved) + _box(b"mdat", frames)


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Type, start of the content, and content of each box."""
    place = 0
    while place + HEADER <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        if length < HEADER:
            raise ValueError("This is no sequence of boxes.")
        start = place + HEADER
        yield content[place + 4 : start], start, content[start : place + length]
        place += length


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", HEADER + len(content)) + kind + content


def _film(kind: bytes, content: bytes, milliseconds: int, moved: int) -> bytes:
    """One box with what a film's differs in, and those inside it."""
    if kind in CONTAINERS:
        inner = [
            _film(name, part, milliseconds, moved)
            for name, _, part in _boxes(content)
            if name not in DROPPED
        ]
        content = b"".join(inner)
    elif kind == b"hdlr":
        content = content[:8] + b"vide" + content[12:]
    elif kind in (b"mvhd", b"tkhd"):
        content = _duration(kind, content, milliseconds)
    elif kind == b"stco":
        (count,) = struct.unpack_from(">I", content, 4)
        offsets = struct.unpack_from(f">{count}I", content, 8)
        content = content[:8] + struct.pack(f">{count}I", *(at + moved for at in offsets))
    return _box(kind, content)


def _duration(kind: bytes, content: bytes, milliseconds: int) -> bytes:
    """Version 1 headers, as libavif writes them: the loop's endless length becomes the film's."""
    if content[0] != 1:
        raise ValueError("This sequence's headers are of an unknown version.")
    at = {b"mvhd": 24, b"tkhd": 28}[kind]
    # The movie's clock: for both headers it is the one in mvhd, in ticks of a millisecond.
    return content[:at] + struct.pack(">Q", milliseconds) + content[at + 8 :]
