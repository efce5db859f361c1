"""Jobs in the admin: how each is doing, why it failed, cancel and retry; and an overview."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from webapp.core.admin_pages import person

from . import admin_views, selectors, services
from .models import Job


@admin.register(Job)
class JobAdmin(ModelAdmin):
    """Nobody writes to a job by hand: opening one shows how it is doing."""

    list_display = [
        "name",
        "state_label",
        "queue",
        "percent_done",
        "attempts",
        "created_at",
        "reason_line",
    ]
    list_display_links = ["name"]
    list_filter = ["state", "queue", "kind"]
    list_filter_submit = False
    list_before_template = "admin/jobs/_above_list.html"
    search_fields = ["kind", "error", "message"]
    readonly_fields = [field.name for field in Job._meta.fields]
    list_select_related = ["created_by"]
    actions = ["cancel_jobs", "retry_jobs"]
    actions_list = ["overview"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        jobs: QuerySet[Job] = super().get_queryset(request).defer("log")
        return jobs

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
            checked: Callable[..., HttpResponseBase] = self.admin_site.admin_view(view)
            return checked

        return [
            path("overview/", wrapped(self.overview_page), name="jobs_job_overview"),
            path("<uuid:pk>/change/", wrapped(self.detail), name="jobs_job_change"),
            path("<uuid:pk>/cancel/", wrapped(self.cancel), name="jobs_job_cancel"),
            path("<uuid:pk>/retry/", wrapped(self.retry), name="jobs_job_retry"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"queues": selectors.queue_states()} | (extra_context or {})
        page: HttpResponse = super().changelist_view(request, context)
        return page

    def overview_page(self, request: HttpRequest) -> HttpResponse:
        return admin_views.overview(request, self)

    def detail(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return admin_views.job_detail(request, self, pk)

    def cancel(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return admin_views.job_cancel(request, self, pk)

    def retry(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return admin_views.job_retry(request, self, pk)

    @display(description=_("job"), ordering="kind", header=True)
    def name(self, job: Job) -> list[str]:
        return [job.kind, str(job.id)[:8]]

    @display(
        description=_("state"),
        ordering="state",
        label={"queued": "info", "running": "primary", "succeeded": "success", "failed": "danger"},
    )
    def state_label(self, job: Job) -> tuple[str, str]:
        return job.state, str(job.get_state_display())

    @admin.display(description=_("progress"))
    def percent_done(self, job: Job) -> str:
        return "" if job.percent is None else f"{job.percent} %"

    @admin.display(description=_("reason"))
    def reason_line(self, job: Job) -> str:
        return job.reason[:120]

    @action(description=_("Overview: workers, disk, index"), permissions=["view"])
    def overview(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:jobs_job_overview"))

    @admin.action(description=_("Cancel"), permissions=["change"])
    def cancel_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        by = person(request)
        allowed = self._allowed(request, jobs)
        count = sum(services.job_cancel(job_id=job.id, by=by) for job in allowed)
        self._tell(request, count, ngettext("%d job cancelled.", "%d jobs cancelled.", count))

    @admin.action(description=_("Retry"), permissions=["change"])
    def retry_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        by = person(request)
        allowed = self._allowed(request, jobs)
        count = sum(services.job_retry(job_id=job.id, by=by) for job in allowed)
        self._tell(request, count, ngettext("%d job queued again.", "%d jobs queued again.", count))

    def _allowed(self, request: HttpRequest, jobs: QuerySet[Job]) -> list[Job]:
        """Those that this account may change; it is told that there are others."""
        allowed = [job for job in jobs if admin_views.may_change(request, job)]
        refused = len(jobs) - len(allowed)
        if refused:
            text = ngettext(
                "%d job was left alone: your account may not start jobs of its kind.",
                "%d jobs were left alone: your account may not start jobs of their kind.",
                refused,
            )
            self.message_user(request, text % refused, messages.WARNING)
        return allowed

    def _tell(self, request: HttpRequest, count: int, text: str) -> None:
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % count, level)
