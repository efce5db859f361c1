"""Starting, stopping and removing training runs: every change leaves a row in the history."""

import os
import shutil
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.jobs.services import job_cancel, job_enqueue, job_retry
from webapp.registry.kinds import EMBEDDER, is_generator
from webapp.registry.models import ModelVersion

from . import data as sets
from . import engine, estimates, presets, selectors
from .contracts import Data, Options, Prepared, Start
from .estimates import Estimate
from .models import TrainingRun

UPLOAD = "upload.zip"


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, checked by ``wish_check``."""

    kind: str
    preset: str = ""
    data: Data = field(default_factory=Data)
    minutes: float | None = None
    start: Start = "champion"
    size: int | None = None
    seed: int = 0
    knobs: Sequence[str] = ()
    nominate: bool = False
    is_dry_run: bool = False
    upload: File | Path | None = None
    """The zip of ``Data(what="upload")``."""


def wish_estimate(*, wish: Wish) -> Estimate:
    """Raises Problem 422 for a wish that makes no sense."""
    options = wish_check(wish)
    return estimates.estimate(
        kind=wish.kind,
        data=wish.data,
        options=options,
        pictures=sets.count(wish.data),
        is_dry_run=wish.is_dry_run,
    )


def wish_check(wish: Wish) -> Options:
    """The options with the preset's values filled in. Raises Problem 422."""
    try:
        known = presets.trainable(wish.kind)
        preset = presets.preset_of(wish.kind, wish.preset)
    except KeyError:
        raise _invalid(_("There is no such kind of model or no such preset.")) from None
    minutes = preset.minutes if wish.minutes is None else wish.minutes
    if not presets.LEAST_MINUTES <= minutes <= presets.MOST_MINUTES:
        raise _invalid(
            _("Train for %(least)g minutes at least and for a week at most.")
            % {"least": presets.LEAST_MINUTES}
        )
    if wish.size is not None and wish.size not in known.sizes:
        sizes = ", ".join(map(str, known.sizes)) or _("none: the network decides")
        raise _invalid(_("The sizes to choose from: %(sizes)s.") % {"sizes": sizes})
    if not 0 <= wish.seed < 2**31:
        raise _invalid(_("The seed must be a whole number from 0 to 2,147,483,647."))
    if wish.data.phone and not (known.phone and sets.has_phone()):
        raise _invalid(_("There are no people's photos that this kind of model could learn from."))
    if wish.data.what == "source" and not _is_known(wish.data.name):
        raise _invalid(_("There is no catalogue “%(name)s”.") % {"name": wish.data.name})
    if wish.data.what == "sample" and not 0 <= wish.data.count <= sets.MOST_DRAWINGS:
        raise _invalid(_("At most %(n)s drawings.") % {"n": sets.whole(sets.MOST_DRAWINGS)})
    return Options(minutes, wish.start, wish.size, wish.seed, list(wish.knobs))


def run_start(*, wish: Wish, by: User | None) -> TrainingRun:
    """Queue a run. Raises Problem: 422 for a wish that cannot be fulfilled, 507 for a full disk,
    409 while another run of the kind is open: of two admins at once, one wins.
    """
    options = wish_check(wish)
    run = TrainingRun(
        id=uuid.uuid4(),
        kind=wish.kind,
        preset=presets.preset_of(wish.kind, wish.preset).name,
        is_dry_run=wish.is_dry_run,
        nominate=wish.nominate,
        created_by=by,
    )
    try:
        pictures, data = _taken(run, wish)
        run.pictures, run.data = pictures, asdict(data)
        run.parent = selectors.champion(wish.kind) if wish.start == "champion" else None
        run.judge = selectors.champion(EMBEDDER) if is_generator(wish.kind) else None
        if run.parent is None:
            options = Options(**asdict(options) | {"start": "scratch"})
        run.options = asdict(options)
        _check(run, data, options)
        with transaction.atomic():
            _enqueue(run, by)
            _audit(run, by, ADDITION, _("Dry run started.") if run.is_dry_run else _("Started."))
    except BaseException:
        shutil.rmtree(run.folder, ignore_errors=True)
        raise
    return run


def run_repeat(*, run: TrainingRun, by: User | None, is_dry_run: bool = False) -> TrainingRun:
    """A new run with the same wishes, from the beginning; after a dry run, the run itself."""
    wants = run.wants
    upload = run.folder / UPLOAD
    wish = Wish(
        kind=run.kind,
        preset=run.preset,
        data=run.source,
        minutes=wants.minutes,
        start=wants.start,
        size=wants.size,
        seed=wants.seed,
        knobs=wants.knobs,
        nominate=run.nominate,
        is_dry_run=is_dry_run,
        upload=upload if run.source.what == "upload" else None,
    )
    return run_start(wish=wish, by=by)


def run_cancel(*, run: TrainingRun, by: User | None) -> None:
    """It stops with a checkpoint, or before it began. Raises Problem 409 if it has ended."""
    if not job_cancel(job_id=run.job_id, by=by):
        raise Problem(409, _("It has ended"), _("The run has ended already; nothing was changed."))
    _audit(run, by, CHANGE, _("Cancelled."))


def run_resume(*, run: TrainingRun, by: User | None) -> None:
    """Go on from the last checkpoint, or from the beginning where there is none.

    Raises Problem 409 unless it failed or was cancelled, while another of its kind is open, and
    where the file that it learns from was cleared away.
    """
    run.job.refresh_from_db()
    if not run.job.can_retry:
        raise Problem(
            409, _("Not to be resumed"), _("Only runs that failed or were cancelled can go on.")
        )
    with transaction.atomic():
        if not job_retry(job_id=run.job_id, by=by):
            raise _conflict(run.kind)
        # Only now: checkpoints_prune waits for this row, or has been here before.
        if run.source.what == "upload" and not (run.folder / UPLOAD).is_file():
            raise Problem(
                409,
                _("Its file is gone"),
                _("The file that it learnt from is not there any more. Upload it to a new run."),
            )
        _audit(run, by, CHANGE, _("Resumed."))


