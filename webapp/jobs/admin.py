"""Jobs in the admin: how each is doing, why it failed, cancel and retry."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from . import services
from .models import Job


@admin.register(Job)
class JobAdmin(ModelAdmin):
    list_display = [
        "kind",
        "state",
        "queue",
        "percent_done",
        "attempts",
        "created_at",
        "error_line",
    ]
    list_filter = ["state", "queue", "kind"]
    search_fields = ["kind", "error", "message"]
    readonly_fields = [field.name for field in Job._meta.fields]
    list_select_related = ["created_by"]
    actions = ["cancel_jobs", "retry_jobs"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @admin.display(description=_("progress"))
    def percent_done(self, job: Job) -> str:
        return "" if job.percent is None else f"{job.percent} %"

    @admin.display(description=_("reason"))
    def error_line(self, job: Job) -> str:
        return job.error.partition("\n")[0][:120]

    @admin.action(description=_("Cancel"), permissions=["change"])
    def cancel_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = sum(services.job_cancel(job_id=job.id) for job in jobs)
        self._tell(request, count, ngettext("%d job cancelled.", "%d jobs cancelled.", count))

    @admin.action(description=_("Retry"), permissions=["change"])
    def retry_jobs(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = sum(services.job_retry(job_id=job.id) for job in jobs)
        self._tell(request, count, ngettext("%d job queued again.", "%d jobs queued again.", count))

    def _tell(self, request: HttpRequest, count: int, text: str) -> None:
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % count, level)
