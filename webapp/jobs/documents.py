"""A job as JSON, for the API and the command."""

from typing import Any

from .models import Job

FIELDS = (
    "id",
    "kind",
    "queue",
    "state",
    "attempts",
    "max_attempts",
    "done",
    "total",
    "message",
    "error",
    "cancel_requested",
    "worker",
    "created_at",
    "started_at",
    "finished_at",
)


def job_document(job: Job, *, with_log: bool = False) -> dict[str, Any]:
    """What api.JobOut describes; with the log and the result, api.JobWithLog."""
    eta, age = job.eta, job.heartbeat_age
    document = {name: getattr(job, name) for name in FIELDS} | {
        "eta_seconds": None if eta is None else round(eta.total_seconds(), 1),
        "heartbeat_age_seconds": None if age is None else round(age.total_seconds(), 1),
    }
    return document | {"log": job.log, "result": job.result} if with_log else document
