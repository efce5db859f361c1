"""Two versions side by side: their figures at once, their answers by a job."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue

from . import doors, services
from .models import Comparison, ModelVersion

KIND = "registry.compare"


def comparison_start(*, left: ModelVersion, right: ModelVersion, by: User | None) -> Comparison:
    """Have both try the same photos or seeds; ``job_id`` tells how far that is.

    Raises Problem 409 if the two cannot be compared.
    """
    if left.kind != right.kind or left.pk == right.pk:
        raise Problem(
            409,
            _("Nothing to compare"),
            _("Choose two different versions of one kind."),
        )
    for model in (left, right):
        if not model.has_files:
            raise services.files_gone(model)
    comparison, _created = Comparison.objects.get_or_create(left=left, right=right)
    job = job_enqueue(
        kind=KIND,
        payload={"comparison": comparison.pk},
        created_by=by,
        dedupe_key=f"{KIND}:{comparison.pk}",
    )
    Comparison.objects.filter(pk=comparison.pk).update(job_id=job.pk)
    comparison.job_id = job.pk
    return comparison


def comparison_job(comparison: Comparison | None) -> Job | None:
    if comparison is None or comparison.job_id is None:
        return None
    return Job.objects.filter(pk=comparison.job_id).first()


def comparison_run(context: JobContext) -> dict[str, Any] | None:
    """Handler of "registry.compare"."""
    rows = Comparison.objects.select_related("left", "right")
    comparison = rows.filter(pk=context.payload["comparison"]).first()
    if comparison is None:
        raise JobRefused(_("One of the two versions is not registered any more."))
    door = doors.door_of(comparison.left.kind)
    result = door.compare(context, comparison.left, comparison.right)
    if context.should_stop():
        return None
    with context.fenced():
        Comparison.objects.filter(pk=comparison.pk).update(result=result, made_at=timezone.now())
    return {"trials": len(result["trials"]), "overlap": result["overlap"]}
