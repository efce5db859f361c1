"""What the doctor asks of models and indexes: are the files whole, do they belong together?"""

from collections.abc import Iterator
from pathlib import Path

from webapp.core.doctor import Finding, diagnosis

from . import engine, selectors, services
from .models import IndexVersion, ModelVersion


@diagnosis("Models and index")
def versions() -> Iterator[Finding]:
    model = selectors.model_live(services.EMBEDDER)
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


def examined(version: ModelVersion | IndexVersion, *, kind: str, advice: str) -> Finding:
    """Every file of a version read and compared with its manifest."""
    try:
        size = engine.verified_size(version.folder, kind=kind)
    except ValueError as error:
        return Finding("error", str(error), advice)
    name = version.folder if version.folder == "shipped" else Path(version.folder).name
    return Finding("ok", f"{version} is whole ({name}, {size / 1024**2:.1f} MiB)")
