"""What workers and the clock call."""

from typing import Any

from celery import shared_task

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import indexing, inference, services
from .transport import TASK


@shared_task(name=TASK, ignore_result=False, time_limit=60)
def infer(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """On the queue ``inference``: run one function of ``webapp.search.inference``."""
    return inference.answer(name, arguments)


@handler(indexing.KIND, isolated=True)
def reindex(context: JobContext) -> dict[str, Any] | None:
    return indexing.index_rebuild(context)


@periodic(seconds=services.PURGE_SECONDS)
def photos_purge() -> None:
    services.photo_queries_purge()
