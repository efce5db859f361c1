"""Old models' files make room; their rows stay, as history."""

import shutil
from pathlib import Path

from . import selectors
from .kinds import is_generator
from .models import ModelVersion
from .services import models_folder

KEPT_VERSIONS = 6
"""The newest of a kind, whether they served or not."""


def models_prune(kind: str) -> list[ModelVersion]:
    """Remove the files of versions that nobody will return to; gives their rows.

    Kept are the newest, the champion, the candidate, and what a rollback may return to. Versions
    outside VAR_DIR/models are not ours to remove, and generators never go: designs are pinned to
    the version that drew them.
    """
    if is_generator(kind):
        return []
    models = selectors.models_of(kind)
    kept = {*selectors.generations(kind)[-selectors.GENERATIONS - 1 :]}
    kept |= set(models.order_by("-id").values_list("pk", flat=True)[:KEPT_VERSIONS])
    removed = []
    old = models.filter(is_live=False, is_candidate=False).exclude(pk__in=kept).exclude(folder="")
    for model in old:
        if Path(model.folder).parent == models_folder() / kind:
            ModelVersion.objects.filter(pk=model.pk).update(folder="")
            shutil.rmtree(model.folder, ignore_errors=True)
            removed.append(model)
    return removed
