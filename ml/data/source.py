"""One way to read a data set, whether it is a folder or the zip people downloaded."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath


class Source:
    """Read-only access to the files of a folder or zip by their path inside it.

    Zips usually wrap everything in one more folder; ``find`` looks for a table at any depth
    and the images are then expected beside it.
    """

    def __init__(self, path: str | Path) -> None:
        """Raises ValueError if the path is neither a folder nor a readable zip."""
        self.path = Path(path)
        self._zip: zipfile.ZipFile | None = None
        if self.path.is_dir():
            self._names: list[str] | None = None
        elif self.path.is_file() and zipfile.is_zipfile(self.path):
            self._zip = zipfile.ZipFile(self.path)
            self._names = [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]
        elif self.path.exists():
            raise ValueError(f"{self.path} is neither a folder nor a zip file.")
        else:
            raise ValueError(f"{self.path} does not exist.")

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    def find(self, file_name: str) -> str | None:
        """Path inside the source of the file of that name closest to its root, or None."""
        if self._names is None:
            found = [path.relative_to(self.path).as_posix() for path in self.path.rglob(file_name)]
        else:
            found = [name for name in self._names if PurePosixPath(name).name == file_name]
        return min(found, key=lambda name: (name.count("/"), name), default=None)

    def names(self) -> list[str]:
        """The path of every file inside the source."""
        if self._names is not None:
            return list(self._names)
        files = (path for path in self.path.rglob("*") if path.is_file())
        return [path.relative_to(self.path).as_posix() for path in files]

    def read(self, name: str) -> bytes:
        """Content of one file. Raises KeyError if there is none of that name."""
        if self._zip is not None:
            return self._zip.read(name)
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise KeyError(name) from error

    def fingerprint(self) -> list[str | int]:
        """Identity of the source's state, cheap: name, size and time of what it is made of."""
        table = self.path if self._zip is not None else self.path / "images"
        stat = (table if table.exists() else self.path).stat()
        return [self.path.name, stat.st_size, stat.st_mtime_ns]


@contextmanager
def opened(path: str | Path) -> Iterator[Source]:
    source = Source(path)
    try:
        yield source
    finally:
        source.close()
