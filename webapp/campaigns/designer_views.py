"""What a designer does with campaigns: draw up, change, publish, take back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.studio.models import Design

from . import forms, refusals, selectors, services
from .forms import CampaignForm
from .models import Campaign

State = Campaign.State


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Context: groups [(title, [Campaign])], those that are empty left out."""
    campaigns = list(selectors.campaigns_of(_user(request)))
    ended = (State.FUNDED, State.EXPIRED, State.CANCELLED)
    groups = [
        (_("Live"), [each for each in campaigns if each.state == State.LIVE]),
        (_("Drafts"), [each for each in campaigns if each.state == State.DRAFT]),
        (_("Ended"), [each for each in campaigns if each.state in ended]),
    ]
    context = {"groups": [(title, found) for title, found in groups if found]}
    return render(request, "campaigns/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest, design: UUID) -> HttpResponse:
    """The form for a design of one's own; POST with publish=1 also publishes.

    Context: design, campaign (None), form (CampaignForm).
    """
    user = _user(request)
    found = selectors.design_mine(design, user)
    known = Campaign.objects.filter(design=found).first()
    if known is not None:
        return redirect("campaigns:edit" if known.is_draft else "campaigns:page", pk=known.pk)
    form = CampaignForm(request.POST or None, initial=_initial(found))
    if request.method != "POST" or not form.is_valid():
        return _form(request, found, None, form)
    campaign = services.campaign_create(user=user, design=found, **form.values())
    return _saved(request, campaign)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Context: design, campaign, form (CampaignForm)."""
    campaign = selectors.campaign_mine(pk, _user(request))
    if not campaign.is_draft:
        raise refusals.not_now(campaign.get_state_display())
    form = CampaignForm(request.POST or None, initial=_values(campaign))
    if request.method != "POST" or not form.is_valid():
        return _form(request, campaign.design, campaign, form)
    services.campaign_update(campaign=campaign, **form.values())
    return _saved(request, campaign)


@require_POST
@login_required
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _publish(request, selectors.campaign_mine(pk, _user(request)))


@require_POST
@login_required
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = selectors.campaign_mine(pk, _user(request))
    try:
        services.campaign_cancel(campaign=campaign)
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, _("The campaign is cancelled; its backers are free."))
    return redirect(campaign)


@require_POST
@login_required
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    campaign = selectors.campaign_mine(pk, _user(request))
    services.campaign_discard(campaign=campaign)
    messages.success(request, _("The draft is thrown away; the design stays."))
    return redirect("campaigns:mine")


def _saved(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    if request.POST.get("publish"):
        return _publish(request, campaign)
    messages.success(request, _("Saved as a draft. Only you see it."))
    return redirect(campaign)


def _publish(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        services.campaign_publish(campaign=campaign)
    except Problem as problem:
        messages.error(request, problem.detail)
        return redirect("campaigns:edit" if campaign.is_draft else "campaigns:page", pk=campaign.pk)
    messages.success(request, _("Published. Anybody can back it now."))
    return redirect(campaign)


def _form(
    request: HttpRequest, design: Design, campaign: Campaign | None, form: CampaignForm
) -> HttpResponse:
    context = {"design": design, "campaign": campaign, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/form.html", context, status=status)


def _initial(design: Design) -> dict[str, Any]:
    return {
        "title": design.title,
        "sizes": forms.sizes_for(design.category),
        "ends_on": forms.default_end(),
    }


def _values(campaign: Campaign) -> dict[str, Any]:
    names = ("title", "story", "goal", "price", "shows_film", "shows_lineage")
    values: dict[str, Any] = {name: getattr(campaign, name) for name in names}
    values["sizes"] = ", ".join(campaign.sizes)
    values["ends_on"] = timezone.localdate(campaign.ends_at)
    return values


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # by login_required
    return request.user
