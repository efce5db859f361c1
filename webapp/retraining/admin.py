"""Training runs and schedules in the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from . import admin_views as views
from . import curves, selectors
from .forms import PlanForm
from .models import Plan, TrainingRun

STATES = {"queued": "info", "running": "primary", "succeeded": "success", "failed": "danger"}


@admin.register(TrainingRun)
class TrainingRunAdmin(ModelAdmin):
    """Adding one is the start page; opening one watches it."""

    list_display = ["name", "state", "progress", "learnt_from", "figures", "who", "created_at"]
    list_display_links = ["name"]
    list_filter = ["kind", "is_dry_run"]
    list_filter_submit = False
    list_select_related = ["job", "created_by", "model"]
    list_per_page = 30
    actions_list = ["retrain", "schedules"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrainingRun]:
        return selectors.runs()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return views.may_start(request)

    def has_start_permission(self, request: HttpRequest) -> bool:
        return views.may_start(request)

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False  # what was asked for stays as it was; Django's own form would open it

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False  # by the button of a run's page alone, which removes its files too

    def get_urls(self) -> list[URLPattern]:
        def page(
            address: str, view: Callable[..., HttpResponseBase], name: str, large: bool = False
        ) -> URLPattern:
            def called(request: HttpRequest, **parts: Any) -> HttpResponseBase:
                return view(request, self, **parts)

            wrapped: Any = self.admin_site.admin_view(csrf_exempt(called) if large else called)
            found: URLPattern = path(address, wrapped, name=f"retraining_trainingrun_{name}")
            return found

        return [
            # Exempt here and protected inside, after the permission: see admin_views.
            page("add/", views.start, "add", large=True),
            page("estimate/", views.estimate, "estimate"),
            page("drift/", views.drift_look, "drift"),
            page("<uuid:pk>/change/", views.detail, "change"),
            page("<uuid:pk>/curves/", views.run_curves, "curves"),
            page("<uuid:pk>/samples/", views.samples, "samples"),
            page("<uuid:pk>/samples/<int:step>/", views.sheet, "sheet"),
            page("<uuid:pk>/film/<slug:kind>/", views.film, "film"),
            page("<uuid:pk>/cancel/", views.cancel, "cancel"),
            page("<uuid:pk>/resume/", views.resume, "resume"),
            page("<uuid:pk>/repeat/", views.repeat, "repeat"),
            page("<uuid:pk>/remove/", views.remove, "remove"),
            *super().get_urls(),
        ]

    @display(description=_("run"), ordering="kind", header=True)
    def name(self, run: TrainingRun) -> list[str]:
        words = _("dry run %(n)s") if run.is_dry_run else _("run %(n)s")
        return [run.kind_label, str(words) % {"n": run.short}]

    @display(description=_("state"), label=STATES)
    def state(self, run: TrainingRun) -> tuple[str, str]:
        return run.job.state, str(run.job.get_state_display())

    @admin.display(description=_("progress"))
    def progress(self, run: TrainingRun) -> str:
        if not run.is_open or run.job.percent is None:
            return ""
        return f"{run.job.percent} %"

    @admin.display(description=_("learnt from"))
    def learnt_from(self, run: TrainingRun) -> str:
        return views.learnt_from(run)

    @admin.display(description=_("figures"))
    def figures(self, run: TrainingRun) -> str:
        if run.job.state == "failed":
            return run.job.reason[:90]
        shown = curves.foremost(run.metrics, 2)
        return ", ".join(f"{curves.label_of(n)} {curves.number(v)}" for n, v in shown)

    @admin.display(description=_("started by"))
    def who(self, run: TrainingRun) -> str:
        return str(run.created_by) if run.created_by else str(_("clock or command line"))

    @action(description=_("Retrain"), permissions=["start"], icon="model_training")
    def retrain(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:retraining_trainingrun_add"))

    @action(description=_("Schedules"), permissions=["view"], icon="schedule")
    def schedules(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:retraining_plan_changelist"))


@admin.register(Plan)
class PlanAdmin(ModelAdmin):
    """Two rows, made by a migration: switched on and off, never added or removed."""

    form = PlanForm
    list_display = ["task", "is_on", "weekday", "hour", "last_at", "note"]
    readonly_fields = ["task", "last_at", "note"]

    def get_fields(self, request: HttpRequest, obj: Plan | None = None) -> list[str]:
        fields = ["task", "is_on", "weekday", "hour"]
        if obj is not None and obj.task == Plan.Task.MODEL:
            fields += ["kind", "preset", "minutes", "nominate"]
        return [*fields, "last_at", "note"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False
