"""A job that a command runs in its own process instead of leaving it to a worker."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError

from . import runner, services
from .context import RunningJob
from .models import Job

Tell = Callable[[int, int, str], None]
"""Gets done, total and message, as JobContext.progress does."""


def job_run_here(job: Job, *, tell: Tell) -> dict[str, Any] | None:
    """Run a queued job to its end; its result, or None where another process has it already.

    Raises CommandError with the reason if it does not succeed.
    """
    claim = services.job_claim(job_id=job.id, worker=runner.worker_name())
    if claim is None:
        return None
    running = _Told(claim, tell)
    with running.heartbeat():
        runner.attempt(running)
    job.refresh_from_db()
    if job.state != Job.State.SUCCEEDED:
        raise CommandError(job.error or f"The job ended as {job.get_state_display()}.")
    result: dict[str, Any] = job.result
    return result


class _Told(RunningJob):
    def __init__(self, claim: services.Claim, tell: Tell) -> None:
        super().__init__(claim)
        self._tell = tell

    def progress(self, done: int, total: int, message: str = "") -> None:
        super().progress(done, total, message)
        self._tell(done, total, message)
