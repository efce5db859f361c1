"""Vectors of product pictures, kept by the picture's content, so that none is made twice.

One folder a model version, below VAR_DIR/vectors: chunks that a running job adds, merged into
one file when it is done. A job that was killed goes on where it was; a file that is damaged
(each part of an .npz carries a checksum) is left out, and its pictures are looked at again.
"""

import contextlib
import logging
import os
import uuid
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from .engine import Embedded

logger = logging.getLogger(__name__)
_COLUMNS = ("names", "shape", "colour", "kinds")


class VectorStore:
    """The vectors of one model version, in memory and on disk."""

    def __init__(self, model_version: str) -> None:
        self.folder = self.folder_of(model_version)
        self._parts: list[Embedded] = []
        self._places: dict[str, tuple[int, int]] = {}
        for path in sorted(self.folder.glob("*.npz")):
            part = _load(path)
            if part is None:
                path.unlink(missing_ok=True)
            else:
                self._take(part)

    @staticmethod
    def folder_of(model_version: str) -> Path:
        return Path(settings.VAR_DIR) / "vectors" / model_version

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __len__(self) -> int:
        return len(self._places)

    def add(self, part: Embedded) -> None:
        """Keep a chunk, on disk before this returns."""
        if part.names:
            _save(self.folder / f"{uuid.uuid4().hex}.npz", part)
            self._take(part)

    def take(self, names: Sequence[str]) -> Embedded:
        """In the order of the names. Raises KeyError for one that is not here."""
        places = [self._places[name] for name in names]
        columns = [
            np.stack([getattr(self._parts[part], column)[row] for part, row in places])
            for column in _COLUMNS[1:]
        ]
        return Embedded(list(names), *columns)

    def compact(self, names: Sequence[str]) -> None:
        """Keep these only, in one file; after this the store is as if opened anew."""
        old = list(self.folder.glob("*.npz"))
        if len(old) == 1 and len(self) == len(set(names)):
            return
        merged = self.take(list(dict.fromkeys(names)))
        _save(self.folder / f"{uuid.uuid4().hex}.npz", merged)
        for path in old:
            path.unlink(missing_ok=True)
        self._parts, self._places = [], {}
        self._take(merged)

    def clear(self) -> None:
        for path in self.folder.glob("*.npz"):
            path.unlink(missing_ok=True)
        self._parts, self._places = [], {}

    def _take(self, part: Embedded) -> None:
        number = len(self._parts)
        self._parts.append(part)
        self._places.update((name, (number, row)) for row, name in enumerate(part.names))


def _load(path: Path) -> Embedded | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            names, *columns = (file[column] for column in _COLUMNS)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        logger.warning("%s is damaged, its pictures are looked at again: %s", path.name, error)
        return None
    if any(len(column) != len(names) for column in columns):
        return None
    return Embedded([str(name) for name in names], *columns)


def _save(path: Path, part: Embedded) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    arrays: dict[str, NDArray[np.generic]] = {
        "names": np.array(part.names), "shape": part.shape, "colour": part.colour,
        "kinds": part.kinds,
    }  # fmt: skip
    try:
        with partial.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
