"""Where inference runs: in this process, or on the queue ``inference``.

Both ways run the functions of ``webapp.search.inference``, take and give JSON, are bounded in
length and in time, and raise the same problems.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celery import current_app
from celery.exceptions import TimeoutError as CeleryTimeoutError
from django.conf import settings
from django.db import close_old_connections
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from webapp.core.problems import Problem

from . import inference, refusals
from .contracts import PATIENCE

logger = logging.getLogger(__name__)
QUEUE = "inference"
TASK = "webapp.search.tasks.infer"
THREADS = 4
"""They mostly decode and wait: the model itself runs in batches on one thread."""
WAITING = 100
"""Photos that may wait; the next visitor is told to come back in a moment."""

PAUSE = 2.0
"""Seconds for which a broker that did not answer is left alone, so that pages stay quick."""

_away_until = 0.0
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="inference")
_places = threading.BoundedSemaphore(THREADS + WAITING)


def call(name: str, *, timeout: float = PATIENCE, **arguments: Any) -> Any:
    """Run a function of ``inference`` and wait for its value.

    Raises Problem 503 when too much waits or the answer takes longer than ``timeout`` seconds,
    and any problem that the function raised.
    """
    if settings.INFERENCE_TRANSPORT == "celery":
        return _answer(_ask_queue(name, arguments, timeout))
    return inference.run(name, arguments)


def send(name: str, **arguments: Any) -> None:
    """Have a function run soon; what it finds it writes to the database. Call it outside of a
    transaction. Raises Problem 503 when too much waits."""
    if settings.INFERENCE_TRANSPORT == "celery":
        _post(name, arguments, ignore_result=True, expires=2 * PATIENCE)
        return
    if not _places.acquire(blocking=False):
        raise refusals.busy()
    _pool.submit(_run_and_leave, name, arguments)


def _run_and_leave(name: str, arguments: dict[str, Any]) -> None:
    try:
        inference.run(name, arguments)
    except Problem as problem:
        logger.warning("%s was refused: %s", name, problem)
    except Exception:
        logger.exception("%s failed", name)
    finally:
        _places.release()
        close_old_connections()


def _ask_queue(name: str, arguments: dict[str, Any], timeout: float) -> dict[str, Any]:
    result = _post(name, arguments, ignore_result=False, expires=timeout)
    try:
        answer: dict[str, Any] = result.get(timeout=timeout, interval=0.01)
        return answer
    except CeleryTimeoutError:
        raise refusals.busy() from None
    except (OperationalError, RedisError, OSError) as error:
        raise _away(error) from error
    finally:
        _forget(result)


def _post(name: str, arguments: dict[str, Any], **options: Any) -> Any:
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
        raise _away(error) from error


def _forget(result: Any) -> None:
    """Nothing of a search stays behind in Redis."""
    try:
        result.forget()
    except (OperationalError, RedisError, OSError):
        logger.warning("an answer could not be removed; it expires by itself")


def _answer(document: dict[str, Any]) -> Any:
    if "problem" in document:
        raise Problem(**document["problem"])
    return document["value"]


def _away(error: Exception) -> Problem:
    global _away_until
    _away_until = time.monotonic() + PAUSE
    logger.error("the queue for photos does not answer: %s", error)
    return refusals.away()
