"""Background work: the row is the truth, the Celery message only a hint.

queued ──claim──▶ running ──▶ succeeded
  │                 │  ├────▶ failed      (after the last attempt)
  │                 │  └────▶ queued      (lease ran out or the attempt failed: try again)
  └──cancel──▶ cancelled ◀──┘
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        SUCCEEDED = "succeeded", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64, db_index=True)
    queue = models.CharField(max_length=16, default="default")
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED, db_index=True)
    dedupe_key = models.CharField(max_length=200, blank=True)
    """While a job with this key waits or runs, a second one is not enqueued."""

    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    token = models.PositiveIntegerField(default=0)
    """Fencing token: grows with each claim, and a worker with an older one can write nothing."""
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    """When the message was last sent; null = still in the outbox."""
    not_before = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    again = models.BooleanField(default=False)
    """Asked for once more (by its ``dedupe_key``) while it ran: a copy is queued when it ends."""
    worker = models.CharField(max_length=120, blank=True)
    """Host and process that runs or ran it."""

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    pace_from = models.PositiveIntegerField(default=0)
    """``done`` when this attempt first told of its present ``total``: a resumed job has not made
    the steps before it now, and says nothing about how long the others take."""
    pace_since = models.DateTimeField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    log = models.TextField(blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=Q(state__in=["queued", "running"]) & ~Q(dedupe_key=""),
                name="one_open_job_per_dedupe_key",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.kind} {str(self.id)[:8]} ({self.state})"

    @property
    def percent(self) -> int | None:
        return min(100, round(100 * self.done / self.total)) if self.total else None

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def can_retry(self) -> bool:
        return self.state in (self.State.FAILED, self.State.CANCELLED)

    @property
    def eta(self) -> timedelta | None:
        """How long a running job still takes if it goes on at the pace of this attempt."""
        steps = self.done - self.pace_from
        if self.state != self.State.RUNNING or self.pace_since is None or steps <= 0:
            return None
        spent = timezone.now() - self.pace_since
        return max(spent, timedelta()) * max(self.total - self.done, 0) / steps

    @property
    def duration(self) -> timedelta | None:
        """From the first claim until the end, or until now."""
        if self.started_at is None:
            return None
        return (self.finished_at or timezone.now()) - self.started_at

    @property
    def heartbeat_age(self) -> timedelta | None:
        """Since when a running job has been silent."""
        if self.state != self.State.RUNNING or self.heartbeat_at is None:
            return None
        return max(timezone.now() - self.heartbeat_at, timedelta())

    @property
    def reason(self) -> str:
        """Why it failed, or why its last attempt did, in one line."""
        return self.error.partition("\n")[0]


class Worker(models.Model):
    """A process that works queues or keeps time, as it said itself a few seconds ago."""

    name = models.CharField(max_length=160, primary_key=True)
    process = models.CharField(max_length=120)
    """As in Job.worker: host and process id."""
    queues = models.CharField(max_length=100, blank=True)
    """Separated by commas; empty: it keeps time."""
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["process", "name"]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """When a periodic function is next due; whoever moves ``next_run_at`` on runs it."""

    name = models.CharField(max_length=120, primary_key=True)
    next_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
