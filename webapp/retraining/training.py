"""The handler of a run: export, train, calibrate, publish. Each step is left out by an attempt
that finds it done, so a run that was killed goes on where it was."""

import contextlib
import io
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.utils.translation import gettext as _

from webapp.core.problems import Problem
from webapp.jobs.context import shutdown
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.registry.engine import located
from webapp.registry.kinds import EMBEDDER, is_generator
from webapp.registry.models import ModelVersion
from webapp.registry.services import candidate_set, model_publish

from . import engine, services
from .contracts import Prepared
from .export import catalogue_export
from .models import TrainingRun

logger = logging.getLogger(__name__)
STEPS = 1000
"""A training's progress in the job's whole numbers."""
TELL_SECONDS = 2.0
NICENESS = 10
"""Pages of the shop come first."""


def run_train(context: JobContext) -> dict[str, Any] | None:
    """None after it was told to stop. Raises JobRefused with a plain sentence."""
    run = (
        TrainingRun.objects.select_related("parent", "judge", "model", "created_by")
        .filter(pk=context.payload["run"])
        .first()
    )
    if run is None:
        raise JobRefused(_("The run was deleted before it began."))
    try:
        with _logged(context):
            return _stages(context, run)
    except ValueError as error:
        raise JobRefused(str(error)) from error


def _stages(context: JobContext, run: TrainingRun) -> dict[str, Any] | None:
    if run.model is not None:
        return _finished(context, run, run.model)
    if not _has_data(context, run):
        return None
    start = located(run.parent.folder, run.kind) if run.parent else None
    asked = services.prepared(run, located=start)
    context.progress(0, 0, _("Looking at the pictures"))  # no total: nobody knows how long
    watch = _Watch(context, run)
    folder = engine.train(asked, watch, watch.should_stop)
    if run.is_dry_run:
        shutil.rmtree(run.folder / "cache", ignore_errors=True)
        return {"rehearsed": True}
    if folder is None:
        if not context.should_stop():
            # The engine answers SIGTERM itself; the job learns of it here.
            shutdown.set()
            context.should_stop()
        return None
    context.progress(STEPS, STEPS, _("Publishing"))
    if run.kind == EMBEDDER:
        folder = _calibrated(context, folder, asked)
    if is_generator(run.kind):
        _film(context, run)
    if context.should_stop():
        return None
    return _finished(context, run, _publish(context, run, folder))


def _has_data(context: JobContext, run: TrainingRun) -> bool:
    data = run.source
    if data.what in ("sample", "upload"):
        return True
    made = catalogue_export(
        folder=run.folder,
        source=data.name if data.what == "source" else "",
        progress=lambda done, total: context.progress(done, total, _("Collecting pictures")),
        should_stop=context.should_stop,
    )
    return made is not None


class _Watch:
    """Tells the job how far the engine is; a database that is away for a moment stops nobody."""

    def __init__(self, context: JobContext, run: TrainingRun) -> None:
        self.context = context
        self.checkpoint = run.folder / "checkpoints" / "last.pt"
        self.saved = self._stamp()
        self.seconds = 60 * run.wants.minutes
        job = context.job
        self.share = job.done / STEPS if job.total == STEPS else 0.0
        """What is done: at the last report, or when the attempt before ended."""
        self.known = self.told = 0.0
        """When that was, and when somebody was last told; 0: before the first step."""
        self.words = _("Training")

    def __call__(self, done: float, total: float, metrics: dict[str, float]) -> None:
        self.share = min(1.0, done / total) if total else 0.0
        self.known = time.monotonic()
        shown = metrics.get("loss", metrics.get("loss_g"))
        if shown is not None:
            self.words = _("Training, loss %(n).3g") % {"n": shown}
        with _forgiving():
            self._tell(self.share)

    def should_stop(self) -> bool:
        """Asked at each step. Between two reports, which may be minutes apart, the job follows the
        clock, as the training itself does."""
        now = time.monotonic()
        self.known = self.known or now
        with _forgiving():
            if now - self.told > TELL_SECONDS:
                self._tell(min(0.99, self.share + (now - self.known) / self.seconds))
            self._count_anew()
        return self.context.should_stop()

    def _tell(self, share: float) -> None:
        self.told = time.monotonic()
        self.context.progress(round(STEPS * share), STEPS, self.words)

    def _count_anew(self) -> None:
        """An attempt that saved more than the one before was none in vain: kills that lose no
        more than minutes never use the attempts up."""
        stamp = self._stamp()
        if stamp == self.saved:
            return
        self.saved = stamp
        self.context.saved()

    def _stamp(self) -> int:
        try:
            return self.checkpoint.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


