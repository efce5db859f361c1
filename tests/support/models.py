"""Registered versions with small, true folders, for tests that never ask a model anything."""

from pathlib import Path
from typing import Any

from ml import artifacts
from webapp.registry import services
from webapp.registry.kinds import artifact_of
from webapp.registry.models import IndexVersion, ModelVersion


def published_folder(folder: Path, kind: str, **facts: Any) -> Path:
    """A sealed folder of that kind; other facts make another version."""
    with artifacts.publishing(folder, kind=artifact_of(kind), framework="test") as draft:
        (draft.path / "data.bin").write_bytes(b"0123456789" * 20)
        (draft.path / "MODEL_CARD.md").write_text(f"# {folder.name}\n\nMade for a test.\n")
        draft.manifest |= facts
    return folder


def model_with_files(root: Path, name: str, kind: str = "embedder", **facts: Any) -> ModelVersion:
    folder = published_folder(root / f"{kind}-{name}", kind, name=name, **facts)
    manifest = artifacts.read_manifest(folder, artifact_of(kind))
    return services.model_register(
        kind=kind, folder=str(folder), manifest=manifest, version=manifest["version"]
    )


def index_with_files(root: Path, name: str, model: ModelVersion, count: int = 3) -> IndexVersion:
    folder = published_folder(root / f"index-{name}", "index", name=name)
    manifest = artifacts.read_manifest(folder, "index")
    return services.index_register(
        folder=str(folder), manifest=manifest, version=manifest["version"], count=count, model=model
    )
