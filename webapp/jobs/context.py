"""A running job's own view of itself, and the thread that keeps its lease alive."""

import contextlib
import logging
import math
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from . import services
from .handlers import LeaseLost
from .models import Job
from .services import Claim

logger = logging.getLogger(__name__)
PROGRESS_SECONDS = 0.5
"""At most one row update for progress in this time, except for the last one."""
WATCH_SECONDS = 1.0
"""How often a running job looks whether it should stop."""

shutdown = threading.Event()
"""Set when this process is asked to end: running jobs save and go back to the queue."""


class RunningJob:
    """The JobContext of one attempt (see handlers.JobContext for what each method promises)."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.job = Job.objects.get(id=claim.job_id)
        self.payload: dict[str, Any] = self.job.payload
        self.was_told_to_stop = False
        self._stop = threading.Event()
        self._last_progress = 0.0

    def progress(self, done: int, total: int, message: str = "") -> None:
        now = time.monotonic()
        if now - self._last_progress < PROGRESS_SECONDS and done < total:
            return
        self._last_progress = now
        services.job_progress(claim=self.claim, done=done, total=total, message=message)

    def log(self, line: str) -> None:
        services.job_note(claim=self.claim, line=line)

    def should_stop(self) -> bool:
        stop = self._stop.is_set() or shutdown.is_set()
        self.was_told_to_stop = self.was_told_to_stop or stop
        return stop

    def saved(self) -> None:
        services.job_saved(claim=self.claim)

    @contextlib.contextmanager
    def fenced(self) -> Iterator[None]:
        with transaction.atomic():
            services.job_heartbeat(claim=self.claim)  # locks the row, or raises LeaseLost
            yield

    @contextlib.contextmanager
    def heartbeat(self) -> Iterator[None]:
        """Keep the lease while the block runs, and watch for a cancel."""
        ended = threading.Event()
        thread = threading.Thread(
            target=self._watch, args=(ended,), name=f"heartbeat-{self.job.id}", daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _watch(self, ended: threading.Event) -> None:
        beat_every = settings.JOB_LEASE_SECONDS / 3
        # The first one at once: a new process has used seconds of its lease up to come this far.
        last_beat = -math.inf
        try:
            while not ended.wait(min(WATCH_SECONDS, beat_every)):
                try:
                    if time.monotonic() - last_beat >= beat_every:
                        services.job_heartbeat(claim=self.claim)
                        last_beat = time.monotonic()
                    if self.is_over_or_cancelled():
                        self._stop.set()
                except LeaseLost:
                    self._stop.set()
                    return
                except DatabaseError:
                    # Away for a moment; if it lasts, the lease runs out and says so later.
                    logger.warning("heartbeat of job %s did not arrive", self.job.id)
                    connection.close()
        finally:
            connection.close()

    def is_over_or_cancelled(self) -> bool:
        flags = self.claim.held().values_list("cancel_requested", flat=True).first()
        return flags is None or flags
