"""A campaign's life: drawn up, changed, published, and ended by the clock.

Every change of state is one conditional UPDATE of the campaign's row and of nothing else, so that
of two writers one wins. Whoever needs the campaign and a pledge takes the campaign first:

    campaign ▶ pledge ▶ job
"""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from webapp.core.models import User
from webapp.demand import selectors as demand
from webapp.demand.services import followers_tell
from webapp.jobs.services import job_enqueue
from webapp.studio import services as studio
from webapp.studio.models import Design

from . import refusals
from .models import Campaign
from .nearness import embeddings_enqueue

END = "campaigns.end"
MOST_DAYS = 60
SHORTEST = timedelta(hours=1)
State = Campaign.State


def campaign_create(
    *,
    user: User,
    design: Design,
    title: str,
    goal: int,
    price: Decimal,
    sizes: list[str],
    ends_at: datetime,
    story: str = "",
    shows_film: bool = True,
    shows_lineage: bool = True,
) -> Campaign:
    """A draft that only its designer sees. Raises Problem 404 for another's design, 409 for one
    that has a campaign or was taken down."""
    if design.owner_id != user.pk:
        raise refusals.not_yours()
    if design.is_hidden:
        raise refusals.hidden_design()
    try:
        with transaction.atomic():
            return Campaign.objects.create(
                owner=user, design=design, title=title, story=story, goal=goal, price=price,
                sizes=sizes, ends_at=ends_at, shows_film=shows_film, shows_lineage=shows_lineage,
                people_looked=demand.people_behind(design),
            )  # fmt: skip
    except IntegrityError:
        raise refusals.taken() from None


def campaign_update(
    *,
    campaign: Campaign,
    title: str,
    story: str,
    goal: int,
    price: Decimal,
    sizes: list[str],
    ends_at: datetime,
    shows_film: bool,
    shows_lineage: bool,
) -> None:
    """Only while it is a draft: what people pledged for stays as it was. Raises Problem 409."""
    _move(
        campaign, State.DRAFT, title=title, story=story, goal=goal, price=price, sizes=sizes,
        ends_at=ends_at, shows_film=shows_film, shows_lineage=shows_lineage,
    )  # fmt: skip


def campaign_publish(*, campaign: Campaign) -> None:
    """Show it to everybody, and tell those who asked for such a thing; the design is kept for
    good. Raises Problem 422 for an end that is past, too near or too far, 409 for what is no
    draft or was taken down."""
    until_end = campaign.ends_at - timezone.now()
    if not SHORTEST <= until_end <= timedelta(days=MOST_DAYS + 1):
        raise refusals.bad_end(MOST_DAYS)
    if campaign.is_hidden or campaign.design.is_hidden:
        raise refusals.hidden_design()
    with transaction.atomic():
        _move(campaign, State.DRAFT, state=State.LIVE, published_at=Now())
        studio.design_keep(design=campaign.design)
        for group in demand.groups_behind(campaign.design):
            followers_tell(group=group, title=campaign.title, url=campaign.get_absolute_url())
        embeddings_enqueue()


def campaign_cancel(*, campaign: Campaign) -> None:
    """Its designer takes it back; whoever backs it is free. Raises Problem 409."""
    with transaction.atomic():
        _move(campaign, State.LIVE, state=State.CANCELLED, ended_at=Now())
        _end_enqueue(campaign.pk)


def campaign_discard(*, campaign: Campaign) -> None:
    """Throw a draft away; its design may have another one. Raises Problem 409."""
    if not Campaign.objects.filter(pk=campaign.pk, state=State.DRAFT).delete()[0]:
        raise _not_now(campaign)


def campaigns_leave(*, user: User) -> None:
    """Its designer leaves: what has reached its goal is made, the other live ones are taken back,
    and drafts are thrown away."""
    own = Campaign.objects.filter(owner=user)
    campaigns_settle(among=own)
    live = own.filter(state=State.LIVE)
    # Of those that nobody backs there is nobody to let go.
    live.filter(backers=0).update(state=State.CANCELLED, ended_at=Now())
    for campaign in live:
        campaign_cancel(campaign=campaign)
    own.filter(state=State.DRAFT).delete()


def campaigns_settle(*, among: QuerySet[Campaign] | None = None) -> dict[State, int]:
    """End the live campaigns whose goal is reached or whose time is over; returns how many went
    where. Safe to repeat and to run twice at once: each campaign is moved exactly once.

    What was taken down meanwhile is not made, however many wanted it; its time runs on.
    """
    live = (Campaign.objects.all() if among is None else among).filter(state=State.LIVE)
    reached = Q(pledged__gte=F("goal"), is_hidden=False)
    over = Q(ends_at__lte=Now()) & ~reached
    return {
        State.FUNDED: _settle(live.filter(reached), State.FUNDED),
        State.EXPIRED: _settle(live.filter(over), State.EXPIRED),
    }


def _settle(due: QuerySet[Campaign], state: State) -> int:
    count = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            if due.filter(pk=pk).update(state=state, ended_at=Now()):
                count += 1
                _end_enqueue(pk)
    return count


def _end_enqueue(pk: UUID) -> None:
    job_enqueue(kind=END, payload={"campaign_id": str(pk)}, dedupe_key=f"{END}:{pk}")


def _move(campaign: Campaign, at: State, /, **values: object) -> None:
    """Change it if it stands where it should."""
    if not Campaign.objects.filter(pk=campaign.pk, state=at).update(**values):
        raise _not_now(campaign)
    campaign.refresh_from_db()


def _not_now(campaign: Campaign) -> Exception:
    campaign.refresh_from_db()
    return refusals.not_now(campaign.get_state_display())
