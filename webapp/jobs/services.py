"""Every change of a job: one conditional UPDATE each, so that two writers cannot both win.

All times are the database's, so that a clock that is wrong on one machine moves no lease.
"""

import random
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Now, Right
from django.utils.translation import gettext_lazy as _

from webapp.core.models import User

from . import dispatch
from .handlers import LeaseLost, handler_of
from .models import Job

State = Job.State
LOG_CHARACTERS = 16_000
ERROR_CHARACTERS = 4_000


@dataclass(frozen=True)
class Claim:
    """The right to write to a job, until another worker claims it."""

    job_id: UUID
    token: int

    def held(self) -> QuerySet[Job]:
        return Job.objects.filter(id=self.job_id, token=self.token, state=State.RUNNING)


def from_now(seconds: float) -> ExpressionWrapper:
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=DateTimeField())


def job_enqueue(
    *,
    kind: str,
    payload: dict[str, Any],
    created_by: User | None = None,
    dedupe_key: str = "",
    queue: str = "",
) -> Job:
    """Write the row now, send the message after the transaction commits.

    While a job with the same ``dedupe_key`` waits, that one is returned. If it runs already, it
    is marked to be run once more afterwards, since it may have read the state from before.
    """
    entry = handler_of(kind)
    while True:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    payload=payload,
                    created_by=created_by,
                    dedupe_key=dedupe_key,
                    queue=queue or entry.queue,
                    max_attempts=entry.max_attempts,
                )
        except IntegrityError:
            if not dedupe_key:
                raise
            known = _open_job_with(dedupe_key)
            if known is not None:
                return known
            continue  # it ended between the two statements: there is room for ours now
        transaction.on_commit(partial(dispatch.send, job.id, job.queue))
        return job


def _open_job_with(dedupe_key: str) -> Job | None:
    open_jobs = Job.objects.filter(dedupe_key=dedupe_key)
    open_jobs.filter(state=State.RUNNING).update(again=True)
    return open_jobs.filter(state__in=[State.QUEUED, State.RUNNING]).first()


def job_claim(*, job_id: UUID, worker: str) -> Claim | None:
    """The winner's claim; None for everybody else, and for a job that is not due."""
    with transaction.atomic():  # the update's lock holds until the token is read
        won = (
            Job.objects.filter(id=job_id, state=State.QUEUED, cancel_requested=False)
            .filter(Q(not_before=None) | Q(not_before__lte=Now()))
            .update(
                state=State.RUNNING,
                token=F("token") + 1,
                attempts=F("attempts") + 1,
                lease_until=from_now(settings.JOB_LEASE_SECONDS),
                heartbeat_at=Now(),
                started_at=Coalesce("started_at", Now()),
                pace_since=None,
                worker=worker[:120],
            )
        )
        if not won:
            return None
        return Claim(job_id, Job.objects.values_list("token", flat=True).get(id=job_id))


def job_heartbeat(*, claim: Claim) -> None:
    """Prolong the lease; raises LeaseLost."""
    _held_update(claim, heartbeat_at=Now(), lease_until=from_now(settings.JOB_LEASE_SECONDS))


def job_progress(*, claim: Claim, done: int, total: int, message: str) -> None:
    """``done`` of ``total``, from which the pace of this attempt follows: it is measured anew
    where the total changes or the count begins again."""
    goes_on = When(pace_since__isnull=False, total=total, done__lte=done, then=F("pace_from"))
    since = When(pace_since__isnull=False, total=total, done__lte=done, then=F("pace_since"))
    _held_update(
        claim,
        pace_from=Case(goes_on, default=Value(done)),
        pace_since=Case(since, default=Now()),
        done=done,
        total=total,
        message=message[:300],
    )


def job_saved(*, claim: Claim) -> None:
    """This attempt was not in vain: work that is killed again and again, and saves in between,
    goes on for ever, and only attempts in a row that save nothing use themselves up."""
    _held_update(claim, attempts=1)


def job_log(*, claim: Claim, text: str) -> None:
    """Append to the log, of which the last LOG_CHARACTERS are kept."""
    _held_update(claim, log=Right(Concat("log", Value(text)), LOG_CHARACTERS))


def job_note(*, claim: Claim, line: str) -> None:
    """A line of the log, with the time of day (UTC)."""
    stamp = time.strftime("%H:%M:%S", time.gmtime())
    job_log(claim=claim, text=f"{stamp} {line.rstrip()}\n")


def job_succeed(*, claim: Claim, result: dict[str, Any]) -> None:
    _end(claim, state=State.SUCCEEDED, result=result, error="")


def job_refuse(*, claim: Claim, reason: str) -> None:
    """Failed for good, whatever attempts are left."""
    _end(claim, state=State.FAILED, error=reason[:ERROR_CHARACTERS])


