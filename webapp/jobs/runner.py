"""One attempt at one job: claim, run, and write down how it ended."""

import errno
import logging
import os
import socket
import traceback
from collections.abc import Iterator
from uuid import UUID

from django.db import DatabaseError, close_old_connections

from . import services
from .context import RunningJob
from .handlers import JobRefused, LeaseLost, handler_of
from .services import Claim
from .supervisor import run_in_child

logger = logging.getLogger(__name__)


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def work(job_id: UUID) -> bool:
    """Run a job if it is free and due; False if another worker has it or it has ended."""
    close_old_connections()
    try:
        claim = services.job_claim(job_id=job_id, worker=worker_name())
        if claim is None:
            return False
        job = RunningJob(claim)
        try:
            is_isolated = handler_of(job.job.kind).isolated
        except JobRefused as refusal:
            services.job_refuse(claim=claim, reason=str(refusal))
            return True
        if is_isolated:
            run_in_child(claim)
        else:
            with job.heartbeat():
                attempt(job)
        return True
    finally:
        close_old_connections()


def attempt(job: RunningJob) -> None:
    """Call the handler in this process and record the outcome; never raises for the job's sake."""
    claim = job.claim
    try:
        try:
            result = handler_of(job.job.kind).run(job)
        except JobRefused as refusal:
            services.job_refuse(claim=claim, reason=str(refusal))
        except (LeaseLost, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            _failed(claim, error)
        else:
            if job.was_told_to_stop:
                services.job_stop(claim=claim)
            else:
                services.job_succeed(claim=claim, result=result or {})
    except LeaseLost:
        logger.warning("job %s was taken over by another worker", job.job.id)
    except DatabaseError:
        logger.exception("the end of job %s could not be written; its lease will run out", claim)


def _failed(claim: Claim, error: BaseException) -> None:
    logger.warning("job %s failed", claim.job_id, exc_info=error)
    services.job_log(claim=claim, text="".join(traceback.format_exception(error)))
    services.job_attempt_fail(claim=claim, reason=reason_of(error))


def reason_of(error: BaseException) -> str:
    """Why an attempt failed, for a person without a terminal."""
    if any(map(_is_disk_full, _causes(error))):
        return "The disk is full. Free some space, then retry the job."
    if isinstance(error, MemoryError):
        return "The machine ran out of memory."
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it was raised from, or while handling."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _is_disk_full(error: BaseException) -> bool:
    """By its number, or by the words of libraries that write files without Python."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return True
    return any(words in str(error) for words in ("No space left on device", "disk is full"))
