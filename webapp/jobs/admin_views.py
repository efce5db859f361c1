"""The page of one job and the overview of all; both keep themselves fresh by htmx."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from webapp.core import disk, figures
from webapp.core.admin_pages import STOP_POLLING, frame, person

from . import selectors, services
from .models import Job
from .timeline import timeline

if TYPE_CHECKING:
    from .admin import JobAdmin


def may_change(request: HttpRequest, job: Job) -> bool:
    by = person(request)
    return by is not None and selectors.may_change(by, job)


@require_GET
@never_cache
def job_detail(request: HttpRequest, admin: "JobAdmin", pk: UUID) -> HttpResponse:
    """The whole page, or for htmx the part of it that changes."""
    job = _visible(request, admin, pk)
    context = {
        "job": job,
        "steps": timeline(job),
        "may_change": may_change(request, job),
    }
    if request.headers.get("HX-Request"):
        status = 200 if job.is_open else STOP_POLLING
        return render(request, "admin/jobs/_job.html", context, status=status)
    title = _("job %(number)s") % {"number": str(job.id)[:8]}
    return render(request, "admin/jobs/job.html", frame(request, admin, title) | context)


@require_GET
@never_cache
def overview(request: HttpRequest, admin: "JobAdmin") -> HttpResponse:
    """Queues, workers, disk and what other apps have to tell."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    workers = selectors.workers()
    queues = selectors.queue_states(workers)
    context = {
        "queues": queues,
        "workers": workers,
        "has_clock": any(entry.keeps_time and not entry.is_silent for entry in workers),
        "outbox": sum(queue.unsent for queue in queues),
        "failures": Job.objects.filter(state=Job.State.FAILED).defer("log")[:5],
        "disk": disk.usage(),
        "groups": figures.groups(),
    }
    if request.headers.get("HX-Request"):
        return render(request, "admin/jobs/_overview.html", context)
    title = _("Overview of jobs")
    return render(request, "admin/jobs/overview.html", frame(request, admin, title) | context)


@require_POST
def job_cancel(request: HttpRequest, admin: "JobAdmin", pk: UUID) -> HttpResponse:
    job = _changeable(request, admin, pk)
    if services.job_cancel(job_id=job.id, by=person(request)):
        messages.success(request, _("The job was asked to stop; it ends within seconds."))
    else:
        messages.warning(request, _("The job had ended before; there is nothing to cancel."))
    return _back(job)


@require_POST
def job_retry(request: HttpRequest, admin: "JobAdmin", pk: UUID) -> HttpResponse:
    job = _changeable(request, admin, pk)
    if services.job_retry(job_id=job.id, by=person(request)):
        messages.success(request, _("The job is queued again, with all its attempts."))
    else:
        messages.warning(request, str(services.NOT_RETRIED))
    return _back(job)


def _visible(request: HttpRequest, admin: "JobAdmin", pk: UUID) -> Job:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(Job.objects.select_related("created_by"), pk=pk)


def _changeable(request: HttpRequest, admin: "JobAdmin", pk: UUID) -> Job:
    job = _visible(request, admin, pk)
    if not may_change(request, job):
        raise PermissionDenied
    return job


def _back(job: Job) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:jobs_job_change", args=[job.pk]))
