"""The one Celery task of all jobs: the message names a row, and the row decides."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_shutting_down

from . import runner
from .context import shutdown


@shared_task(name="webapp.jobs.tasks.work", ignore_result=True)
def work(job_id: str) -> None:
    runner.work(UUID(job_id))


@worker_shutting_down.connect
def stop_jobs(**options: Any) -> None:
    """Running jobs save and return to the queue, so that a worker's stop does not wait for them."""
    shutdown.set()
