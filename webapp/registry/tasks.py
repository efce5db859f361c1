"""Doors from the job queue to the registry."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler

from . import comparing, promoting


@handler(promoting.PROMOTE, isolated=True, permission="registry.promote_modelversion")
def promote(context: JobContext) -> dict[str, Any] | None:
    return promoting.promotion_run(context)


@handler(promoting.PREPARE, isolated=True)
def prepare(context: JobContext) -> dict[str, Any] | None:
    return promoting.prepare_run(context)


@handler(comparing.KIND, isolated=True)
def compare(context: JobContext) -> dict[str, Any] | None:
    return comparing.comparison_run(context)
