"""Published folders: where they lie, whether they are whole, and how one becomes the site's."""

import fcntl
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

from ..kinds import CLASSIFIER, EMBEDDER, artifact_of, is_generator

CARD = "MODEL_CARD.md"
MOST_CARD_BYTES = 200_000


def located(folder: str, kind: str) -> Path:
    """Where a version's files lie: ``folder``, or for "shipped" the place in the program."""
    return _shipped_folder(kind) if folder == "shipped" else Path(folder)


def manifest_of(folder: str, kind: str) -> dict[str, Any]:
    """The manifest, checked against its own digest; a few milliseconds, no other file is read.

    Raises ValueError with a plain sentence.
    """
    from ml import artifacts

    return artifacts.read_manifest(located(folder, kind), artifact_of(kind))


def verified(folder: str, kind: str) -> dict[str, Any]:
    """The manifest, after every file was compared with its checksum. Raises ValueError."""
    from ml import artifacts

    return artifacts.verify(located(folder, kind), artifact_of(kind))


def verified_size(folder: str, *, kind: str) -> int:
    """Bytes of a published folder ("shipped" or a path), each compared with its checksum.

    Raises ValueError with a plain sentence if anything is missing or damaged.
    """
    return sum(int(entry["size"]) for entry in verified(folder, kind)["files"].values())


def shipped_manifest(kind: str) -> dict[str, Any] | None:
    """What came with the program of this kind; None where nothing did.

    One folder ships a generator, and its manifest says which preset that is. Raises ValueError
    for a folder that is there and damaged.
    """
    from ml.artifacts import MANIFEST

    if not (_shipped_folder(kind) / MANIFEST).exists():
        return None
    manifest = manifest_of("shipped", kind)
    if is_generator(kind) and manifest.get("preset") != kind:
        return None
    return manifest


def card(folder: str, kind: str) -> str:
    """The model card as Markdown; empty where there is none."""
    path = located(folder, kind) / CARD
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MOST_CARD_BYTES)
    except OSError:
        return ""


def copied(source: Path, target: Path, kind: str) -> dict[str, Any]:
    """Copy a published folder as it is to ``target``; returns its manifest.

    Written under a temporary name, flushed, verified there, and renamed: ``target`` exists whole
    or not at all. One that exists already and is whole is left alone. Raises ValueError for a
    source that is damaged, OSError for a full disk.
    """
    from ml import artifacts

    manifest = artifacts.verify(source, artifact_of(kind))
    if target.exists():
        return artifacts.verify(target, artifact_of(kind))
    target.parent.mkdir(parents=True, exist_ok=True)
    artifacts.sweep(target.parent)
    work = target.parent / f".{target.name}.{uuid.uuid4().hex}{artifacts.PARTIAL}"
    work.mkdir()
    handle = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # a living writer is not swept away
        for name in (*manifest["files"], artifacts.MANIFEST):
            shutil.copyfile(source / name, work / name)
            _flush(work / name)
        artifacts.verify(work, artifact_of(kind))
        os.fsync(handle)
        os.rename(work, target)
        _flush(target.parent)
    except OSError:
        if not target.exists():
            raise
        return artifacts.verify(target, artifact_of(kind))  # somebody else was as quick
    finally:
        os.close(handle)
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def _shipped_folder(kind: str) -> Path:
    if kind == EMBEDDER:
        import recommender

        return Path(recommender.__path__[0], "shipped")
    if kind == CLASSIFIER:
        import ml

        return Path(ml.__path__[0], "classifier", "shipped")
    import generator

    return Path(generator.__path__[0], "shipped")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
