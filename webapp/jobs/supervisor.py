"""Long work in a child process: watched, stopped in two steps, and its death explained."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import IO

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from . import services
from .context import WATCH_SECONDS, RunningJob, shutdown
from .handlers import LeaseLost
from .services import Claim

TAIL_BYTES = 4_000


def run_in_child(claim: Claim) -> None:
    """Run ``manage.py run_job`` in a process group of its own and wait for its end.

    The child keeps the lease and writes its own outcome; only when it dies without doing so is
    the attempt recorded here. Its standard input is a pipe from this process: when that closes,
    even by a SIGKILL here, the child knows that nobody supervises it any more and stops.
    """
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "django", "run_job", str(claim.job_id), str(claim.token)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=settings.BASE_DIR,
            env=child_environment(),
        )
        was_shut_down = _wait(child, RunningJob(claim))
        kill_group(child.pid, signal.SIGKILL)  # whatever the child itself left behind
        child.wait()
        assert child.stdin is not None
        child.stdin.close()
        close_old_connections()
        try:
            if not claim.held().exists():
                return
            services.job_log(claim=claim, text=_tail(output))
            if was_shut_down or claim.held().filter(cancel_requested=True).exists():
                services.job_stop(claim=claim)
            else:
                services.job_attempt_fail(claim=claim, reason=death_of(child.returncode))
        except LeaseLost:
            return


def child_environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": os.pathsep.join(
            [str(settings.BASE_DIR), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
        "PYTHONUNBUFFERED": "1",
    }


def _wait(child: "subprocess.Popen[bytes]", job: RunningJob) -> bool:
    """Until the child has ended; True if it was stopped because this process shuts down."""
    kill_at: float | None = None
    was_shut_down = False
    while True:
        try:
            child.wait(timeout=WATCH_SECONDS)
            return was_shut_down
        except subprocess.TimeoutExpired:
            pass
        if kill_at is None and _should_stop(job):
            was_shut_down = shutdown.is_set()
            kill_at = time.monotonic() + settings.JOB_STOP_SECONDS
            kill_group(child.pid, signal.SIGTERM)
        elif kill_at is not None and time.monotonic() >= kill_at:
            kill_group(child.pid, signal.SIGKILL)


def _should_stop(job: RunningJob) -> bool:
    if shutdown.is_set():
        return True
    try:
        return job.is_over_or_cancelled()
    except DatabaseError:
        close_old_connections()
        return False


def kill_group(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # the group is empty
        os.killpg(group, number)


def _tail(output: IO[bytes]) -> str:
    output.seek(0, os.SEEK_END)
    output.seek(max(0, output.tell() - TAIL_BYTES))
    return output.read().decode(errors="replace")


def death_of(returncode: int) -> str:
    """In plain words, from subprocess's return code (negative = signal)."""
    if returncode == -signal.SIGKILL:
        return (
            "The job's process was killed (SIGKILL): the machine may have run out of memory, or "
            "somebody ended it."
        )
    if returncode < 0:
        return f"The job's process was ended by {signal.Signals(-returncode).name}."
    return f"The job's process ended with code {returncode} before it was done; see the log."
