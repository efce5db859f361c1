"""What the folder of everything written is made of, and how much room is left."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

OTHER_FILES = "…"
FRESH_SECONDS = 60
"""Adding up many thousands of files takes a moment, and an overview is asked for every few."""


@dataclass(frozen=True)
class Part:
    name: str
    """A folder or a database; OTHER_FILES stands for the files beside them."""
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Usage:
    parts: list[Part]
    """Largest first."""
    total: int
    """Of all parts."""
    free: int
    """Left on the disk that they lie on."""
    capacity: int

    @property
    def percent_full(self) -> int:
        return round(100 * (1 - self.free / self.capacity)) if self.capacity else 0


def usage() -> Usage:
    """Up to a minute old, but for what is free."""
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    key = f"disk-parts-{folder}"
    parts: list[Part] | None = caches["local"].get(key)
    if parts is None:
        parts = _parts(folder)
        caches["local"].set(key, parts, FRESH_SECONDS)
    disk = shutil.disk_usage(folder)
    return Usage(parts, sum(part.size for part in parts), disk.free, disk.total)


def _parts(folder: Path) -> list[Part]:
    sizes: dict[str, int] = {}
    for entry in os.scandir(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        name = entry.name if is_folder else _family(entry.name)
        size = folder_size(Path(entry.path)) if is_folder else _size(entry)
        sizes[name] = sizes.get(name, 0) + size
    parts = [Part(name, size) for name, size in sizes.items() if size]
    return sorted(parts, key=lambda part: part.size, reverse=True)


def _family(name: str) -> str:
    """A database and its journals are one thing to a person, and so are all the small files."""
    base = name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal")
    return base if base.endswith((".sqlite3", ".db")) else OTHER_FILES


def folder_size(folder: Path) -> int:
    """Bytes of the files below; what vanishes meanwhile counts nothing."""
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += folder_size(Path(entry.path))
                else:
                    total += _size(entry)
    except OSError:
        pass
    return total


def _size(entry: "os.DirEntry[str]") -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
