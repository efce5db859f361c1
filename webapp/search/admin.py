"""The shadow test in the admin: how the candidate does beside the champion, and on what share."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from webapp.core.admin_pages import frame, person
from webapp.core.model_admin import ReadOnlyAdmin
from webapp.core.problems import Problem
from webapp.registry import promoting
from webapp.registry import selectors as registry
from webapp.registry.admin_views import may_promote
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion

from . import shadow_history
from .models import ShadowAnswer
from .shadow_figures import figures

ENDED = 8
"""Tests that are over, so many are shown."""


@admin.register(ShadowAnswer)
class ShadowAnswerAdmin(ReadOnlyAdmin):
    """One page: the figures, and the share to set. Single answers say nothing, so none is shown."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """GET: the figures. POST candidate, percent: set the share."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        candidate = registry.model_candidate(EMBEDDER)
        champion = registry.model_live(EMBEDDER)
        if request.method == "POST":
            return _share_set(request, candidate)
        found = None
        if champion is not None and candidate is not None:
            found = figures(champion=champion, candidate=candidate)
        context = frame(request, self, _("Shadow test")) | {
            "champion": champion,
            "candidate": candidate,
            "figures": found,
            "ended": shadow_history.shadows_ended()[:ENDED],
            "index": registry.index_newest(candidate) if candidate else None,
            "job": promoting.prepare_open(candidate) if candidate else None,
            "may_promote": may_promote(request),
        }
        return render(request, "admin/search/shadow.html", context)


def _share_set(request: HttpRequest, candidate: ModelVersion | None) -> HttpResponse:
    if not may_promote(request):
        raise PermissionDenied
    text = request.POST.get("percent", "")
    percent = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    try:
        if candidate is None or str(candidate.pk) != request.POST.get("candidate"):
            raise Problem(
                409,
                _("Another candidate"),
                _("Another version has become the candidate meanwhile. Look at it first."),
            )
        promoting.shadow_start(model=candidate, percent=percent, by=person(request))
    except Problem as problem:
        messages.error(request, problem.detail)
        return redirect("admin:search_shadowanswer_changelist")
    messages.success(request, _("The candidate answers %(n)d %% of searches.") % {"n": percent})
    return redirect("admin:search_shadowanswer_changelist")
