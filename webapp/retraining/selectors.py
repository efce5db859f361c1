"""Reads of training runs."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from webapp.jobs.models import Job
from webapp.registry import selectors as registry
from webapp.registry.models import ModelVersion

from .models import DriftReading, TrainingRun

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


def run_page(number: str) -> str:
    """Address of a run's page in the admin; empty for one that was deleted, or is none of ours."""
    try:
        found = TrainingRun.objects.filter(pk=UUID(number)).exists()
    except ValueError:
        return ""
    return reverse("admin:retraining_trainingrun_change", args=[number]) if found else ""


def run_open(kind: str) -> TrainingRun | None:
    """The one of a kind that waits or runs."""
    return runs().filter(kind=kind, job__state__in=OPEN).first()


def runs_comparable(run: TrainingRun) -> QuerySet[TrainingRun]:
    """Others of its kind; dry runs draw no curves."""
    return runs().filter(kind=run.kind, is_dry_run=False).exclude(pk=run.pk)


def job_key(kind: str) -> str:
    """Unique among open jobs: two open runs of a kind cannot be."""
    return f"{JOB}:{kind}"


def champion(kind: str) -> ModelVersion | None:
    """Whose weights a run may start from."""
    live = registry.model_live(kind)
    return live if live is not None and live.has_files else None


def drift_readings() -> list[DriftReading]:
    """The newest of each kind, of the embedder that serves."""
    live = registry.model_live("embedder")
    if live is None:
        return []
    rows = DriftReading.objects.filter(model_version=live.version)
    newest = (rows.filter(what=what).first() for what in DriftReading.What.values)
    return [reading for reading in newest if reading is not None]
