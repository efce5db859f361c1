"""Campaigns and pledges as JSON. Reading is for everybody, the rest for whoever is signed in."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status
from ninja.security import django_auth

from webapp.core.models import User
from webapp.core.quotas import quota_take

from . import moderation, pledging, refusals, selectors, services
from .forms import MOST_GOAL, MOST_SIZES
from .models import MOST_PIECES, Campaign, Pledge

router = Router(tags=["campaigns"])
Title = Annotated[str, Field(min_length=1, max_length=80)]
Label = Annotated[str, Field(min_length=1, max_length=20)]
Sort = Literal["popular", "newest", "ending", "funded"]
StateName = Literal["draft", "live", "funded", "expired", "cancelled"]


class CampaignOut(Schema):
    id: UUID
    url: str
    image: str
    design: UUID
    title: str
    story: str
    by: Annotated[str | None, Field(description="null once the designer's account is gone")]
    state: StateName
    category: str
    price: Decimal
    sizes: list[str]
    goal: int
    pledged: int
    backers: int
    percent: int
    people_looked: Annotated[int, Field(description="who had looked for such a thing in vain")]
    published_at: datetime | None
    ends_at: datetime
    product: Annotated[int | None, Field(description="what it became, once funded")]


class CampaignAlone(CampaignOut):
    attribution: Annotated[list[str], Field(description="designers of what it was made from")]


class CampaignsOut(Schema):
    count: int
    page: int
    pages: int
    campaigns: list[CampaignOut]


class CampaignChange(Schema):
    title: Title
    story: Annotated[str, Field(max_length=4000)] = ""
    goal: Annotated[int, Field(ge=1, le=MOST_GOAL, description="pieces")]
    price: Annotated[Decimal, Field(gt=0, max_digits=8, decimal_places=2)]
    sizes: Annotated[list[Label], Field(min_length=1, max_length=MOST_SIZES)]
    ends_at: datetime
    shows_film: bool = True
    shows_lineage: bool = True


class CampaignIn(CampaignChange):
    design: Annotated[UUID, Field(description="one of your own")]


class PledgeIn(Schema):
    size: Label
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1


class PledgeOut(Schema):
    campaign: UUID
    title: str
    size: str
    quantity: int
    amount: Decimal
    state: StateName
    taken_down: Annotated[bool, Field(description="by a moderator: it is not made")]


class ReportIn(Schema):
    reason: Literal["copy", "offensive", "misleading", "other"]
    words: Annotated[str, Field(max_length=moderation.WORDS)] = ""


class ListParameters(Schema):
    sort: Sort = "popular"
    page: int = Field(1, ge=1)
    limit: int = Field(24, ge=1, le=100)


class ProblemDocument(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


MISSING: Any = {404: ProblemDocument}
REFUSED: Any = MISSING | {409: ProblemDocument, 422: ProblemDocument}


@router.get("/campaigns", response=CampaignsOut, auth=None, summary="What can be backed now")
def list_campaigns(request: HttpRequest, parameters: Query[ListParameters]) -> dict[str, Any]:
    found = selectors.campaigns_sorted(parameters.sort)
    page = Paginator(found, parameters.limit).get_page(parameters.page)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "campaigns": [campaign_document(request, each) for each in page.object_list],
    }


@router.get(
    "/campaigns/mine", response=list[CampaignOut], auth=django_auth, summary="Your own, drafts too"
)
def list_mine(request: HttpRequest) -> list[dict[str, Any]]:
    return [campaign_document(request, each) for each in selectors.campaigns_of(_user(request))]


@router.get(
    "/campaigns/{uuid:pk}", response={200: CampaignAlone, **MISSING}, auth=None, summary="One"
)
def read_campaign(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """404 for another's draft, and for what a moderator took down."""
    user = request.user if request.user.is_authenticated else None
    campaign = selectors.campaign_get(pk, user)
    return campaign_document(request, campaign) | {"attribution": selectors.attribution(campaign)}


@router.post(
    "/campaigns", response={201: CampaignOut, **REFUSED}, auth=django_auth, summary="Draw one up"
)
def create_campaign(request: HttpRequest, wanted: CampaignIn) -> Status[dict[str, Any]]:
    """A draft. 404 for a design that is not yours, 409 for one that has a campaign."""
    user = _user(request)
    values = wanted.dict()
    design = selectors.design_mine(values.pop("design"), user)
    campaign = services.campaign_create(user=user, design=design, **values)
    return Status(201, campaign_document(request, campaign))


