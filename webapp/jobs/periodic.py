"""Small recurring work, run by whichever process keeps time (`manage.py up` or Celery beat).

    @periodic(seconds=60)
    def photos_expire() -> None: ...

Long work belongs in a job; the function then only enqueues it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Case, When
from django.db.models.functions import Now

from .models import Schedule
from .services import from_now

logger = logging.getLogger(__name__)
Function = Callable[[], object]
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""A function that has never run is long overdue."""


@dataclass(frozen=True)
class Periodic:
    name: str
    seconds: float
    function: Function


_registered: dict[str, Periodic] = {}


def periodic(*, seconds: float) -> Callable[[Function], Function]:
    """Run the function about every ``seconds``, by one process only however many keep time."""

    def register(function: Function) -> Function:
        name = f"{function.__module__}.{function.__qualname__}"
        _registered[name] = Periodic(name, seconds, function)
        return function

    return register


def periodics() -> list[Periodic]:
    return list(_registered.values())


def run_due() -> int:
    """Run what is due; returns how many ran. A failing one is logged and keeps its rhythm."""
    count = 0
    for entry in _due():
        if _claim(entry):
            count += 1
            try:
                entry.function()
            except Exception:
                logger.exception("%s failed; next try in %s s", entry.name, entry.seconds)
    return count


def _due() -> list[Periodic]:
    """A read only, so that the usual "nothing is due" takes no lock."""
    schedules = Schedule.objects.annotate(
        is_due=Case(When(next_run_at__lte=Now(), then=True), default=False)
    )
    known = dict(schedules.values_list("name", "is_due"))
    return [entry for entry in periodics() if known.get(entry.name, True)]


def _claim(entry: Periodic) -> bool:
    """Move the due time on by one conditional UPDATE: of two processes, one wins."""
    Schedule.objects.bulk_create(
        [Schedule(name=entry.name, next_run_at=FIRST)], ignore_conflicts=True
    )
    due = Schedule.objects.filter(name=entry.name, next_run_at__lte=Now())
    return bool(due.update(next_run_at=from_now(entry.seconds)))
