"""The one Celery task of all jobs: the message names a row, and the row decides."""

from uuid import UUID

from celery import shared_task

from . import runner


@shared_task(name="webapp.jobs.tasks.work", ignore_result=True)
def work(job_id: str) -> None:
    runner.work(UUID(job_id))
