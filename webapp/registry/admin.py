"""Models in the admin: what serves, what might, and what was changed. Changes go through the
registry's services only, so rows cannot be edited by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from webapp.core.model_admin import Page, ReadOnlyAdmin, page_urls
from webapp.core.moments import moment

from . import admin_views as views
from . import selectors
from .models import IndexVersion, ModelVersion, Promotion


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    """The list is the overview; opening one shows all there is to know of it."""

    list_display = ["version", "kind_name", "standing", "run", "created_at", "promoted_at"]
    list_filter = ["kind"]
    search_fields = ["version", "run"]
    list_before_template = "admin/registry/_overview.html"
    list_per_page = 50

    @admin.display(description=_("kind"), ordering="kind")
    def kind_name(self, model: ModelVersion) -> str:
        return model.kind_label

    @admin.display(description=_("stands as"))
    def standing(self, model: ModelVersion) -> str:
        if model.is_live:
            return str(_("champion"))
        if model.is_candidate:
            return str(_("candidate"))
        return "" if model.has_files else str(_("files removed"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "standings": selectors.standings(),
            "may_promote": views.may_promote(request),
            "promotions": selectors.audit()[:6],
        }
        response: HttpResponse = super().changelist_view(request, context | (extra_context or {}))
        return response

    def get_urls(self) -> list[URLPattern]:
        pages: list[Page] = [
            ("compare/", views.compare, "compare"),
            ("<slug:kind>/rollback/", views.rollback, "rollback"),
            ("<int:pk>/change/", views.version, "change"),
            ("<int:pk>/promote/", views.promote, "promote"),
            ("<int:pk>/candidate/", views.candidate, "candidate"),
            ("<int:pk>/verify/", views.verify, "verify"),
        ]
        return [*page_urls(self, pages), *super().get_urls()]


@admin.register(IndexVersion)
class IndexVersionAdmin(ReadOnlyAdmin):
    list_display = ["version", "model", "count", "is_live", "recall", "created_at", "promoted_at"]
    list_filter = ["is_live"]
    list_select_related = ["model"]

    @admin.display(description=_("recall"))
    def recall(self, index: IndexVersion) -> str:
        found = index.manifest.get("checks", {}).get("recall")
        return "" if found is None else f"{100 * found:.1f} %"


@admin.register(Promotion)
class PromotionAdmin(ReadOnlyAdmin):
    """The audit log."""

    list_display = ["when", "action", "before", "after", "with_index", "who", "reason"]
    list_display_links = None
    list_filter = ["action", "model__kind"]
    list_select_related = ["model", "index", "previous_model", "by"]
    search_fields = ["reason", "model__version", "by__username"]
    list_per_page = 50

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": _("Audit log")} | (extra_context or {})
        response: HttpResponse = super().changelist_view(request, context)
        return response

    @admin.display(description=_("when"), ordering="created_at")
    def when(self, change: Promotion) -> SafeString | str:
        return moment(change.created_at)

    @admin.display(description=_("before"))
    def before(self, change: Promotion) -> SafeString | str:
        return _linked(change.previous_model)

    @admin.display(description=_("after"))
    def after(self, change: Promotion) -> SafeString | str:
        if change.action == Promotion.Action.WITHDRAW:
            return ""
        return _linked(change.model)

    @admin.display(description=_("index"))
    def with_index(self, change: Promotion) -> str:
        return change.index.version if change.index else ""

    @admin.display(description=_("who"), ordering="by")
    def who(self, change: Promotion) -> str:
        return str(change.by) if change.by else str(_("the program"))


def _linked(model: ModelVersion | None) -> SafeString | str:
    if model is None:
        return ""
    address = reverse("admin:registry_modelversion_change", args=[model.pk])
    return format_html('<a href="{}">{}</a>', address, model)