def run_delete(*, run: TrainingRun, by: User | None) -> None:
    """The row and all its files; what it published stays. Raises Problem 409 while it is open."""
    run.job.refresh_from_db()
    if run.is_open:
        raise Problem(409, _("It is not over"), _("Cancel the run first, then delete it."))
    _audit(run, by, DELETION, str(run))
    shutil.rmtree(run.folder, ignore_errors=True)
    TrainingRun.objects.filter(pk=run.pk).delete()


def prepared(run: TrainingRun, *, located: Path | None = None) -> Prepared:
    """The run in the engine's words; ``located`` is where the champion's files lie."""
    data, folder = run.source, run.folder
    places = {
        "sample": f"sample:{data.count or sets.DRAWINGS}",
        "upload": str(folder / UPLOAD),
    }
    return Prepared(
        kind=run.kind,
        preset=run.preset,
        folder=str(folder),
        data=[places.get(data.what, str(folder / "catalogue"))],
        options=run.wants,
        start=str(located or run.parent.folder) if run.parent else None,
        start_manifest=run.parent.manifest if run.parent else {},
        judge=(run.judge.folder or None) if run.judge else None,
        phone=settings.TRAINING_PHONE if data.phone else None,
        phone_map=settings.TRAINING_PHONE_MAP if data.phone else None,
        threads=settings.TRAINING_THREADS or max(1, (os.cpu_count() or 2) - 1),
        dry_run=run.is_dry_run,
    )


def checkpoints_prune(*, run: TrainingRun) -> bool:
    """Remove what only a resume would need, once nobody will resume; whether there was anything.

    A run that somebody resumed meanwhile keeps all of it.
    """
    names = ("cache", "catalogue", "checkpoints", "calibrated", "model", UPLOAD)
    kept = [run.folder / name for name in names if (run.folder / name).exists()]
    if not kept:
        return False
    with transaction.atomic():
        if Job.objects.select_for_update().get(pk=run.job_id).is_open:
            return False
        for path in kept:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
    return True


def published(*, run: TrainingRun, model: ModelVersion) -> None:
    """Write down what came of a run."""
    metrics = model.manifest.get("metrics", {})
    found = metrics.get("val") or metrics.get("guards") or {}
    figures = {name: value for name, value in found.items() if isinstance(value, int | float)}
    TrainingRun.objects.filter(pk=run.pk).update(model=model, metrics=figures)


def _is_known(source: str) -> bool:
    """Whether it is the name of a catalogue; none stands for all of them elsewhere."""
    return bool(source) and sets.products(source).exists()


def _taken(run: TrainingRun, wish: Wish) -> tuple[int, Data]:
    """How many pictures, and the data with what was learnt of it; keeps an upload."""
    if wish.data.what != "upload":
        return sets.count(wish.data), wish.data
    if wish.upload is None:
        raise _invalid(_("Choose a zip file."))
    path = run.folder / UPLOAD
    run.folder.mkdir(parents=True)
    name = wish.data.name
    if isinstance(wish.upload, Path):
        if not wish.upload.is_file():
            raise _invalid(_("The file is not there any more. Upload it again."))
        _linked(wish.upload, path)
        name = name or wish.upload.name
    else:
        name = name or Path(wish.upload.name or "").name
        with path.open("wb") as stream:
            for chunk in wish.upload.chunks():
                stream.write(chunk)
    try:
        pictures = sets.check_upload(path, run.kind)
    except ValueError as error:
        raise _invalid(str(error)) from error
    return pictures, Data(what="upload", name=name[:100], count=pictures, phone=wish.data.phone)


def _linked(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _check(run: TrainingRun, data: Data, options: Options) -> None:
    try:
        sets.check_enough(run.kind, run.pictures)
        engine.check(prepared(run))
    except ValueError as error:
        raise _invalid(str(error)) from error
    guess = estimates.estimate(
        kind=run.kind,
        data=data,
        options=options,
        pictures=run.pictures,
        is_dry_run=run.is_dry_run,
    )
    try:
        guess.check()
    except ValueError as error:
        raise Problem(507, _("Not enough room"), str(error)) from error


def _enqueue(run: TrainingRun, by: User | None) -> None:
    job = job_enqueue(
        kind=selectors.JOB,
        payload={"run": str(run.pk)},
        created_by=by,
        dedupe_key=selectors.job_key(run.kind),
    )
    if job.payload["run"] != str(run.pk):
        # That of another open run; what was marked on it is undone with this transaction.
        raise _conflict(run.kind)
    run.job = job
    run.save(force_insert=True)


def _conflict(kind: str) -> Problem:
    open_run = selectors.run_open(kind)
    return Problem(
        409,
        _("A run of this kind is under way"),
        _("Somebody is training this kind of model just now. Watch that run, or cancel it first."),
        run=str(open_run.pk) if open_run else None,
    )


def _invalid(detail: str) -> Problem:
    return Problem(422, _("Invalid values"), detail)


def _audit(run: TrainingRun, by: User | None, action: int, change: str) -> None:
    if by is not None:
        LogEntry.objects.log_actions(
            by.pk, [run], action, change_message=change, single_object=True
        )  # fmt: skip
