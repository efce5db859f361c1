"""Reads of training runs."""

from uuid import UUID

from django.db.models import QuerySet

from webapp.jobs.models import Job
from webapp.registry import selectors as registry
from webapp.registry.models import ModelVersion

from .models import DriftReading, Plan, TrainingRun
from .presets import TRAINABLE

OPEN = (Job.State.QUEUED, Job.State.RUNNING)
JOB = "retraining.train"


def runs() -> QuerySet[TrainingRun]:
    """Newest first, each with its job, whose log stays in the database until it is asked for."""
    found = TrainingRun.objects.select_related("job", "created_by", "parent", "model")
    return found.defer("job__log")


def runs_named(start: str) -> list[TrainingRun]:
    """Runs whose number begins like this, two at most: enough to see whether it is the only one."""
    wanted = start.replace("-", "").lower()
    if not wanted or not set(wanted) <= set("0123456789abcdef") or len(wanted) > 32:
        return []
    first, last = UUID(wanted.ljust(32, "0")), UUID(wanted.ljust(32, "f"))
    return list(runs().filter(id__gte=first, id__lte=last)[:2])


def run_open(kind: str) -> TrainingRun | None:
    """The one of a kind that waits or runs."""
    return runs().filter(kind=kind, job__state__in=OPEN).first()


def runs_comparable(run: TrainingRun) -> QuerySet[TrainingRun]:
    """Others of its kind that have something to show."""
    return runs().filter(kind=run.kind, is_dry_run=False).exclude(pk=run.pk)


def job_key(kind: str) -> str:
    """Unique among open jobs: two open runs of a kind cannot be."""
    return f"{JOB}:{kind}"


def champion(kind: str) -> ModelVersion | None:
    """Whose weights a run may start from."""
    live = registry.model_live(kind)
    return live if live is not None and live.has_files else None


def plans() -> list[Plan]:
    """One a task; they are made when they are first asked for."""
    Plan.objects.get_or_create(task=Plan.Task.INDEX, defaults={"is_on": True, "hour": 3})
    weekly = {"is_on": False, "hour": 2, "weekday": Plan.Day.SUNDAY, "kind": next(iter(TRAINABLE))}
    Plan.objects.get_or_create(task=Plan.Task.MODEL, defaults=weekly)
    return list(Plan.objects.all())


def drift_readings() -> list[DriftReading]:
    """The newest of each kind, of the embedder that serves."""
    live = registry.model_live("embedder")
    if live is None:
        return []
    rows = DriftReading.objects.filter(model_version=live.version)
    newest = (rows.filter(what=what).first() for what in DriftReading.What.values)
    return [reading for reading in newest if reading is not None]
