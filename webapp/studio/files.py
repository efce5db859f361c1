"""Where designs lie: MEDIA_ROOT/designs, private, each under its own id.

designs/ab/<id>.png         as drawn, with the recipe inside
designs/ab/<id>-256.webp    enlarged, made when first asked for
designs/photos/<sheet>.jpg  what a designer wants designs after, while they are made
"""

import os
import time
import uuid
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

FOLDER = "designs"
PHOTO_SECONDS = 3600
"""A photo whose job never came to its end goes after this time."""
YOUNG_SECONDS = 3600


def name_of(pk: uuid.UUID) -> str:
    """Below MEDIA_ROOT."""
    return f"{FOLDER}/{pk.hex[:2]}/{pk}.png"


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def enlarged(name: str, side: int) -> Path:
    path = path_of(name)
    return path.with_name(f"{path.stem}-{side}.webp")


def photo_path(sheet: uuid.UUID) -> Path:
    return path_of(f"{FOLDER}/photos/{sheet}.jpg")


def write(content: bytes, path: Path) -> None:
    """All or nothing; a full disk passes through as OSError, which the site answers with 507."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{uuid.uuid4().hex}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def remove(name: str) -> None:
    """A design's picture in every size. Safe to repeat."""
    path = path_of(name)
    for each in (path, *path.parent.glob(f"{path.stem}-*.webp")):
        each.unlink(missing_ok=True)


def photos_clear() -> int:
    """Remove photos that were left behind; returns how many."""
    folder = path_of(f"{FOLDER}/photos")
    old = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if time.time() - path.stat().st_mtime > PHOTO_SECONDS
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def strays(known: Collection[str]) -> list[str]:
    """Designs on the disk that are not ``known``, such as those of a process that was killed; young
    ones are left out, since a picture is written before its row."""
    root = Path(settings.MEDIA_ROOT)
    found = []
    for path in (root / FOLDER).glob("??/*.png"):
        name = path.relative_to(root).as_posix()
        if name not in known and time.time() - path.stat().st_mtime > YOUNG_SECONDS:
            found.append(name)
    return found
