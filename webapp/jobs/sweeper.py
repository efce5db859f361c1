"""What makes a lost message or a dead worker a delay instead of a lost job."""

import logging

from . import dispatch, services
from .selectors import jobs_due
from .services import from_now

logger = logging.getLogger(__name__)
RESEND_SECONDS = 20.0
"""A message that has not been claimed for this long may be lost."""
BATCH = 200


def sweep() -> int:
    """Take back expired leases, then send what waits unsent or was lost; returns how many sent."""
    services.leases_expire()
    if not dispatch.can_send():
        return 0
    sent = 0
    for job in jobs_due().filter(dispatched_at=None).order_by("created_at")[:BATCH]:
        if not dispatch.send(job.id, job.queue):
            return sent
        sent += 1
    return sent + _resend_lost()


def _resend_lost() -> int:
    """Send again only as many as the broker is short of, so that a long queue stays its size."""
    overdue = jobs_due().filter(dispatched_at__lt=from_now(-RESEND_SECONDS))
    sent = 0
    for queue in overdue.order_by().values_list("queue", flat=True).distinct():
        jobs = overdue.filter(queue=queue)
        try:
            missing = jobs.count() - dispatch.messages_waiting(queue)
        except Exception as error:  # the transports do not agree on what they raise
            logger.warning("the broker does not answer: %s", error)
            return sent
        for job in jobs.order_by("created_at")[: max(0, min(missing, BATCH))]:
            sent += dispatch.send(job.id, job.queue)
    return sent
