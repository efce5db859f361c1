"""``model.keras`` with its weights in half precision, and where each of them lies in the file.

A .keras file is a zip of ``config.json``, ``metadata.json`` and ``model.weights.h5``
(https://keras.io/guides/serialization_and_saving). Kernels are stored in 16 bits, which Keras
widens on loading; norms and biases keep 32, since their range is wide and they are few.
Nothing is compressed, and every array begins at a multiple of ALIGNMENT, so that the serving
graph's constants can point into this very file and the weights are on disk once.
"""

import io
import struct
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
from numpy.typing import NDArray

WEIGHTS = "model.weights.h5"
ALIGNMENT = 64
"""Bytes; a vector register's."""
LOCAL_HEADER = 30
"""Bytes of a member's header before its name (PKWARE's APPNOTE.TXT, 4.3.7)."""
PADDING = 0xD935
"""Identifier of an extra field that only pads (Android's zipalign uses it)."""


def write(model: Any, path: Path) -> None:
    """Save a Keras model whose layers have 32-bit policies; no optimizer goes along."""
    with tempfile.TemporaryDirectory(dir=path.parent) as work:
        whole = Path(work) / "whole.keras"
        keras.saving.save_model(model, whole)
        with zipfile.ZipFile(whole) as source:
            members = {name: source.read(name) for name in source.namelist()}
    members[WEIGHTS] = _halved(members[WEIGHTS])
    for name, content in members.items():
        append(path, name, content)


def append(path: Path, name: str, content: bytes) -> int:
    """Add a member to a file; gives where its content begins, in bytes from the file's start."""
    with zipfile.ZipFile(path, "a") as file:
        entry = _aligned(name, file.start_dir)
        file.writestr(entry, content)
    return _start(path, entry)


def read(path: Path) -> Any:
    """The model of a file that is known to be ours: check its SHA-256 before.

    ``safe_mode`` refuses code in the configuration, but is no guard against a forged file.
    """
    return keras.saving.load_model(path, compile=False, safe_mode=True)


class Places:
    """Where arrays lie in a file that ``write`` made."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            start = _start(path, file.getinfo(WEIGHTS))
            weights = file.read(WEIGHTS)
        self._found: dict[bytes, int] = {}
        with h5py.File(io.BytesIO(weights)) as file:
            for dataset in _datasets(file):
                place = dataset.id.get_offset()
                content = weights[place : place + dataset.id.get_storage_size()]
                self._found[content] = start + place

    def of(self, content: bytes) -> int | None:
        """Bytes from the file's start to an array of that content, or None if there is none.

        Going by content, not by name, needs no knowledge of how Keras names its arrays.
        """
        return self._found.get(content)


def halved(array: NDArray[np.float32]) -> NDArray[np.generic]:
    """An array as it is stored: kernels (two dimensions and more) in 16 bits."""
    return array.astype(np.float16) if array.ndim > 1 else array


def _halved(raw: bytes) -> bytes:
    out = io.BytesIO()
    with (
        h5py.File(io.BytesIO(raw)) as source,
        h5py.File(out, "w", alignment_threshold=256, alignment_interval=ALIGNMENT) as target,
    ):

        def copy(name: str, item: Any) -> None:
            if isinstance(item, h5py.Group):
                made = target.require_group(name)
            else:
                values = item[()]
                small = halved(values) if values.dtype == np.float32 else values
                made = target.create_dataset(name, data=small)
            _copy_attributes(item.attrs, made.attrs)

        _copy_attributes(source.attrs, target.attrs)
        source.visititems(copy)
    return out.getvalue()


def _copy_attributes(source: Mapping[str, Any], target: Any) -> None:
    for name, value in source.items():
        target[name] = value


def _datasets(file: Any) -> list[Any]:
    found: list[Any] = []
    file.visititems(lambda _, item: found.append(item) if isinstance(item, h5py.Dataset) else None)
    return [item for item in found if item.id.get_offset() is not None]


def _aligned(name: str, at: int) -> zipfile.ZipInfo:
    """An entry whose content begins at a multiple of ALIGNMENT if it is written ``at``."""
    entry = zipfile.ZipInfo(name)
    header = LOCAL_HEADER + len(name.encode()) + 4
    gap = -(at + header) % ALIGNMENT
    entry.extra = struct.pack("<HH", PADDING, gap) + bytes(gap)
    return entry


def _start(path: Path, entry: zipfile.ZipInfo) -> int:
    """Where a member's content begins: its local header has lengths of its own."""
    with path.open("rb") as file:
        file.seek(entry.header_offset + 26)
        name, extra = struct.unpack("<HH", file.read(4))
    return entry.header_offset + LOCAL_HEADER + int(name) + int(extra)
