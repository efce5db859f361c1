"""Doors from the job queue to the registry."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler

from . import comparing, promoting
from .access import MAY_PROMOTE


@handler(promoting.PROMOTE, isolated=True, permission=MAY_PROMOTE)
def promote(context: JobContext) -> dict[str, Any] | None:
    return promoting.promotion_run(context)


@handler(promoting.PREPARE, isolated=True, permission=MAY_PROMOTE)
def prepare(context: JobContext) -> dict[str, Any] | None:
    return promoting.prepare_run(context)


@handler(comparing.KIND, isolated=True, permission=MAY_PROMOTE)
def compare(context: JobContext) -> dict[str, Any] | None:
    return comparing.comparison_run(context)
