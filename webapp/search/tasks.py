"""What workers and the clock call; quick answers are in inference."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import indexing, services, shadow_history


@handler(indexing.KIND, isolated=True)
def reindex(context: JobContext) -> dict[str, Any] | None:
    return indexing.index_rebuild(context)


@periodic(seconds=services.PURGE_SECONDS)
def photos_purge() -> None:
    services.photo_queries_purge()


@periodic(seconds=86_400)
def shadow_tidy() -> None:
    shadow_history.shadows_tidy()
