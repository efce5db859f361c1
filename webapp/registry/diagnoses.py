"""What the doctor asks of models and indexes: are the files whole, do they belong together?"""

from collections.abc import Iterator
from pathlib import Path

from webapp.core.doctor import Finding, diagnosis

from . import engine, selectors, shipped
from .kinds import EMBEDDER, KINDS
from .models import SHIPPED, IndexVersion, ModelVersion


@diagnosis("Models and index")
def versions() -> Iterator[Finding]:
    model = selectors.model_live(EMBEDDER)
    index = selectors.index_live()
    if model is None or index is None:
        yield Finding(
            "warning", "photo search has no live index", "Import products, then: manage.py reindex"
        )
    if model is not None:
        yield examined(model, kind=model.kind, advice="Restore the folder, or roll back.")
    if index is not None:
        yield examined(index, kind="index", advice="Run: manage.py reindex")
    if model is not None and index is not None and index.model_id != model.pk:
        yield Finding(
            "error",
            f"{index} was built from {index.model}, but {model} is live",
            "Run: manage.py reindex",
        )


@diagnosis("Other models")
def other_versions() -> Iterator[Finding]:
    """Champions that need no index, every version one might return to or promote next, and what
    the program was shipped without."""
    missing = []
    for kind in KINDS:
        live = selectors.model_live(kind)
        if live is not None and kind != EMBEDDER:
            yield examined(live, kind=kind, advice="Restore the folder, or roll back.")
        for model in (selectors.model_previous(kind), selectors.model_candidate(kind)):
            if model is not None:
                yield examined(model, kind=kind, advice="Restore the folder, or train it again.")
        if live is None and kind != EMBEDDER:
            finding = shipped_of(kind)
            if finding is None:
                missing.append(kind)
            else:
                yield finding
    if missing:
        yield Finding("ok", f"no model yet, and none is shipped: {', '.join(missing)}")


def shipped_of(kind: str) -> Finding | None:
    """How the configured model of a kind is that nobody has promoted; None where there is none."""
    folder = shipped.configured_folder(kind)
    try:
        if folder == SHIPPED and engine.shipped_manifest(kind) is None:
            return None
        size = engine.verified_size(folder, kind=kind)
    except ValueError as error:
        return Finding("error", f"{kind}: {error}", "Restore the folder.")
    return Finding("ok", f"{kind} as configured is whole ({size / 1024**2:.1f} MiB)")


def examined(version: ModelVersion | IndexVersion, *, kind: str, advice: str) -> Finding:
    """Every file of a version read and compared with its manifest."""
    try:
        size = engine.verified_size(version.folder, kind=kind)
    except ValueError as error:
        return Finding("error", str(error), advice)
    name = version.folder if version.folder == SHIPPED else Path(version.folder).name
    return Finding("ok", f"{version} is whole ({name}, {size / 1024**2:.1f} MiB)")
