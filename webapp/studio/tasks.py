"""What workers and the clock call."""

from typing import Any

from webapp.jobs.handlers import JobContext, handler
from webapp.jobs.periodic import periodic

from . import making


@handler(making.JOB, isolated=True)
def make(context: JobContext) -> dict[str, Any] | None:
    """In a process of its own: a search for a photo needs torch, whose memory must come back."""
    return making.sheet_run(context)


@periodic(seconds=3600)
def sheets_clear() -> None:
    making.sheets_clear()
