"""Time keeping: the sweeper and the periodic functions, once a second."""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from . import periodic, sweeper

logger = logging.getLogger(__name__)
SECONDS = 1.0


def tick() -> None:
    """One round; what fails is logged and tried again in the next."""
    close_old_connections()
    for function in (sweeper.sweep, periodic.run_due):
        try:
            function()
        except DatabaseError as error:
            logger.warning("%s waits for the database: %s", function.__name__, error)
        except Exception:
            logger.exception("%s failed", function.__name__)
    close_old_connections()


def run_until(stop: threading.Event) -> None:
    while not stop.wait(SECONDS):
        tick()
