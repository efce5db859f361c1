"""What came with the program, as versions like any other."""

from django.conf import settings
from django.utils.translation import gettext as _

from webapp.core.problems import Problem

from . import engine, selectors, services
from .kinds import CLASSIFIER, EMBEDDER, KINDS
from .models import SHIPPED, ModelVersion


def shipped_refresh() -> None:
    """Register what came with the program; of kinds that need no index, let it serve where nothing
    of their own does. What a start of the site does; safe to repeat.

    An embedder is put up together with its first index, by the search.
    """
    for kind in KINDS:
        try:
            model = shipped_register(kind)
        except ValueError:
            continue  # damaged: the doctor says so
        if model is None or kind == EMBEDDER:
            continue
        live = selectors.model_live(kind)
        if live is None or (live.folder == model.folder and live.pk != model.pk):
            try:
                services.promote(
                    model=model, by=None, expected=live, reason=_("It came with the program.")
                )
            except Problem:
                continue  # another process starts at the same time


def shipped_register(kind: str) -> ModelVersion | None:
    """The row of the kind's shipped model; None where none is shipped. Raises ValueError for
    one that is damaged."""
    folder = configured_folder(kind)
    manifest = (
        engine.shipped_manifest(kind) if folder == SHIPPED else engine.manifest_of(folder, kind)
    )
    if manifest is None:
        return None
    return services.model_register(
        kind=kind, folder=folder, manifest=manifest, version=str(manifest["version"])
    )


def configured_folder(kind: str) -> str:
    """What serves before anybody has promoted something: "shipped", unless settings say else."""
    configured = {EMBEDDER: settings.EMBEDDER, CLASSIFIER: settings.CLASSIFIER}
    return str(configured.get(kind, SHIPPED))
