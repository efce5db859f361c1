"""Quick calls: functions that run where the models are, and whose answers somebody waits for.

    @calls.function("studio.draw")
    def draw(model: int, recipes: list[dict]) -> list[dict]: ...

    calls.call("studio.draw", model=1, recipes=[...])

They run in this process or on the queue ``inference`` (settings.INFERENCE_TRANSPORT). Both ways
take and give JSON, are bounded in length and in time, and raise the same problems. What takes
longer than a few seconds is a job instead.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from celery import current_app
from celery.exceptions import TimeoutError as CeleryTimeoutError
from django.conf import settings
from django.db import close_old_connections
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from webapp.core.problems import Problem

logger = logging.getLogger(__name__)
QUEUE = "inference"
TASK = "webapp.jobs.tasks.call"
PATIENCE = 5.0
"""Seconds that an answer is waited for unless the caller says otherwise."""
THREADS = 4
"""They mostly decode and wait: a model itself takes one answer at a time."""
WAITING = 100
"""Calls that may wait; the next visitor is told to come back in a moment."""
PAUSE = 2.0
"""Seconds for which a broker that did not answer is left alone, so that pages stay quick."""

Function = Callable[..., Any]


def _busy() -> Problem:
    return Problem(
        503,
        _("Much to do at once"),
        _("Many people are asking just now. Please try again in a few seconds."),
        retry_after=3,
    )


def _away() -> Problem:
    return Problem(
        503,
        _("Resting for a moment"),
        _("This cannot be answered just now. Please try again in a moment."),
        retry_after=5,
    )


@dataclass(frozen=True)
class Refusals:
    """What a caller's visitors are told; the defaults fit everywhere and say little."""

    busy: Callable[[], Problem] = _busy
    """Too much waits, or the answer takes too long."""
    away: Callable[[], Problem] = _away
    """The broker does not answer."""


@dataclass(frozen=True)
class _Entry:
    function: Function
    refusals: Refusals


_entries: dict[str, _Entry] = {}
_away_until = 0.0
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="calls")
_places = threading.BoundedSemaphore(THREADS + WAITING)


def function(name: str, *, refusals: Refusals | None = None) -> Callable[[Function], Function]:
    """Register a function, in a module that the app's AppConfig.ready imports. Arguments and
    value are JSON; whatever refuses a visitor is raised as Problem."""

    def register(made: Function) -> Function:
        known = _entries.get(name)
        if known is not None and known.function is not made:
            raise ValueError(f"two functions are registered as {name!r}")
        _entries[name] = _Entry(made, refusals or Refusals())
        return made

    return register


def call(name: str, /, *, timeout: float = PATIENCE, **arguments: Any) -> Any:
    """Run a function and wait for its value.

    Raises Problem 503 when too much waits or the answer takes longer than ``timeout`` seconds,
    and any problem that the function raised.
    """
    entry = _entries[name]
    if settings.INFERENCE_TRANSPORT == "celery":
        return _read(_ask_queue(name, entry.refusals, arguments, timeout))
    return entry.function(**arguments)


def send(name: str, /, **arguments: Any) -> None:
    """Have a function run soon; what it finds it writes to the database. Call it outside of a
    transaction. Raises Problem 503 when too much waits."""
    entry = _entries[name]
    if settings.INFERENCE_TRANSPORT == "celery":
        _post(name, entry.refusals, arguments, ignore_result=True, expires=2 * PATIENCE)
        return
    if not _places.acquire(blocking=False):
        raise entry.refusals.busy()
    _pool.submit(_run_and_leave, name, arguments)


def answer(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """A function's answer as the queue carries it: {"value": …} or {"problem": {…}}."""
    try:
        return {"value": _entries[name].function(**arguments)}
    except Problem as problem:
        document = {key: getattr(problem, key) for key in ("status", "title", "detail", "type")}
        return {"problem": document | problem.extra}


def _run_and_leave(name: str, arguments: dict[str, Any]) -> None:
    try:
        _entries[name].function(**arguments)
    except Problem as problem:
        logger.warning("%s was refused: %s", name, problem)
    except Exception:
        logger.exception("%s failed", name)
    finally:
        _places.release()
        close_old_connections()


def _ask_queue(
    name: str, refusals: Refusals, arguments: dict[str, Any], timeout: float
) -> dict[str, Any]:
    result = _post(name, refusals, arguments, ignore_result=False, expires=timeout)
    try:
        document: dict[str, Any] = result.get(timeout=timeout, interval=0.01)
        return document
    except CeleryTimeoutError:
        raise refusals.busy() from None
    except (OperationalError, RedisError, OSError) as error:
        raise _gone(refusals, error) from error
    finally:
        _forget(result)


def _post(name: str, refusals: Refusals, arguments: dict[str, Any], **options: Any) -> Any:
    if time.monotonic() < _away_until:
        raise refusals.away()
    at_once = {**current_app.conf.broker_transport_options, "max_retries": 0}
    try:
        with current_app.connection_for_write(transport_options=at_once) as connection:
            channel: Any = connection.default_channel
            if channel.queue_declare(queue=QUEUE, durable=True).message_count >= WAITING:
                raise refusals.busy()
            return current_app.send_task(
                TASK,
                args=[name, arguments],
                queue=QUEUE,
                connection=connection,
                retry=False,
                **options,
            )
    except (OperationalError, RedisError, OSError) as error:
        raise _gone(refusals, error) from error


def _forget(result: Any) -> None:
    """Nothing of an answer stays behind in Redis."""
    try:
        result.forget()
    except (OperationalError, RedisError, OSError):
        logger.warning("an answer could not be removed; it expires by itself")


def _read(document: dict[str, Any]) -> Any:
    if "problem" in document:
        raise Problem(**document["problem"])
    return document["value"]


def _gone(refusals: Refusals, error: Exception) -> Problem:
    global _away_until
    _away_until = time.monotonic() + PAUSE
    logger.error("the queue for quick answers does not answer: %s", error)
    return refusals.away()
