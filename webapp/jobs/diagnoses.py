"""What the doctor asks of the jobs."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models.functions import Now

from webapp.core.doctor import Finding, diagnosis

from .models import Job
from .selectors import job_counts, jobs_due

PATIENCE = timedelta(minutes=5)


@diagnosis("Jobs")
def jobs() -> Iterator[Finding]:
    counts = job_counts()
    yield Finding("ok", ", ".join(f"{n} {state}" for state, n in counts.items()) or "none yet")
    overdue = jobs_due().filter(created_at__lt=Now() - PATIENCE).count()
    if overdue:
        yield Finding(
            "warning",
            f"{overdue} have waited for more than 5 minutes",
            "Is manage.py up, or a Celery worker and beat, running?",
        )
    if counts.get(Job.State.FAILED):
        last = Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")[0]
        yield Finding(
            "warning",
            f"the last failure: {last.kind}, {last.error.partition(chr(10))[0][:200]}",
            "Read its log in the admin under Jobs; retry it there.",
        )
