"""Campaigns, pledges and reports in the admin. Counts and states change by the services alone, so
Django's own forms only show them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from . import moderation
from .models import Campaign, Pledge, Report

STATES = {"live": "primary", "funded": "success", "cancelled": "danger"}
REPORTS = {"open": "warning", "kept": "success", "hidden": "danger"}
MODERATE = "campaigns.moderate_report"


class ReadOnly(ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)

    def picture_of(self, campaign: Campaign | None) -> SafeString | str:
        if campaign is None or campaign.is_hidden:
            return ""
        url = reverse("campaigns:picture", args=[campaign.pk, 256])
        return format_html('<img src="{}" alt="" style="height:3rem;width:3rem">', url)


@admin.register(Campaign)
class CampaignAdmin(ReadOnly):
    list_display = ["picture", "title", "owner", "stage", "count", "backers", "ends_at", "seen"]
    list_display_links = ["picture", "title"]
    list_filter = ["state", "is_hidden"]
    list_filter_submit = False
    list_select_related = ["owner", "design"]
    search_fields = ["title", "owner__username"]
    actions = ["hide", "show"]

    @admin.display(description="")
    def picture(self, campaign: Campaign) -> SafeString | str:
        return "" if campaign.is_draft else self.picture_of(campaign)

    @display(description=gettext_lazy("state"), ordering="state", label=STATES)
    def stage(self, campaign: Campaign) -> tuple[str, str]:
        return campaign.state, str(campaign.get_state_display())

    @admin.display(description=gettext_lazy("pieces"), ordering="pledged")
    def count(self, campaign: Campaign) -> str:
        return f"{campaign.pledged} / {campaign.goal} ({campaign.percent} %)"

    @admin.display(description=gettext_lazy("in sight"), boolean=True, ordering="is_hidden")
    def seen(self, campaign: Campaign) -> bool:
        return not campaign.is_hidden

    @admin.action(description=gettext_lazy("Take down"), permissions=["moderate"])
    def hide(self, request: HttpRequest, campaigns: QuerySet[Campaign]) -> None:
        _decide(request, [campaign.design for campaign in campaigns], is_hidden=True)

    @admin.action(description=gettext_lazy("Show again"), permissions=["moderate"])
    def show(self, request: HttpRequest, campaigns: QuerySet[Campaign]) -> None:
        _decide(request, [campaign.design for campaign in campaigns], is_hidden=False)


@admin.register(Pledge)
class PledgeAdmin(ReadOnly):
    list_display = ["campaign", "user", "size", "quantity", "state", "created_at"]
    list_filter = ["state"]
    list_filter_submit = False
    list_select_related = ["campaign", "user"]
    search_fields = ["campaign__title", "user__username"]


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ["picture", "named", "reason", "words", "stage", "created_at", "handled_by"]
    list_display_links = ["picture", "named"]
    list_filter = ["state", "reason"]
    list_filter_submit = False
    list_select_related = ["design__campaign", "handled_by"]
    search_fields = ["words", "design__title", "design__campaign__title"]
    actions = ["keep", "hide"]

    @admin.display(description="")
    def picture(self, report: Report) -> SafeString | str:
        return self.picture_of(getattr(report.design, "campaign", None))

    @admin.display(description=gettext_lazy("design"))
    def named(self, report: Report) -> str:
        """As the public knows it."""
        return str(getattr(report.design, "campaign", report.design))

    @display(description=gettext_lazy("state"), ordering="state", label=REPORTS)
    def stage(self, report: Report) -> tuple[str, str]:
        return report.state, str(report.get_state_display())

    @admin.action(
        description=gettext_lazy("Nothing is wrong: keep, or show again"), permissions=["moderate"]
    )
    def keep(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        _decide(request, [report.design for report in reports], is_hidden=False)

    @admin.action(description=gettext_lazy("Take the design down"), permissions=["moderate"])
    def hide(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        _decide(request, [report.design for report in reports], is_hidden=True)


def _decide(request: HttpRequest, designs: list[Any], *, is_hidden: bool) -> None:
    assert request.user.is_authenticated  # by the admin
    decide = moderation.design_hide if is_hidden else moderation.design_show
    once = {design.pk: design for design in designs}
    for design in once.values():
        decide(design=design, by=request.user)
    words = (
        ngettext("%(n)d design is out of sight.", "%(n)d designs are out of sight.", len(once))
        if is_hidden
        else ngettext("%(n)d design is shown.", "%(n)d designs are shown.", len(once))
    )
    messages.success(request, words % {"n": len(once)})
