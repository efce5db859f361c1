"""The Celery tasks: of all jobs, whose message names a row that decides, and of quick calls."""

from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown, worker_shutting_down

from . import calls, presence, runner
from .context import shutdown
from .periodic import periodic

_presences: list[presence.Presence] = []


@shared_task(name="webapp.jobs.tasks.work", ignore_result=True)
def work(job_id: str) -> None:
    runner.work(UUID(job_id))


@shared_task(name=calls.TASK, ignore_result=False, time_limit=60)
def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """On the queue ``inference``: one function that is registered with webapp.jobs.calls."""
    return calls.answer(name, arguments)


@worker_ready.connect
def appear(sender: Any, **options: Any) -> None:
    """A worker process of its own; `manage.py up` says itself which queues it works."""
    queues = sorted(sender.app.amqp.queues.consume_from)
    _presences.append(presence.Presence({"worker": queues}))
    _presences[-1].start()


@worker_shutting_down.connect
def stop_jobs(**options: Any) -> None:
    """Running jobs save and return to the queue, so that a worker's stop does not wait for them."""
    shutdown.set()


@worker_shutdown.connect
def disappear(**options: Any) -> None:
    while _presences:
        _presences.pop().stop()


@periodic(seconds=600)
def workers_forget() -> None:
    presence.workers_forget()
