"""Old models' files make room; their rows stay, as history."""

import shutil
from pathlib import Path

from . import doors, selectors
from .models import ModelVersion
from .services import models_folder

KEPT_VERSIONS = 6
"""The newest of a kind, whether they served or not."""


def models_prune(kind: str) -> list[ModelVersion]:
    """Remove the files of versions that nobody will return to; gives their rows.

    Kept are the newest, the champion, the candidate, what a rollback may return to, and what
    something is pinned to, as designs are to the version that drew them. Versions outside
    VAR_DIR/models are not ours to remove.
    """
    models = selectors.models_of(kind)
    kept = {*selectors.generations(kind)[-selectors.GENERATIONS - 1 :]}
    kept |= set(models.order_by("-id").values_list("pk", flat=True)[:KEPT_VERSIONS])
    removed = []
    old = models.filter(is_live=False, is_candidate=False).exclude(pk__in=kept).exclude(folder="")
    for model in old:
        if Path(model.folder).parent != models_folder() / kind or doors.is_in_use(model):
            continue
        unused = ModelVersion.objects.filter(pk=model.pk, is_live=False, is_candidate=False)
        if unused.update(folder=""):  # nobody has put it up or named it candidate meanwhile
            shutil.rmtree(model.folder, ignore_errors=True)
            removed.append(model)
    return removed
