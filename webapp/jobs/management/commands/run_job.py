"""The child process of one isolated job; started by webapp.jobs.supervisor, not by people."""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from webapp.jobs.context import RunningJob, shutdown
from webapp.jobs.runner import attempt
from webapp.jobs.services import Claim


class Command(BaseCommand):
    help = "Run one claimed job in this process (used by the worker itself)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job_id", type=UUID)
        parser.add_argument("token", type=int)

    def handle(self, *args: Any, job_id: UUID, token: int, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: shutdown.set())
        threading.Thread(target=_end_with_the_supervisor, daemon=True).start()
        with suppress(OSError):  # if memory runs out, this process goes first, not the site
            Path("/proc/self/oom_score_adj").write_text("500")
        claim = Claim(job_id, token)
        if claim.held().exists():
            job = RunningJob(claim)
            with job.heartbeat():
                attempt(job)


def _end_with_the_supervisor() -> None:
    """Blocks until the pipe from the supervisor closes, then stops this job in two steps."""
    sys.stdin.buffer.read()
    shutdown.set()
    threading.Event().wait(settings.JOB_STOP_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)
