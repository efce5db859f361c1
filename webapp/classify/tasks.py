"""Doors from the job queue to the services."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler

from . import services


@handler(services.KIND, isolated=True)
def suggest(context: JobContext) -> dict[str, Any]:
    return services.suggestions_make(context)