@contextlib.contextmanager
def _forgiving() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        logger.warning("a training's progress could not be written: %s", error)
        close_old_connections()


@contextlib.contextmanager
def _logged(context: JobContext) -> Iterator[None]:
    """What engines tell people, on the job's log too."""
    stream = _Lines(lambda line: _tell(context, line))
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    engines = [logging.getLogger(name) for name in ("ml", "recommender", "generator")]
    levels = [(log, log.level) for log in engines]
    for log in engines:
        log.addHandler(handler)
        log.setLevel(logging.INFO)
    try:
        with contextlib.redirect_stderr(stream):
            yield
    finally:
        for log, level in levels:
            log.removeHandler(handler)
            log.setLevel(level)


def _tell(context: JobContext, line: str) -> None:
    with _forgiving():
        context.log(line)


class _Lines(io.TextIOBase):
    """A stream that hands on whole lines, without the time of day that the log adds itself."""

    def __init__(self, take: Callable[[str], None]) -> None:
        self.take = take
        self.rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self.rest = (self.rest + text).split("\n")
        for line in lines:
            words = line.rpartition("\r")[2].rstrip()
            if words:
                self.take(_without_time(words))
        return len(text)


def _without_time(line: str) -> str:
    stamp, _space, words = line.partition("  ")
    try:
        time.strptime(stamp, "%H:%M:%S")
    except ValueError:
        return line
    return words


def _calibrated(context: JobContext, folder: Path, asked: Prepared) -> Path:
    context.progress(STEPS, STEPS, _("Calibrating"))
    try:
        return engine.calibrate(folder, asked)
    except (ValueError, IndexError) as error:
        context.log(_("It could not be calibrated: %(reason)s") % {"reason": error})
    inherited = engine.inherit(folder, asked)
    if inherited is None:
        context.log(_("Without calibration it calls every result a match."))
        return folder
    context.log(_("It keeps the calibration of the model that it started from."))
    return inherited


def _film(context: JobContext, run: TrainingRun) -> None:
    try:
        engine.film(run.folder)
    except (ValueError, OSError) as error:
        context.log(_("No film could be made: %(reason)s") % {"reason": error})


def _publish(context: JobContext, run: TrainingRun, folder: Path) -> ModelVersion:
    """Copying may be repeated; what it leads to is written by one attempt alone."""
    model = model_publish(
        source=folder, kind=run.kind, parent=run.parent, run=str(run.pk), by=run.created_by
    )
    with context.fenced():
        services.published(run=run, model=model)
    return model


def _finished(context: JobContext, run: TrainingRun, model: ModelVersion) -> dict[str, Any]:
    """What follows publishing. An attempt that was killed here leaves it to the next one."""
    if run.nominate:
        try:
            with context.fenced():
                candidate_set(
                    model=model,
                    by=run.created_by,
                    reason=_("Trained by run %(run)s.") % {"run": run.short},
                )
        except Problem as problem:
            context.log(problem.detail)
    context.log(_("Published as %(model)s.") % {"model": model})
    for name in ("cache", "catalogue"):
        shutil.rmtree(run.folder / name, ignore_errors=True)
    return {"model": model.version}


def step_back() -> None:
    """Leave the processor to the site, in a process that is a job's own."""
    if os.getsid(0) == os.getpid():
        os.nice(NICENESS)
