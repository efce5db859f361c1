"""Immutable folders of files with a manifest: how a model or an index is kept on disk.

A folder is written under a temporary name beside its final one, flushed to the disk, and
renamed, so that it either exists whole or not at all. Its ``manifest.json`` names the
SHA-256 and size of every file and is itself sealed by a digest: one flipped bit anywhere is
refused before any parser reads a byte. Nothing in such a folder is ever changed; a new
version is a new folder.
"""

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FORMAT_VERSION = 1
MANIFEST = "manifest.json"
PARTIAL = ".partial"

Manifest = dict[str, Any]
"""``kind``, ``format``, ``framework``, ``version`` (12 hex digits), ``created`` (UTC),
``code_revision``, ``files`` ({name: {sha256, size}}), ``digest``, and whatever the kind
adds: a model has ``preprocessing``, ``taxonomy``, ``taxonomy_hash``, ``metrics`` and
``data_fingerprint``."""

_REQUIRED = (
    "kind",
    "format",
    "framework",
    "version",
    "created",
    "code_revision",
    "files",
)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class ArtifactError(ValueError):
    """A folder that cannot be trusted or written; the message is a plain sentence."""


@dataclass
class Draft:
    """A folder being written: put files into ``path`` and facts into ``manifest``."""

    path: Path
    manifest: Manifest = field(default_factory=dict)


@contextmanager
def publishing(folder: str | Path, *, kind: str, framework: str) -> Iterator[Draft]:
    """Write a folder: ``with publishing("models/a", kind="embedder", …) as draft: …``.

    Leaving the block seals and publishes; an exception leaves nothing behind. Raises
    ArtifactError if the folder exists already or the disk is full.
    """
    target = Path(folder).absolute()
    if target.exists():
        raise ArtifactError(f"{target} exists already, and a published folder never changes.")
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target.parent)
    work = target.parent / f".{target.name}.{uuid.uuid4().hex}{PARTIAL}"
    work.mkdir()
    handle = os.open(work, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        draft = Draft(work)
        yield draft
        _seal(draft, kind, framework)
        os.fsync(handle)
        os.rename(work, target)
        _fsync(target.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ArtifactError(
                f"The disk is full, so {target.name} was not written. Free some space and retry."
            ) from error
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise ArtifactError(f"{target} was published by somebody else meanwhile.") from error
        raise
    finally:
        os.close(handle)
        shutil.rmtree(work, ignore_errors=True)


def revise(
    source: str | Path,
    folder: str | Path,
    *,
    kind: str,
    texts: Mapping[str, str] | None = None,
    **facts: Any,
) -> Manifest:
    """The same files as a new version with other facts in the manifest; gives the manifest.

    ``texts`` replaces or adds text files by name. Raises ArtifactError as ``verify`` and
    ``publishing``.
    """
    old = verify(source, kind)
    with publishing(folder, kind=kind, framework=old["framework"]) as draft:
        for name in old["files"]:
            shutil.copyfile(Path(source) / name, draft.path / name)
        for name, text in (texts or {}).items():
            (draft.path / name).write_text(text, encoding="utf-8")
        sealed = {"digest", "version", "files"}
        draft.manifest |= {k: v for k, v in old.items() if k not in sealed} | facts
    return draft.manifest


def sweep(parent: str | Path, *, older_than: float = 60.0) -> list[Path]:
    """Remove what killed writers left in ``parent``; ``older_than`` is in seconds.

    A living writer holds a lock on its folder, which dies with its process.
    """
    removed = []
    for path in Path(parent).glob(f".*{PARTIAL}"):
        try:
            if time.time() - path.stat().st_mtime < older_than:
                continue
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
            removed.append(path)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)
    return removed


def read_manifest(folder: str | Path, kind: str) -> Manifest:
    """The manifest alone, checked against its own digest; no other file is opened.

    Raises ArtifactError if it is missing, damaged, of another kind or of another format.
    """
    path = Path(folder) / MANIFEST
    try:
        raw = path.read_bytes()
        manifest = json.loads(raw)
    except FileNotFoundError:
        raise ArtifactError(f"{folder} holds no {MANIFEST}, so it is not ours to open.") from None
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{path} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or any(key not in manifest for key in _REQUIRED):
        raise ArtifactError(f"{path} is not a manifest of this project.")
    if manifest["format"] != FORMAT_VERSION:
        raise ArtifactError(
            f"{path} has format {manifest['format']!r}; this program reads {FORMAT_VERSION}."
        )
    if raw != _canonical(manifest) or manifest.get("digest") != _digest(manifest):
        raise ArtifactError(f"{path} is damaged: its digest does not match.")
    if manifest["kind"] != kind:
        raise ArtifactError(f"{folder} holds a {manifest['kind']!r}, not a {kind!r}.")
    return manifest


def verify(folder: str | Path, kind: str) -> Manifest:
    """The manifest, after every file it names was found whole (size and SHA-256).

    Raises ArtifactError with what is wrong.
    """
    manifest = read_manifest(folder, kind)
    for name, entry in manifest["files"].items():
        path = Path(folder) / name
        if not _PLAIN_NAME.fullmatch(name) or path.is_symlink():
            raise ArtifactError(f"{name!r} is not a plain file inside {folder}.")
        try:
            size = path.stat().st_size
            if size != entry["size"]:
                raise ArtifactError(
                    f"{path} is damaged: it has {size} bytes instead of {entry['size']}."
                )
            if file_sha256(path) != entry["sha256"]:
                raise ArtifactError(f"{path} is damaged: its checksum does not match.")
        except FileNotFoundError:
            raise ArtifactError(f"{path} is missing.") from None
        except OSError as error:
            raise ArtifactError(f"{path} cannot be read: {error}") from error
    return manifest


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_revision() -> str:
    """The commit this code stands at, "-dirty" if files differ, or "unknown" outside git."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        done = subprocess.run(
            command,
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return done.stdout.strip() if done.returncode == 0 else "unknown"


def _seal(draft: Draft, kind: str, framework: str) -> None:
    files = {}
    for path in sorted(draft.path.iterdir()):
        if not path.is_file() or not _PLAIN_NAME.fullmatch(path.name):
            raise ArtifactError(f"{path.name!r} cannot be part of a published folder.")
        files[path.name] = {"sha256": file_sha256(path), "size": path.stat().st_size}
        _fsync(path)
    manifest = draft.manifest | {
        "kind": kind,
        "format": FORMAT_VERSION,
        "framework": framework,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "code_revision": code_revision(),
        "files": files,
    }
    manifest["version"] = _digest(manifest)[:12]
    manifest["digest"] = _digest(manifest)
    path = draft.path / MANIFEST
    path.write_bytes(_canonical(manifest))
    _fsync(path)
    draft.manifest = manifest


def _canonical(manifest: Manifest) -> bytes:
    return (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()


def _digest(manifest: Manifest) -> str:
    rest = {key: value for key, value in manifest.items() if key != "digest"}
    return hashlib.sha256(_canonical(rest)).hexdigest()


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