def job_stop(*, claim: Claim) -> None:
    """The handler returned early: cancelled if asked for, else back in the queue, uncounted."""
    with transaction.atomic():
        if not claim.held().filter(cancel_requested=True).exists():
            _held_update(claim, attempts=F("attempts") - 1, **_back_in_queue())
            return
        _end(claim, state=State.CANCELLED)


def job_attempt_fail(*, claim: Claim, reason: str) -> Job.State:
    """Failed after the last attempt, cancelled if asked for, else queued for a later attempt."""
    with transaction.atomic():
        job = claim.held().select_for_update().first()
        if job is None:
            raise LeaseLost
        return _after_failure(job, reason)


def _after_failure(job: Job, reason: str, *, at_once: bool = False) -> Job.State:
    """``at_once``: the next attempt needs no wait."""
    claim = Claim(job.id, job.token)
    reason = reason[:ERROR_CHARACTERS]
    job_note(claim=claim, line=f"Attempt {job.attempts} of {job.max_attempts}: {reason}")
    if job.cancel_requested:
        _end(claim, state=State.CANCELLED)
        return State.CANCELLED
    if job.attempts >= job.max_attempts:
        _end(claim, state=State.FAILED, error=reason)
        return State.FAILED
    waits: list[float] = settings.JOB_BACKOFF_SECONDS
    wait = waits[min(job.attempts, len(waits)) - 1]
    wait *= random.uniform(0.75, 1.25)  # so that jobs that failed together do not return together
    not_before = None if at_once else from_now(wait)
    _held_update(claim, **_back_in_queue(), error=reason, not_before=not_before)
    return State.QUEUED


def job_cancel(*, job_id: UUID, by: User | None = None) -> bool:
    """A waiting job ends at once, a running one is asked to stop; False if it had ended."""
    jobs = Job.objects.filter(id=job_id)
    done = jobs.filter(state=State.QUEUED).update(
        state=State.CANCELLED, finished_at=Now()
    ) or jobs.filter(state=State.RUNNING).update(cancel_requested=True, again=False)
    if done:
        _audit(job_id, by, "Cancelled.")
    return bool(done)


NOT_RETRIED = _("Only failed and cancelled jobs can be retried, and not while the same is queued.")
"""What to say where job_retry returns False."""


def job_retry(*, job_id: UUID, by: User | None = None) -> bool:
    """Queue a failed or cancelled job afresh; False if it is in another state or was requeued."""
    ended = Job.objects.filter(id=job_id, state__in=[State.FAILED, State.CANCELLED])
    try:
        with transaction.atomic():
            moved = ended.update(
                **_back_in_queue(),
                attempts=0,
                cancel_requested=False,
                error="",
                message="",
                started_at=None,
                finished_at=None,
                not_before=None,
            )
    except IntegrityError:  # another one with the same dedupe_key is open
        return False
    if moved:
        _audit(job_id, by, "Queued again.")
        queue = Job.objects.values_list("queue", flat=True).get(id=job_id)
        transaction.on_commit(partial(dispatch.send, job_id, queue))
    return bool(moved)


def _audit(job_id: UUID, by: User | None, change: str) -> None:
    """Who did it, in the history of the admin; nobody is named where nobody is known."""
    if by is not None:
        jobs = Job.objects.filter(id=job_id)
        LogEntry.objects.log_actions(by.pk, jobs, CHANGE, change_message=change, single_object=True)


def leases_expire() -> int:
    """Take back the jobs of workers that went silent; returns how many."""
    silent = Job.objects.filter(state=State.RUNNING, lease_until__lt=Now())
    if not silent.exists():  # the usual answer, without taking a lock
        return 0
    with transaction.atomic():
        jobs = list(silent.select_for_update(skip_locked=_can_skip_locked()))
        for job in jobs:
            _after_failure(
                job,
                f"The process that ran this job ({job.worker}) ended without a word: it was "
                "killed, ran out of memory, or its machine stopped.",
                at_once=True,  # the lease was wait enough
            )
    return len(jobs)


def _can_skip_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _back_in_queue() -> dict[str, Any]:
    return {"state": State.QUEUED, "lease_until": None, "dispatched_at": None}


def _end(claim: Claim, *, state: Job.State, **values: Any) -> None:
    """Close the job, and queue its copy if it was asked for again meanwhile."""
    with transaction.atomic():
        _held_update(claim, state=state, lease_until=None, finished_at=Now(), **values)
        job = Job.objects.get(id=claim.job_id)
        if job.again:
            job_enqueue(
                kind=job.kind,
                payload=job.payload,
                created_by=job.created_by,
                dedupe_key=job.dedupe_key,
                queue=job.queue,
            )


def _held_update(claim: Claim, **values: Any) -> None:
    if not claim.held().update(**values):
        raise LeaseLost
