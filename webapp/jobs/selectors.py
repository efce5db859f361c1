"""Reads of jobs and of who works them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from webapp.core.models import User

from .handlers import QUEUES, permission_of
from .models import Job, Worker
from .presence import SILENT_AFTER

State = Job.State


def job_get(job_id: UUID) -> Job:
    """Raises Job.DoesNotExist."""
    return Job.objects.get(id=job_id)


def jobs_visible(user: User) -> QuerySet[Job]:
    """Staff with the permission see every job, others those they started."""
    sees_all = user.is_staff and user.has_perm("jobs.view_job")
    return Job.objects.all() if sees_all else Job.objects.filter(created_by=user.pk)


def may_change(user: User, job: Job) -> bool:
    """Cancel and retry: everybody their own, staff with the permission all; and of a kind that
    only some may start, nobody else."""
    needed = permission_of(job.kind)
    if needed and not user.has_perm(needed):
        return False
    return job.created_by_id == user.pk or (user.is_staff and user.has_perm("jobs.change_job"))


def jobs_named(start: str) -> list[Job]:
    """Jobs whose id begins like this, two at most: enough to see whether it is the only one."""
    wanted = start.replace("-", "").lower()
    if not wanted or not set(wanted) <= set("0123456789abcdef") or len(wanted) > 32:
        return []
    first, last = UUID(wanted.ljust(32, "0")), UUID(wanted.ljust(32, "f"))
    return list(Job.objects.filter(id__gte=first, id__lte=last)[:2])


def jobs_due() -> QuerySet[Job]:
    """Waiting, and not told to wait longer."""
    return Job.objects.filter(state=State.QUEUED).filter(
        Q(not_before=None) | Q(not_before__lte=Now())
    )


def jobs_waiting() -> int:
    return Job.objects.filter(state=State.QUEUED).count()


def job_counts() -> dict[str, int]:
    """State → how many."""
    rows = Job.objects.order_by().values_list("state").annotate(n=Count("id"))
    return dict(rows)


@dataclass(frozen=True)
class QueueState:
    name: str
    waiting: int
    running: int
    failed: int
    unsent: int
    """Waiting, due, and not handed to the broker yet: the outbox."""
    oldest: timedelta | None
    """How long the first of those that could run has waited."""
    workers: int
    """Who work it and were heard of lately."""

    @property
    def is_stuck(self) -> bool:
        return bool(self.waiting) and not self.workers


def queue_states(seen: "Iterable[WorkerState] | None" = None) -> list[QueueState]:
    """Every queue, also the empty ones; ``seen`` are the workers, where they are known already."""
    due = Q(state=State.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
    rows = (
        Job.objects.filter(state__in=[State.QUEUED, State.RUNNING, State.FAILED])
        .order_by()
        .values("queue")
        .annotate(
            waiting=Count("id", filter=Q(state=State.QUEUED)),
            running=Count("id", filter=Q(state=State.RUNNING)),
            failed=Count("id", filter=Q(state=State.FAILED)),
            unsent=Count("id", filter=due & Q(dispatched_at=None)),
            first=Min("created_at", filter=due),
        )
    )
    known: dict[str, dict[str, Any]] = {row["queue"]: dict(row) for row in rows}
    awake = [entry for entry in (workers() if seen is None else seen) if not entry.is_silent]
    return [
        _queue_state(name, known.get(name, {}), sum(name in entry.queues for entry in awake))
        for name in (*QUEUES, *sorted(set(known) - set(QUEUES)))
    ]


def _queue_state(name: str, row: dict[str, Any], workers: int) -> QueueState:
    first: datetime | None = row.get("first")
    return QueueState(
        name,
        **{key: row.get(key, 0) for key in ("waiting", "running", "failed", "unsent")},
        oldest=None if first is None else max(timezone.now() - first, timedelta()),
        workers=workers,
    )


@dataclass(frozen=True)
class WorkerState:
    name: str
    process: str
    queues: list[str]
    """Empty: it keeps time."""
    age: timedelta
    """Since it was last heard of."""
    up: timedelta
    running: list[Job]

    @property
    def is_silent(self) -> bool:
        return self.age > SILENT_AFTER

    @property
    def keeps_time(self) -> bool:
        return not self.queues


def workers() -> list[WorkerState]:
    """Who works which queues, with what they run; the missing ones too, for an hour."""
    now = timezone.now()
    running = list(Job.objects.filter(state=State.RUNNING).defer("log"))
    return [_worker_state(row, running, now) for row in Worker.objects.all()]


def _worker_state(row: Worker, running: list[Job], now: datetime) -> WorkerState:
    queues = [name for name in row.queues.split(", ") if name]
    return WorkerState(
        name=row.name,
        process=row.process,
        queues=queues,
        age=max(now - row.seen_at, timedelta()),
        up=max(row.seen_at - row.started_at, timedelta()),
        running=[job for job in running if job.worker == row.process and job.queue in queues],
    )
