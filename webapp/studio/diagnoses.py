"""What `manage.py doctor` asks of the studio: does each design have its picture and its model?"""

from collections.abc import Iterator

from webapp.core.doctor import Finding, diagnosis
from webapp.registry.models import ModelVersion
from webapp.registry.services import models_folder

from . import files, selectors
from .models import Design


@diagnosis("Studio")
def studio() -> Iterator[Finding]:
    if not selectors.studio_models():
        yield Finding(
            "warning", "no generator is here, so nothing can be drawn", "Run: manage.py retrain"
        )
    names = set(Design.objects.values_list("file", flat=True))
    yield Finding("ok", f"{len(names)} designs")
    if missing := sum(not files.path_of(name).is_file() for name in names):
        yield Finding(
            "error",
            f"{missing} designs have lost their picture",
            "Restore media/designs from a backup; their recipes draw them again.",
        )
    if strays := files.strays(names):
        yield Finding(
            "warning",
            f"{len(strays)} pictures of designs belong to nobody",
            "They are deleted within the hour, if the clock runs.",
        )
    for model in ModelVersion.objects.filter(folder="", designs__isnull=False).distinct():
        if not (models_folder() / model.kind / model.version).exists():
            yield Finding(
                "error",
                f"designs are pinned to {model}, whose files are gone",
                "Restore var/models from a backup, or publish that version again.",
            )
