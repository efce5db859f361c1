"""Where a catalogue's files lie: a folder, one table with files beside it, or a zip.

Formats ask for names and bytes and never see a path, so that none of them can leave the folder.
Zips are checked before anything is read: no links, no way out, no passwords, no bombs.
"""

import hashlib
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, Protocol, cast

from django.utils.translation import gettext as _

MAX_ENTRIES = 500_000
MAX_UNPACKED = 64 * 2**30
MAX_FILE = 4 * 2**30
MAX_RATIO = 250
"""Unpacked to packed, for entries over 16 MiB; honest tables reach 20, bombs over 1,000."""
RATIO_FROM = 16 * 2**20
MAX_PICTURE = 40 * 2**20


class Unreadable(ValueError):
    """The source cannot be imported; the message is a plain sentence."""


Fetch = Callable[[str], bytes]


class Container(Protocol):
    label: str
    fetch: Fetch | None
    """How pictures named by a web address are read; None = not at all."""

    @property
    def names(self) -> list[str]:
        """Every file, as a path with forward slashes, sorted."""

    def has(self, name: str) -> bool: ...

    def read(self, name: str, limit: int = MAX_PICTURE) -> bytes:
        """Raises FileNotFoundError, or Unreadable above ``limit`` bytes."""

    def stream(self, name: str) -> BinaryIO:
        """Seekable."""

    def fingerprint(self) -> str:
        """Changes when the source is replaced."""


def is_inside(name: str) -> bool:
    """Whether a relative path stays below its folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = name[1:2] == ":"
    return not path.is_absolute() and ".." not in path.parts and not has_drive


class Folder:
    """A folder, or with ``main`` one file of it and what that file names."""

    def __init__(self, root: Path, main: str = "", fetch: Fetch | None = None) -> None:
        self.root = root.resolve()
        self.main = main
        self.label = main or root.name
        self.fetch = fetch

    @cached_property
    def names(self) -> list[str]:
        if self.main:
            return [self.main]
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
            base = Path(folder)
            found += [
                (base / name).relative_to(self.root).as_posix()
                for name in files
                if not name.startswith(".")
            ]
        return sorted(found)

    def has(self, name: str) -> bool:
        path = self._path(name)
        return path is not None and path.is_file()

    def read(self, name: str, limit: int = MAX_PICTURE) -> bytes:
        with self.stream(name) as stream:
            return _capped(stream, name, limit)

    def stream(self, name: str) -> BinaryIO:
        path = self._path(name)
        if path is None:
            raise FileNotFoundError(name)
        return path.open("rb")

    def fingerprint(self) -> str:
        tables = [n for n in self.names if PurePosixPath(n).suffix in (".csv", ".txt", ".parquet")]
        entries = [(self.root / name).stat() for name in tables[:100]]
        return _digest([len(self.names), *((e.st_size, e.st_mtime_ns) for e in entries)])

    def _path(self, name: str) -> Path | None:
        """None for a name, or the target of a link, outside of the folder."""
        if not name or not is_inside(name):
            return None
        path = (self.root / name.replace("\\", "/")).resolve()
        return path if path.is_relative_to(self.root) else None


class Zip:
    def __init__(self, path: Path, fetch: Fetch | None = None) -> None:
        self.label = path.name
        self.fetch = fetch
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(
                _("%(name)s is not a whole zip file (%(error)s). Was it copied completely?")
                % {"name": path.name, "error": error}
            ) from error
        self._entries = {entry.filename: entry for entry in _checked(self._zip)}

    @cached_property
    def names(self) -> list[str]:
        return sorted(
            name
            for name in self._entries
            if not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        )

    def has(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int = MAX_PICTURE) -> bytes:
        with self.stream(name) as stream:
            return _capped(stream, name, limit)

    def stream(self, name: str) -> BinaryIO:
        entry = self._entries.get(name)
        if entry is None:
            raise FileNotFoundError(name)
        try:
            opened = self._zip.open(entry)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise Unreadable(str(error)) from error
        return io.BufferedReader(cast(io.RawIOBase, _Guarded(opened, entry.file_size)))

    def fingerprint(self) -> str:
        return _digest([(n, e.CRC, e.file_size) for n, e in sorted(self._entries.items())])

    def close(self) -> None:
        self._zip.close()


class _Guarded(io.RawIOBase):
    """Never more bytes than the entry declares, and broken zip data as Unreadable."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._size = stream, size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        left = max(0, self._size - self._stream.tell())
        try:
            data = self._stream.read(min(len(buffer), left))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Unreadable(_("the zip is damaged here (%(error)s)") % {"error": error}) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _checked(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The regular files of a zip that is safe to read; raises Unreadable."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(
            _("The zip has %(count)d entries; at most %(most)d are read.")
            % {"count": len(entries), "most": MAX_ENTRIES}
        )
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unreadable(
            _("The zip would unpack to more than %(gb)d GB.") % {"gb": MAX_UNPACKED // 2**30}
        )
    for entry in entries:
        name = entry.filename
        if not is_inside(name):
            raise Unreadable(
                _("The zip holds “%(name)s”, a path that leads out of it; it was refused whole.")
                % {"name": name[:80]}
            )
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Unreadable(
                _("The zip holds “%(name)s”, a link or device; it was refused whole.")
                % {"name": name[:80]}
            )
        if entry.flag_bits & 0x1:
            raise Unreadable(_("The zip is encrypted. Unpack it and import the folder instead."))
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > MAX_FILE or (entry.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise Unreadable(
                _("“%(name)s” in the zip would unpack to %(mb)d MB; it was refused whole.")
                % {"name": name[:80], "mb": entry.file_size // 2**20}
            )
        if not entry.is_dir():
            yield entry


def _capped(stream: BinaryIO, name: str, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(
            _("%(name)s has more than %(mb)d MB") % {"name": name, "mb": limit // 2**20}
        )
    return data


def _digest(parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
    return digest.hexdigest()


@contextmanager
def open_container(path: Path, fetch: Fetch | None = None) -> Iterator[Container]:
    """A folder, a zip (by content) or a single table. Raises Unreadable."""
    if path.is_dir():
        yield Folder(path, fetch=fetch)
    elif not path.is_file():
        raise Unreadable(_("There is no file or folder %(path)s.") % {"path": path})
    elif path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
        archive = Zip(path, fetch)
        try:
            yield archive
        finally:
            archive.close()
    else:
        yield Folder(path.parent, main=path.name, fetch=fetch)
