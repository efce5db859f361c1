"""The message: a hint to some worker that a row waits. Losing one costs time, never a job."""

import logging
import threading
import time
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db.models.functions import Now

from .models import Job

logger = logging.getLogger(__name__)
TASK = "webapp.jobs.tasks.work"
PAUSE = 2.0
"""Seconds for which a broker that did not answer is left alone, so that pages stay quick."""

embedded_worker = threading.Event()
"""Set while this process works the queues of the broker in its memory (`manage.py up`)."""

_away_until = 0.0


def is_embedded() -> bool:
    return str(settings.CELERY_BROKER_URL).startswith("memory://")


def can_send() -> bool:
    """A broker in the memory of a process without a worker would swallow the message."""
    if is_embedded() and not embedded_worker.is_set():
        return False
    return time.monotonic() >= _away_until


def send(job_id: UUID, queue: str) -> bool:
    """Send the message of one waiting job; False leaves it in the outbox for the sweeper."""
    global _away_until
    if not can_send():
        return False
    try:
        current_app.send_task(
            TASK, args=[str(job_id)], queue=queue, retry=False, ignore_result=True
        )
    except Exception as error:  # whatever the transport raises: a lost hint fails nobody's request
        _away_until = time.monotonic() + PAUSE
        logger.warning("the broker does not answer, job %s waits: %s", job_id, error)
        return False
    Job.objects.filter(id=job_id, state=Job.State.QUEUED).update(dispatched_at=Now())
    return True


def messages_waiting(queue: str) -> int:
    """How many messages the broker holds for ``queue``; raises when it is away."""
    with current_app.connection_for_read() as connection:
        channel: Any = connection.default_channel  # virtual transports' own, untyped in the stubs
        return int(channel.queue_declare(queue=queue, durable=True).message_count)
