"""Time keeping: the sweeper and the periodic functions, once a second."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from . import periodic, sweeper

logger = logging.getLogger(__name__)
SECONDS = 1.0
RECENT_SECONDS = 60.0
"""Longer than a periodic function may take, during which there is no other round."""

_whole_at = time.monotonic()  # a process that has just begun is given the time of one


def tick() -> None:
    """One round; what fails is logged and tried again in the next."""
    global _whole_at
    close_old_connections()
    went_well = [_try(function) for function in (sweeper.sweep, periodic.run_due)]
    close_old_connections()
    if all(went_well):
        _whole_at = time.monotonic()


def _try(function: Callable[[], object]) -> bool:
    try:
        function()
    except DatabaseError as error:
        logger.warning("%s waits for the database: %s", function.__name__, error)
        return False
    except Exception:
        logger.exception("%s failed", function.__name__)
        return False
    return True


def is_recent() -> bool:
    """Whether this process has lately gone through a round in which nothing failed."""
    return time.monotonic() - _whole_at < RECENT_SECONDS


def run_until(stop: threading.Event) -> None:
    while not stop.wait(SECONDS):
        tick()
