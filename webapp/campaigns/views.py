"""The crowdfunding board and a campaign's page, for everybody."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from webapp.core.media import picture_response
from webapp.core.models import User
from webapp.studio.selectors import design_file, model_facts

from . import selectors
from .forms import PledgeForm
from .models import Campaign
from .pictures import HEIGHT, WIDTH, share_picture

PAGE = 24
SIDES = (256, 512)
FRESH = "public, max-age=300"
"""What a moderator takes down is gone from caches soon."""
PRIVATE = "private, no-store"


def person(request: HttpRequest) -> User | None:
    return None if isinstance(request.user, AnonymousUser) else request.user


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """URL parameters: sort (a key of selectors.SORTS), page.

    Context: shelves [Shelf] (on the front alone), page (of campaigns), sort, sorts
    [(key, label)], made [Campaign].
    """
    sort = request.GET.get("sort", "")
    is_front = sort not in selectors.SORTS and "page" not in request.GET
    page = Paginator(selectors.campaigns_sorted(sort), PAGE).get_page(request.GET.get("page"))
    context = {
        "shelves": selectors.shelves() if is_front and len(page.object_list) > 4 else [],
        "page": page,
        "sort": sort if sort in selectors.SORTS else "popular",
        "sorts": [(key, label) for key, (label, _order) in selectors.SORTS.items()],
        "made": selectors.campaigns_made(selectors.SHELF) if is_front else [],
    }
    return render(request, "campaigns/board.html", context)


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return campaign_page(request, selectors.campaign_get(pk, person(request)))


def campaign_page(
    request: HttpRequest, campaign: Campaign, form: PledgeForm | None = None, status: int = 200
) -> HttpResponse:
    """Context: campaign, is_mine, form (PledgeForm), pledge (the visitor's own or None), facts
    (ModelFacts), lineage (Lineage or None), attribution [names], originality (or None), page_url,
    share_url, share_width, share_height."""
    user = person(request)
    is_mine = user is not None and campaign.owner_id == user.pk
    context: dict[str, Any] = {
        "campaign": campaign,
        "is_mine": is_mine,
        "form": form or PledgeForm(campaign),
        "pledge": selectors.pledge_of(campaign, user),
        "facts": model_facts(campaign.design.model) if campaign.shows_film else None,
        "lineage": selectors.lineage_of(campaign),
        "attribution": selectors.attribution(campaign),
        "originality": selectors.originality_of(campaign),
        "page_url": request.build_absolute_uri(campaign.get_absolute_url()),
        "share_url": request.build_absolute_uri(reverse("campaigns:share", args=[campaign.pk])),
        "share_width": WIDTH,
        "share_height": HEIGHT,
    }
    response = render(request, "campaigns/page.html", context, status=status)
    patch_cache_control(response, private=True)
    return response


@require_safe
def picture(request: HttpRequest, pk: UUID, side: int) -> HttpResponseBase:
    """The design, enlarged."""
    campaign = selectors.campaign_get(pk, person(request))
    if side not in SIDES:
        raise Http404
    return _picture(request, campaign, design_file(campaign.design, side))


@require_safe
def ancestor(request: HttpRequest, pk: UUID, design: UUID) -> HttpResponseBase:
    """A design that the campaign's was made from, if its designer shows the lineage."""
    campaign = selectors.campaign_get(pk, person(request))
    shown = selectors.ancestors(campaign) if campaign.shows_lineage else []
    found = next((each for each in shown if each.pk == design and not each.is_hidden), None)
    if found is None:
        raise Http404
    return _picture(request, campaign, design_file(found, 256))


@require_safe
def share(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The picture that a shared link shows."""
    campaign = selectors.campaign_get(pk, person(request))
    return _picture(request, campaign, share_picture(campaign))


@require_safe
def film(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """How the model learnt, from noise to designs."""
    campaign = selectors.campaign_get(pk, person(request))
    path = model_facts(campaign.design.model).film_path if campaign.shows_film else None
    if path is None:
        raise Http404
    return _picture(request, campaign, path)


def _picture(request: HttpRequest, campaign: Campaign, path: Any) -> HttpResponseBase:
    is_public = not campaign.is_draft and not campaign.is_hidden
    return picture_response(request, path, cache_control=FRESH if is_public else PRIVATE)
