"""Celery beat as a time keeper: it ticks itself, and so works while the broker is away."""

from typing import Any

from celery.beat import Scheduler

from . import ticker
from .presence import CLOCK, Presence


class JobScheduler(Scheduler):
    """``celery -A webapp beat`` runs the sweeper and the periodic functions in its own process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._presence: Presence | None = None
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Returns the seconds until the next tick."""
        if self._presence is None:
            self._presence = Presence({CLOCK: []}, is_well=ticker.is_recent)
            self._presence.start()
        ticker.tick()
        return ticker.SECONDS

    def close(self) -> None:
        if self._presence is not None:
            self._presence.stop()
        super().close()