@router.put(
    "/campaigns/{uuid:pk}", response={200: CampaignOut, **REFUSED}, auth=django_auth,
    summary="Change a draft",
)  # fmt: skip
def change_campaign(request: HttpRequest, pk: UUID, wanted: CampaignChange) -> dict[str, Any]:
    campaign = selectors.campaign_mine(pk, _user(request))
    services.campaign_update(campaign=campaign, **wanted.dict())
    return campaign_document(request, campaign)


@router.delete(
    "/campaigns/{uuid:pk}", response={204: None, **REFUSED}, auth=django_auth,
    summary="Throw a draft away",
)  # fmt: skip
def discard_campaign(request: HttpRequest, pk: UUID) -> Status[None]:
    services.campaign_discard(campaign=selectors.campaign_mine(pk, _user(request)))
    return Status(204, None)


@router.post(
    "/campaigns/{uuid:pk}/publish", response={200: CampaignOut, **REFUSED}, auth=django_auth,
    summary="Publish",
)  # fmt: skip
def publish_campaign(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """422 for an end that is past, too near or too far."""
    campaign = selectors.campaign_mine(pk, _user(request))
    services.campaign_publish(campaign=campaign)
    return campaign_document(request, campaign)


@router.post(
    "/campaigns/{uuid:pk}/cancel", response={200: CampaignOut, **REFUSED}, auth=django_auth,
    summary="Take it back",
)  # fmt: skip
def cancel_campaign(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    campaign = selectors.campaign_mine(pk, _user(request))
    services.campaign_cancel(campaign=campaign)
    return campaign_document(request, campaign)


@router.post(
    "/campaigns/{uuid:pk}/pledge",
    response={201: PledgeOut, 403: ProblemDocument, **REFUSED},
    auth=django_auth,
    summary="Back it",
)
def make_pledge(request: HttpRequest, pk: UUID, wanted: PledgeIn) -> Status[dict[str, Any]]:
    """409 once it has ended, and while you back it already. No money moves."""
    user = _user(request)
    campaign = selectors.campaign_get(pk, user)
    pledge = pledging.pledge_make(campaign=campaign, user=user, **wanted.dict())
    return Status(201, pledge_document(pledge))


@router.delete(
    "/campaigns/{uuid:pk}/pledge", response={204: None, **REFUSED}, auth=django_auth,
    summary="Withdraw",
)  # fmt: skip
def withdraw_pledge(request: HttpRequest, pk: UUID) -> Status[None]:
    """409 after the end."""
    found = selectors.pledges_of(_user(request)).filter(campaign=pk).first()
    if found is None:
        raise refusals.no_pledge()
    pledging.pledge_withdraw(pledge=found)
    return Status(204, None)


@router.get("/pledges", response=list[PledgeOut], auth=django_auth, summary="What you back")
def list_pledges(request: HttpRequest) -> list[dict[str, Any]]:
    return [pledge_document(pledge) for pledge in selectors.pledges_of(_user(request))]


@router.post(
    "/campaigns/{uuid:pk}/report", response={204: None, **REFUSED}, auth=django_auth,
    summary="Report the design",
)  # fmt: skip
def report_design(request: HttpRequest, pk: UUID, wanted: ReportIn) -> Status[None]:
    campaign = selectors.campaign_public(pk)
    quota_take(request, "report")
    moderation.report_make(design=campaign.design, reporter=_user(request), **wanted.dict())
    return Status(204, None)


def campaign_document(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """All addresses are absolute."""
    picture = reverse("campaigns:picture", args=[campaign.pk, 512])
    names = (
        "title", "story", "state", "price", "sizes", "goal", "pledged", "backers", "percent",
        "people_looked", "published_at", "ends_at",
    )  # fmt: skip
    return {name: getattr(campaign, name) for name in names} | {
        "id": campaign.pk,
        "url": request.build_absolute_uri(campaign.get_absolute_url()),
        "image": request.build_absolute_uri(picture),
        "design": campaign.design_id,
        "by": campaign.owner.get_username() if campaign.owner else None,
        "category": campaign.design.category,
        "product": campaign.product_id,
    }


def pledge_document(pledge: Pledge) -> dict[str, Any]:
    campaign = pledge.campaign
    return {
        "campaign": campaign.pk,
        "title": campaign.title,
        "size": pledge.size,
        "quantity": pledge.quantity,
        "amount": pledge.amount,
        "state": campaign.state,
        "taken_down": campaign.is_hidden,
    }


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # by django_auth
    return request.user
