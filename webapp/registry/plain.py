"""Models that need nothing but their files to serve: the classifier and the generators."""

from pathlib import Path

from django.utils.translation import gettext as _

from webapp.jobs.handlers import JobContext, JobRefused

from . import doors, engine
from .contracts import Compared, Trial, side
from .kinds import CLASSIFIER
from .models import IndexVersion, ModelVersion

TRIALS = 24
SECONDS = 10.0
"""Reading the files, compiling the graph, one answer."""


def prepare(context: JobContext, model: ModelVersion) -> IndexVersion | None:
    """Compare the checksums and have the model answer once; there is no index to make."""
    context.progress(0, 2, _("Comparing the checksums"))
    files_check(model)
    context.progress(1, 2, _("Asking it once"))
    try:
        engine.smoke(model.folder, model.kind)
    except (ValueError, OSError, RuntimeError) as error:
        raise JobRefused(_("It cannot serve: %(reason)s") % {"reason": error}) from error
    context.progress(2, 2, _("It answers"))
    return None


def files_check(model: ModelVersion) -> None:
    """Every file whole, and of this very version? Raises JobRefused."""
    if not model.has_files:
        raise JobRefused(_("The files of %(model)s were removed.") % {"model": model})
    try:
        manifest = engine.verified(model.folder, model.kind)
    except ValueError as error:
        raise JobRefused(str(error)) from error
    if manifest["version"] != model.version:
        raise JobRefused(
            _("%(folder)s holds version %(found)s, not %(wanted)s.")
            % {"folder": model.folder, "found": manifest["version"], "wanted": model.version}
        )


def compare(context: JobContext, left: ModelVersion, right: ModelVersion) -> Compared:
    for model in (left, right):
        files_check(model)
    context.progress(0, 2, _("Asking the first"))
    try:
        if left.kind == CLASSIFIER:
            return _compare_classifiers(context, left, right)
        return _compare_generators(context, left, right)
    except (ValueError, OSError, RuntimeError) as error:
        raise JobRefused(str(error)) from error


def _compare_classifiers(context: JobContext, left: ModelVersion, right: ModelVersion) -> Compared:
    photos = doors.query_photos(TRIALS)
    paths = [Path(photo.path) for photo in photos]
    first = engine.sorted_photos(left.folder, paths)
    context.progress(1, 2, _("Asking the second"))
    second = engine.sorted_photos(right.folder, paths)
    context.progress(2, 2, "")
    trials = [
        Trial(
            title=photo.title,
            image=photo.url,
            left=side(guesses=one),
            right=side(guesses=other),
            overlap=float(one[0]["name"] == other[0]["name"]),
        )
        for photo, one, other in zip(photos, first.values, second.values, strict=True)
    ]
    return Compared(
        trials=trials,
        overlap=_mean([trial["overlap"] for trial in trials]),
        note="" if trials else _("There are no photos yet to try them with."),
        left_ms=first.milliseconds,
        right_ms=second.milliseconds,
    )


def _compare_generators(context: JobContext, left: ModelVersion, right: ModelVersion) -> Compared:
    seeds = list(range(1, TRIALS + 1))
    if left.manifest.get("encoder"):
        return Compared(
            trials=[],
            overlap=None,
            note=_("This preset designs after photos, so seeds alone show nothing."),
            left_ms=0,
            right_ms=0,
        )
    first = engine.designs(left.folder, left.kind, seeds)
    context.progress(1, 2, _("Asking the second"))
    second = engine.designs(right.folder, right.kind, seeds)
    context.progress(2, 2, "")
    trials = [
        Trial(
            title=_("Seed %(seed)d") % {"seed": seed} + (f", {one[0]}" if one[0] else ""),
            image="",
            left=side(image=one[1]),
            right=side(image=other[1]),
            overlap=None,
        )
        for seed, one, other in zip(seeds, first.values, second.values, strict=True)
    ]
    return Compared(
        trials=trials,
        overlap=None,
        note="",
        left_ms=first.milliseconds,
        right_ms=second.milliseconds,
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


DOOR = doors.Door(prepare=prepare, compare=compare, seconds=lambda model: SECONDS)
