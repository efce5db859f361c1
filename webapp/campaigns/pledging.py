"""Pledges, and the counts on the campaign that must never lose one.

The campaign's row is changed first, by an UPDATE that only a campaign still open lets through;
the pledge follows in the same transaction. So counts and pledges are true together, and the
UPDATEs of many shoppers wait for one another instead of reading the same number.
"""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from webapp.core.models import User
from webapp.core.problems import Problem

from . import refusals
from .models import MOST_PIECES, Campaign, Pledge
from .payments import provider


def pledge_make(*, campaign: Campaign, user: User, size: str, quantity: int) -> Pledge:
    """Want ``quantity`` pieces. Raises Problem 422 for a size that is not offered or a number out
    of range, 403 for the designer's own, 409 once it has ended or where the user backs it already.
    """
    if size not in campaign.sizes:
        raise refusals.bad_size()
    if not 1 <= quantity <= MOST_PIECES:
        raise refusals.bad_quantity(MOST_PIECES)
    if campaign.owner_id == user.pk:
        raise refusals.own_design()
    try:
        with transaction.atomic():
            open_ = Campaign.objects.filter(
                pk=campaign.pk, state=Campaign.State.LIVE, is_hidden=False, ends_at__gt=Now()
            )
            counted = open_.update(pledged=F("pledged") + quantity, backers=F("backers") + 1)
            if not counted:
                raise refusals.ended()
            pledge = Pledge.objects.create(
                campaign=campaign, user=user, size=size, quantity=quantity
            )
    except IntegrityError:
        raise refusals.already() from None
    transaction.on_commit(lambda: provider().hold(pledge))
    return pledge


def pledge_withdraw(*, pledge: Pledge) -> None:
    """Take it back before the end. Raises Problem 409 after it, 404 if it was withdrawn before."""
    live = Campaign.objects.filter(
        pk=pledge.campaign_id, state=Campaign.State.LIVE, ends_at__gt=Now()
    )
    active = Pledge.objects.filter(pk=pledge.pk, state=Pledge.State.ACTIVE)
    with transaction.atomic():
        # The lock comes before the pledge, as in pledge_make: else the two could wait for each
        # other. SQLite needs none, since its transactions run one at a time.
        if live.select_for_update().first() is None:
            raise refusals.ended()
        if not active.update(state=Pledge.State.WITHDRAWN, withdrawn_at=Now()):
            raise refusals.no_pledge()
        live.update(pledged=F("pledged") - pledge.quantity, backers=F("backers") - 1)
    transaction.on_commit(lambda: provider().release(pledge))
    pledge.refresh_from_db()


def pledges_withdraw_all(*, user: User) -> None:
    """What an account backs that is still open, before the account goes."""
    active = Pledge.objects.filter(user=user, state=Pledge.State.ACTIVE).order_by("campaign")
    for pledge in active.filter(campaign__state=Campaign.State.LIVE):
        # What ended at this moment stays counted, without a name.
        with suppress(Problem):
            pledge_withdraw(pledge=pledge)
