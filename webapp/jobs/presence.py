"""Workers say that they are there, so that an admin sees which queue nobody works.

Only for people: who holds which job is decided by the jobs' own rows alone.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from .models import Worker
from .runner import worker_name
from .services import from_now

logger = logging.getLogger(__name__)
BEAT_SECONDS = 5.0
SILENT_AFTER = timedelta(seconds=20)
MEMORY_SECONDS = 3600.0
"""For so long a worker that ended without a word is shown as missing."""
CLOCK = "clock"
"""The name of what keeps time and works no queue."""


class Presence:
    """What one process does, by name: the queues of each of its workers, none for the clock.

    While ``is_well`` says no, it is silent, and so is missed as if it had been killed.
    """

    def __init__(
        self, parts: Mapping[str, Iterable[str]], *, is_well: Callable[[], bool] = lambda: True
    ) -> None:
        self._is_well = is_well
        self._has_begun = False
        self._process = worker_name()
        self._rows = {f"{self._process} {name}": ", ".join(q) for name, q in parts.items()}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye; a process that is killed is missed instead."""
        self._stop.set()
        self._thread.join(timeout=5)

    def beat(self) -> None:
        if not self._is_well():
            logger.warning("%s is not well and says nothing", ", ".join(self._rows))
            return
        rows = [
            Worker(name=n, process=self._process, queues=q, started_at=Now(), seen_at=Now())
            for n, q in self._rows.items()
        ]
        Worker.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["name"],
            # In a container that was killed, the next process has the same host and number.
            update_fields=["seen_at", "queues", *([] if self._has_begun else ["started_at"])],
        )
        self._has_begun = True
        if settings.WORKER_ALIVE_FILE:
            Path(settings.WORKER_ALIVE_FILE).touch()

    def leave(self) -> None:
        Worker.objects.filter(name__in=self._rows).delete()

    def _run(self) -> None:
        while True:
            self._try(self.beat)
            if self._stop.wait(BEAT_SECONDS):
                break
        self._try(self.leave)

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except (DatabaseError, OSError) as error:
            logger.warning("the presence of a worker could not be written: %s", error)
        finally:
            connection.close()


def workers_forget() -> int:
    """Delete the rows of processes that ended long ago without a word; returns how many."""
    return Worker.objects.filter(seen_at__lt=from_now(-MEMORY_SECONDS)).delete()[0]
