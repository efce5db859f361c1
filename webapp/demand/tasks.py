"""What workers and the clock call."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import grouping, services


@handler(grouping.JOB)
def regroup(context: JobContext) -> dict[str, Any] | None:
    """In the worker's own process: it needs NumPy alone, and asks the search's for the rest."""
    return {"shown": grouping.wants_regroup()}


@periodic(seconds=3_600)
def demand_look() -> None:
    """Keys and old wants go on time; new wants are grouped within the hour."""
    if services.demand_tidy() or grouping.is_due():
        grouping.regroup_enqueue()


@periodic(seconds=86_400)
def demand_refresh() -> None:
    """The shop may have something near by now."""
    grouping.regroup_enqueue()
