"""Celery beat as a time keeper: it ticks itself, and so works while the broker is away."""

from typing import Any

from celery.beat import Scheduler

from . import ticker


class JobScheduler(Scheduler):
    """``celery -A webapp beat`` runs the sweeper and the periodic functions in its own process."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Returns the seconds until the next tick."""
        ticker.tick()
        return ticker.SECONDS
