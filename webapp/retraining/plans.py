"""What the clock starts: the nightly index, the weekly model; and what it clears away."""

import logging
import shutil
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.search.indexing import has_pictures, index_enqueue

from . import services
from .models import Plan, TrainingRun

logger = logging.getLogger(__name__)
PATIENCE = timedelta(hours=6)
"""A site that was off at the hour starts it late, but not at noon."""
RESUMABLE = timedelta(days=14)


def plans_start() -> int:
    """Start what is due and switched on; returns how many."""
    now = timezone.localtime()
    count = 0
    for plan in Plan.objects.all():
        due = plan.due_before(now)
        is_due = plan.is_on and now - due <= PATIENCE
        if not is_due or (plan.last_at is not None and plan.last_at >= due):
            continue
        # Of several clocks, one wins.
        unchanged = Plan.objects.filter(pk=plan.pk, last_at=plan.last_at)
        if unchanged.update(last_at=now):
            Plan.objects.filter(pk=plan.pk).update(note=_start(plan)[:300])
            count += 1
    return count


def _start(plan: Plan) -> str:
    """In a sentence what came of it."""
    if plan.task == Plan.Task.INDEX:
        if not has_pictures():
            return _("There are no products with pictures yet.")
        return _("Queued as job %(job)s.") % {"job": str(index_enqueue().pk)[:8]}
    wish = services.Wish(
        kind=plan.kind, preset=plan.preset, minutes=float(plan.minutes), nominate=plan.nominate
    )
    try:
        run = services.run_start(wish=wish, by=None)
    except Problem as problem:
        logger.warning("the scheduled training did not start: %s", problem.detail)
        return problem.detail
    return _("Queued as run %(run)s.") % {"run": run.short}


def runs_tidy() -> int:
    """Remove what only a resume would need, two weeks after a run's end, and folders whose row was
    never written. Returns how many were tidied."""
    since = timezone.now() - RESUMABLE
    over = [Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED]
    count = 0
    for run in TrainingRun.objects.filter(job__finished_at__lt=since, job__state__in=over):
        count += services.checkpoints_prune(run=run)
    return count + _strays()


def _strays() -> int:
    root = Path(settings.VAR_DIR) / "runs"
    count = 0
    for folder in root.iterdir() if root.is_dir() else ():
        number = _number(folder.name)
        is_old = timezone.now().timestamp() - folder.stat().st_mtime > 86_400
        if number and is_old and not TrainingRun.objects.filter(pk=number).exists():
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _number(name: str) -> uuid.UUID | None:
    """Only folders with a run's name are ours: an engine's own runs may lie beside them."""
    try:
        return uuid.UUID(name) if len(name) == 36 else None
    except ValueError:
        return None
