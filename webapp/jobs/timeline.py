"""A job's life as a few steps, for a drawing and for the command line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from .models import Job

State = Job.State
Look = Literal["done", "now", "bad", "ahead"]


@dataclass(frozen=True)
class Step:
    label: str
    look: Look
    at: datetime | None = None
    note: str = ""


def timeline(job: Job) -> list[Step]:
    """Asked for, handed to a worker, running, ended; what lies ahead comes without a time."""
    return [Step(_("asked for"), "done", job.created_at), _sent(job), _run(job), _end(job)]


def _sent(job: Job) -> Step:
    if job.state != State.QUEUED:
        sent = job.dispatched_at
        if sent and job.started_at and sent > job.started_at:
            sent = None  # that of a later attempt, or of a message that was sent again
        return Step(_("sent"), "done" if job.started_at else "ahead", sent)
    if job.not_before is not None and job.attempts:
        return Step(_("waits to be tried again"), "now", job.not_before)
    if job.dispatched_at is None:
        return Step(_("waits to be sent"), "now")
    return Step(_("waits for a worker"), "now", job.dispatched_at)


def _run(job: Job) -> Step:
    attempt = _("attempt %(n)d of %(of)d") % {"n": job.attempts, "of": job.max_attempts}
    if job.state == State.RUNNING:
        label = _("stopping") if job.cancel_requested else _("running")
        return Step(label, "now", job.started_at, attempt)
    if job.started_at is None:
        return Step(_("running"), "ahead")
    look: Look = "ahead" if job.state == State.QUEUED else "done"
    return Step(_("running"), look, job.started_at, attempt if job.attempts else "")


def _end(job: Job) -> Step:
    if job.is_open:
        return Step(_("done"), "ahead")
    look: Look = "done" if job.state == State.SUCCEEDED else "bad"
    return Step(str(job.get_state_display()), look, job.finished_at)
