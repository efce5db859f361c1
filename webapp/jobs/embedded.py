"""Celery workers in threads of this process, for `manage.py up`: nothing else to start."""

import logging
import threading
import time
from typing import Any

from celery import Celery, _state
from django.conf import settings
from django.db import connection

from webapp.celery import app

from . import dispatch, ticker
from .context import shutdown
from .models import Job
from .presence import CLOCK, Presence

logger = logging.getLogger(__name__)
WORKERS = {"default": (["default", "inference"], 3), "training": (["training"], 1)}
"""Name → queues and threads: a training never stands in the way of a search."""
START_SECONDS = 10.0


def worker(name: str, queues: list[str], threads: int) -> Any:
    """A WorkController with an application of its own, to which the queues to work belong."""
    own = Celery(f"{app.main}-{name}", set_as_current=False)
    own.config_from_object("django.conf:settings", namespace="CELERY")
    return own.WorkController(
        hostname=f"{name}@up",
        pool_cls="threads",
        concurrency=threads,
        queues=queues,
        # Celery keeps one event loop a process, and two workers in it poll each other's sockets.
        use_eventloop=False,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )


def _is_consuming(worker: Any) -> bool:
    return bool(worker.consumer and worker.consumer.task_consumer)


class EmbeddedWorkers:
    """The workers and the time keeper; start once, stop once."""

    def __init__(self) -> None:
        self._workers = {name: worker(name, *shape) for name, shape in WORKERS.items()}
        self._stop = threading.Event()
        self._presences = [
            Presence({name: shape[0] for name, shape in WORKERS.items()}),
            Presence({CLOCK: []}, is_well=ticker.is_recent),
        ]
        self._threads = [
            *(threading.Thread(target=w.start, name=name) for name, w in self._workers.items()),
            threading.Thread(target=ticker.run_until, args=(self._stop,), name="ticker"),
        ]
        for thread in self._threads:
            thread.daemon = True

    def start(self) -> None:
        if dispatch.is_embedded():
            # The broker of the last run died with its process, and every message with it.
            Job.objects.filter(state=Job.State.QUEUED).update(dispatched_at=None)
            connection.close()
        for thread in self._threads:
            thread.start()
        for presence in self._presences:
            presence.start()
        deadline = time.monotonic() + START_SECONDS
        while not all(map(_is_consuming, self._workers.values())):
            if time.monotonic() > deadline:
                logger.warning("the queues are not being worked yet; is the broker there?")
                break
            time.sleep(0.02)
        # A worker forbids its process to wait for results, but the web threads are no tasks.
        _state._set_task_join_will_block(False)  # type: ignore[attr-defined]  # no public way
        dispatch.embedded_worker.set()

    def stop(self) -> None:
        """Running jobs save and return to the queue; then the threads end."""
        dispatch.embedded_worker.clear()
        shutdown.set()
        self._stop.set()
        # Each takes up to two seconds to notice, so they are told side by side.
        stoppers = [threading.Thread(target=worker.stop) for worker in self._workers.values()]
        for thread in stoppers:
            thread.start()
        for thread in (*stoppers, *self._threads):
            thread.join(timeout=settings.JOB_STOP_SECONDS + 5)
        for presence in self._presences:
            presence.stop()
