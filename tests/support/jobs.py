"""Run jobs inside a test, without workers, threads or child processes."""

from webapp.jobs import runner, selectors, services
from webapp.jobs.context import RunningJob


def run_due_jobs() -> int:
    count = 0
    while (job := selectors.jobs_due().order_by("created_at").first()) is not None:
        claim = services.job_claim(job_id=job.id, worker="test")
        assert claim is not None
        runner.attempt(RunningJob(claim))
        count += 1
    return count
