"""The progress of a job, for the person who started it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from webapp.core.admin_pages import person

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
    """jobs/_progress.html: a fragment that polls itself while the job is open."""
    return _progress(request, _visible_job(request, job_id))


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = _visible_job(request, job_id)
    by = person(request)
    if by is None or not selectors.may_change(by, job):
        raise PermissionDenied
    services.job_cancel(job_id=job.id, by=by)
    job.refresh_from_db()
    return _progress(request, job)


def _progress(request: HttpRequest, job: Job) -> HttpResponse:
    by = person(request)
    may_cancel = by is not None and selectors.may_change(by, job)
    return render(request, "jobs/_progress.html", {"job": job, "may_cancel": may_cancel})
