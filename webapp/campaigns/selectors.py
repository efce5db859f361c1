"""Reads of campaigns, for the shop's visitors and for their designers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webapp.catalog.models import Product
from webapp.catalog.selectors import products_visible
from webapp.core.models import User
from webapp.studio.models import Design
from webapp.studio.selectors import Lineage, lineage

from . import refusals
from .models import Campaign, Pledge

State = Campaign.State
PUBLISHED = (State.LIVE, State.FUNDED, State.EXPIRED, State.CANCELLED)
SHELF = 4
NEARLY = 0.6
"""Share of the goal from which a campaign is nearly funded."""
SOON = timedelta(days=3)
NEW = timedelta(days=7)
SHARE = ExpressionWrapper(1.0 * F("pledged") / F("goal"), FloatField())
SORTS: dict[str, tuple[Promise, tuple[Any, ...]]] = {
    "popular": (_("Most backers"), ("-backers", "-published_at")),
    "newest": (_("Just launched"), ("-published_at",)),
    "ending": (_("Ending soon"), ("ends_at",)),
    "funded": (_("Nearly funded"), (SHARE.desc(), "ends_at")),
}


@dataclass(frozen=True)
class Shelf:
    key: str
    title: Promise
    sort: str
    campaigns: list[Campaign]


@dataclass(frozen=True)
class Originality:
    """How close the nearest product comes, as found when the designer last asked."""

    verdict: str
    """"new", "close" or "copy"."""
    product: Product
    percent: int


PUBLIC = Q(state__in=PUBLISHED, is_hidden=False, design__is_hidden=False)


def campaigns_public() -> QuerySet[Campaign]:
    """What anybody may look at, also after the end."""
    return Campaign.objects.filter(PUBLIC).select_related("design", "owner", "product")


def campaigns_open() -> QuerySet[Campaign]:
    """What takes pledges now."""
    return campaigns_public().filter(state=State.LIVE, ends_at__gt=timezone.now())


def campaigns_sorted(sort: str) -> QuerySet[Campaign]:
    """Open ones in one of the orders of SORTS, the most backed first by default."""
    _label, order = SORTS.get(sort, SORTS["popular"])
    return campaigns_open().order_by(*order, "pk")


def campaigns_made(limit: int) -> list[Campaign]:
    """Funded ones, the latest first."""
    return list(campaigns_public().filter(state=State.FUNDED).order_by("-ended_at")[:limit])


def shelves() -> list[Shelf]:
    """Of the board's front; those with nothing on them are left out."""
    now = timezone.now()
    found = campaigns_open()
    nearly = campaigns_sorted("funded").filter(pledged__gte=F("goal") * NEARLY)
    soon = found.filter(ends_at__lte=now + SOON).order_by("ends_at")
    new = found.filter(published_at__gte=now - NEW).order_by("-published_at")
    made = [
        Shelf("nearly", _("Nearly funded"), "funded", list(nearly[:SHELF])),
        Shelf("new", _("Just launched"), "newest", list(new[:SHELF])),
        Shelf("ending", _("Ending soon"), "ending", list(soon[:SHELF])),
    ]
    return [shelf for shelf in made if shelf.campaigns]


def campaigns_home(limit: int = SHELF) -> list[Campaign]:
    """For the shop's front page: what is nearest to being made."""
    return list(campaigns_sorted("funded")[:limit])


def campaign_get(pk: UUID, user: User | None) -> Campaign:
    """A public one, or the user's own in any state. Raises Problem 404."""
    mine = Q(owner=user) if user is not None else Q(pk=None)
    found = (
        Campaign.objects.filter(mine | PUBLIC, pk=pk)
        .select_related("design__model", "owner", "product")
        .first()
    )
    if found is None:
        raise refusals.not_yours()
    return found


def campaign_public(pk: UUID) -> Campaign:
    """Raises Problem 404."""
    return campaign_get(pk, None)


def campaign_mine(pk: UUID, user: User) -> Campaign:
    """Raises Problem 404 for another's."""
    found = campaign_get(pk, user)
    if found.owner_id != user.pk:
        raise refusals.not_yours()
    return found


def campaigns_of(user: User) -> QuerySet[Campaign]:
    """All of a designer's, the newest first."""
    return Campaign.objects.filter(owner=user).select_related("design", "product")


def design_mine(pk: UUID, user: User) -> Design:
    """A design to publish. Raises Problem 404 for another's."""
    found = Design.objects.filter(pk=pk, owner=user).first()
    if found is None:
        raise refusals.not_yours()
    return found


def design_is_public(design: Design) -> bool:
    """See webapp.studio.doors.public_when."""
    return Campaign.objects.filter(PUBLIC, design=design).exists()


def pledge_of(campaign: Campaign, user: User | None) -> Pledge | None:
    """The user's active one."""
    if user is None:
        return None
    return campaign.pledges.filter(user=user, state=Pledge.State.ACTIVE).first()


def pledges_of(user: User) -> QuerySet[Pledge]:
    """All of a shopper's, the latest first, withdrawn ones left out."""
    active = Pledge.objects.filter(user=user, state=Pledge.State.ACTIVE)
    return active.select_related("campaign__design", "campaign__product")


def lineage_of(campaign: Campaign) -> Lineage | None:
    """What the design was made from, if its designer shows it and it was made from anything."""
    if not campaign.shows_lineage:
        return None
    found = lineage(campaign.design)
    return found if found.parents else None


def ancestors(campaign: Campaign) -> list[Design]:
    """Designs that this one was made from, nearest first, each once."""
    found: dict[UUID, Design] = {}
    level = [lineage(campaign.design)]
    while level:
        level = [parent for entry in level for parent in entry.parents]
        for entry in level:
            if entry.design is not None:
                found.setdefault(entry.design.pk, entry.design)
    return list(found.values())


def attribution(campaign: Campaign) -> list[str]:
    """Names of the other designers whose designs it was made from, nearest first."""
    others = [design for design in ancestors(campaign) if design.owner_id != campaign.owner_id]
    return list(dict.fromkeys(design.designer for design in others))


def originality_of(campaign: Campaign) -> Originality | None:
    """None where nobody has asked the models yet, or the product has left the shop."""
    told = (campaign.design.look or {}).get("originality")
    if not told:
        return None
    product = products_visible().filter(pk=told["product_id"]).first()
    if product is None or product.pk == campaign.product_id:
        return None
    return Originality(told["verdict"], product, round(100 * told["similarity"]))
