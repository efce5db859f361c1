"""Run jobs inside a test, without workers, threads or child processes."""

from webapp.jobs import runner, selectors, services
from webapp.jobs.context import RunningJob
from webapp.jobs.models import Job


def run_due_jobs() -> int:
    count = 0
    while (job := selectors.jobs_due().order_by("created_at").first()) is not None:
        claim = services.job_claim(job_id=job.id, worker="test")
        assert claim is not None
        runner.attempt(RunningJob(claim))
        count += 1
    return count


def run_told(job: Job) -> list[tuple[int, int]]:
    """Run a queued job: (done, total) each time it says how far it is.

    No thread watches it, as webapp.jobs.foreground's does: it would not see a test's transaction.
    """
    claim = services.job_claim(job_id=job.id, worker="test")
    assert claim is not None
    running = _Telling(claim)
    runner.attempt(running)
    return running.told


class _Telling(RunningJob):
    def __init__(self, claim: services.Claim) -> None:
        super().__init__(claim)
        self.told: list[tuple[int, int]] = []

    def progress(self, done: int, total: int, message: str = "") -> None:
        super().progress(done, total, message)
        self.told.append((done, total))
