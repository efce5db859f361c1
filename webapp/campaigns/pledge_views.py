"""What shoppers do with a campaign: back it, take that back, report it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take

from . import moderation, pledging, refusals, selectors
from .forms import PledgeForm, ReportForm
from .views import campaign_page


@require_POST
@login_required
def pledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST size, quantity."""
    user = _user(request)
    campaign = selectors.campaign_get(pk, user)
    form = PledgeForm(campaign, request.POST)
    if not form.is_valid():
        return campaign_page(request, campaign, form, status=422)
    try:
        made = pledging.pledge_make(campaign=campaign, user=user, **form.cleaned_data)
    except Problem as problem:
        if problem.status not in (403, 409):
            raise
        messages.error(request, problem.detail)
        return _back(pk)
    thanks = ngettext(
        "You back this with %(count)d piece. Nothing is charged.",
        "You back this with %(count)d pieces. Nothing is charged.",
        made.quantity,
    )
    messages.success(request, thanks % {"count": made.quantity})
    return _back(pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Also of a campaign that was taken down: its page is gone, so the way back is the account."""
    found = selectors.pledges_of(_user(request)).filter(campaign=pk).first()
    if found is None:
        raise refusals.no_pledge()
    try:
        pledging.pledge_withdraw(pledge=found)
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, _("Your pledge is withdrawn."))
    return redirect("storefront:account") if found.campaign.is_hidden else _back(pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Context: campaign, form (ReportForm)."""
    campaign = selectors.campaign_public(pk)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        quota_take(request, "report")
        moderation.report_make(design=campaign.design, reporter=_user(request), **form.cleaned_data)
        messages.success(request, _("Thank you. A moderator will look at it."))
        return _back(pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/report.html", context, status=status)


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # by login_required
    return request.user


def _back(pk: UUID) -> HttpResponse:
    return redirect("campaigns:page", pk=pk)
