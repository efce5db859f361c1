"""Suggestions to accept or reject in bulk, the surest first."""

from collections.abc import Sequence

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action

from webapp.core.admin_pages import person

from . import services
from .models import Suggestion

STEPS = (0.95, 0.8, 0.5)


class StateFilter(admin.SimpleListFilter):
    """What waits for a decision, unless something else is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> Sequence[tuple[str, str]]:
        decided = [Suggestion.State.ACCEPTED, Suggestion.State.REJECTED]
        return [*((str(s.value), str(s.label)) for s in decided), ("all", str(_("all")))]

    def choices(self, changelist):  # type: ignore[no-untyped-def]
        every = list(super().choices(changelist))
        every[0]["display"] = Suggestion.State.OPEN.label
        return every

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Suggestion]
    ) -> QuerySet[Suggestion]:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or Suggestion.State.OPEN)


class ConfidenceFilter(admin.SimpleListFilter):
    title = _("confidence")
    parameter_name = "confidence"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> Sequence[tuple[str, str]]:
        return [(str(step), str(_("at least %d %%") % round(100 * step))) for step in STEPS]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Suggestion]
    ) -> QuerySet[Suggestion]:
        wanted = [step for step in STEPS if str(step) == self.value()]
        return queryset.filter(confidence__gte=wanted[0]) if wanted else queryset


@admin.register(Suggestion)
class SuggestionAdmin(ModelAdmin):
    list_display = ["picture", "product_name", "field", "suggested", "percent", "state"]
    list_display_links = None
    list_filter = [StateFilter, ConfidenceFilter, "field", "value"]
    list_per_page = 50
    search_fields = ["product__name", "product__sku", "value"]
    list_select_related = ["product"]
    actions = ["accept", "reject", "reopen"]
    actions_list = ["look_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        found: QuerySet[Suggestion] = super().get_queryset(request)
        return found.prefetch_related("product__images")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description="")
    def picture(self, suggestion: Suggestion) -> SafeString | str:
        cover = suggestion.product.cover
        if cover is None:
            return ""
        return format_html(
            '<img src="{}" alt="" style="height:4rem;width:auto">', cover.thumbnail_url
        )

    @admin.display(description=_("product"), ordering="product__name")
    def product_name(self, suggestion: Suggestion) -> SafeString:
        address = reverse("admin:catalog_product_change", args=[suggestion.product_id])
        return format_html('<a href="{}">{}</a>', address, suggestion.product.name)

    @admin.display(description=_("suggestion"), ordering="value")
    def suggested(self, suggestion: Suggestion) -> str:
        return suggestion.label

    @admin.display(description=_("confidence"), ordering="confidence")
    def percent(self, suggestion: Suggestion) -> str:
        return f"{round(100 * suggestion.confidence)} %"

    @admin.action(description=_("Accept"), permissions=["change"])
    def accept(self, request: HttpRequest, suggestions: QuerySet[Suggestion]) -> None:
        count = services.suggestions_accept(suggestions=_plain(suggestions), by=person(request))
        text = ngettext("%d suggestion accepted.", "%d suggestions accepted.", count)
        self._tell(request, count, text)

    @admin.action(description=_("Reject"), permissions=["change"])
    def reject(self, request: HttpRequest, suggestions: QuerySet[Suggestion]) -> None:
        count = services.suggestions_reject(suggestions=_plain(suggestions), by=person(request))
        text = ngettext("%d suggestion rejected.", "%d suggestions rejected.", count)
        self._tell(request, count, text)

    @admin.action(description=_("Take the decision back"), permissions=["change"])
    def reopen(self, request: HttpRequest, suggestions: QuerySet[Suggestion]) -> None:
        count = services.suggestions_reopen(suggestions=_plain(suggestions), by=person(request))
        text = ngettext("%d decision taken back.", "%d decisions taken back.", count)
        self._tell(request, count, text)

    @action(description=_("Look for gaps now"), permissions=["change"])
    def look_again(self, request: HttpRequest):  # type: ignore[no-untyped-def]
        from django.shortcuts import redirect

        job = services.suggestions_enqueue(by=person(request))
        if job is None:
            self.message_user(request, _("Every product has a category and a style."))
        else:
            self.message_user(request, _("The classifier is looking; see Jobs for its progress."))
        return redirect("admin:classify_suggestion_changelist")

    def _tell(self, request: HttpRequest, count: int, text: str) -> None:
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % count, level)


def _plain(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """The same rows without joins, orders and prefetches, which a lock does not go with."""
    return Suggestion.objects.filter(pk__in=list(suggestions.values_list("pk", flat=True)))
