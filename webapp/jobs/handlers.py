"""What each kind of job runs, and what a running job may call.

    @handler("catalog.import", isolated=True)
    def run(context: JobContext) -> dict | None: ...

Handlers live in the apps' ``tasks`` modules, which jobs' AppConfig imports.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from .models import Job

QUEUES = ("default", "inference", "training")


class JobRefused(Exception):
    """The job can never succeed; the message is a plain sentence for whoever started it."""


class LeaseLost(Exception):
    """Another worker has taken this job over: whoever sees this must stop and write nothing."""


class JobContext(Protocol):
    """What a handler receives."""

    job: Job
    payload: dict[str, Any]

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Cheap enough to call for every row; raises LeaseLost."""

    def log(self, line: str) -> None:
        """Append a line to the job's log, of which the tail is kept; raises LeaseLost."""

    def should_stop(self) -> bool:
        """True after a cancel, at a shutdown, or when the lease is lost: save and return."""

    def saved(self) -> None:
        """A later attempt would go on from here: attempts are counted anew; raises LeaseLost."""

    def fenced(self) -> AbstractContextManager[None]:
        """A transaction that fails with LeaseLost unless this worker still holds the job."""


Run = Callable[[JobContext], dict[str, Any] | None]


@dataclass(frozen=True)
class Handler:
    kind: str
    run: Run
    queue: str
    isolated: bool
    """Runs in a child process: long work, or work whose memory must come back."""
    max_attempts: int
    permission: str
    """What cancelling and retrying needs besides, as starting it does; empty: nothing."""


_handlers: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    queue: str = "default",
    isolated: bool = False,
    max_attempts: int = 3,
    permission: str = "",
) -> Callable[[Run], Run]:
    """Register a function as the handler of ``kind``."""
    if queue not in QUEUES:
        raise ValueError(f"no queue named {queue!r}; there are {', '.join(QUEUES)}")

    def register(run: Run) -> Run:
        known = _handlers.get(kind)
        if known is not None and known.run is not run:
            raise ValueError(f"two handlers for jobs of kind {kind!r}")
        _handlers[kind] = Handler(kind, run, queue, isolated, max_attempts, permission)
        return run

    return register


def handler_of(kind: str) -> Handler:
    """Raises JobRefused for a kind nobody handles (any more)."""
    try:
        return _handlers[kind]
    except KeyError:
        raise JobRefused(f"This version of the program has no job of kind {kind!r}.") from None


def permission_of(kind: str) -> str:
    """Empty also for a kind nobody handles (any more): its jobs can do nothing."""
    entry = _handlers.get(kind)
    return entry.permission if entry else ""


def handlers() -> Iterator[Handler]:
    yield from sorted(_handlers.values(), key=lambda entry: entry.kind)
