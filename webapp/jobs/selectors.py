"""Reads of jobs."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from webapp.core.models import User

from .models import Job


def job_get(job_id: UUID) -> Job:
    """Raises Job.DoesNotExist."""
    return Job.objects.get(id=job_id)


def jobs_visible(user: User) -> QuerySet[Job]:
    """Staff see every job, others those they started."""
    return Job.objects.all() if user.is_staff else Job.objects.filter(created_by=user.pk)


def jobs_due() -> QuerySet[Job]:
    """Waiting, and not told to wait longer."""
    return Job.objects.filter(state=Job.State.QUEUED).filter(
        Q(not_before=None) | Q(not_before__lte=Now())
    )


def jobs_waiting() -> int:
    return Job.objects.filter(state=Job.State.QUEUED).count()


def job_counts() -> dict[str, int]:
    """State → how many."""
    rows = Job.objects.order_by().values_list("state").annotate(n=Count("id"))
    return dict(rows)
