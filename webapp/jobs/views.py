"""The progress of a job, for the person who started it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import selectors, services
from .models import Job


def _visible_job(request: HttpRequest, job_id: UUID) -> Job:
    """404, not 403, for somebody else's: a stranger does not learn that it exists."""
    if not request.user.is_authenticated:
        return get_object_or_404(Job.objects.none())
    job: Job = get_object_or_404(selectors.jobs_visible(request.user), id=job_id)
    return job


@require_GET
@never_cache
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """jobs/_progress.html with ``job``: a fragment that polls itself while the job is open."""
    return render(request, "jobs/_progress.html", {"job": _visible_job(request, job_id)})


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = _visible_job(request, job_id)
    if not request.user.is_authenticated or not selectors.may_change(request.user, job):
        raise PermissionDenied
    services.job_cancel(job_id=job.id, by=request.user)
    job.refresh_from_db()
    return render(request, "jobs/_progress.html", {"job": job})
