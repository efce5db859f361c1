"""An account goes: its pledges and its campaigns, and what other people expect of both.

See webapp.core.leaving.
"""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from webapp.catalog.models import Product
from webapp.catalog.services import products_unbrand
from webapp.core.models import User
from webapp.demand.services import notices_withdraw

from .models import Campaign, Pledge
from .pictures import share_pictures_remove
from .pledging import pledges_withdraw_all
from .services import campaigns_leave

State = Campaign.State


def account_leave(user: User) -> None:
    """A shopper's open pledges are withdrawn. Of a designer's campaigns, drafts and those that
    nobody backs are deleted, live ones are cancelled, and ended ones that people back stay, with
    what was made of them, and name nobody."""
    with transaction.atomic():
        _lock(user)
        pledges_withdraw_all(user=user)
        transaction.on_commit(partial(share_pictures_remove, list(_own(user))))
        campaigns_leave(user=user)
        unbacked = _own(user).exclude(state=State.FUNDED).filter(backers=0)
        notices_withdraw(urls=[campaign.get_absolute_url() for campaign in unbacked])
        Pledge.objects.filter(campaign__in=unbacked).delete()  # all were withdrawn
        unbacked.delete()
        products_unbrand(products=Product.objects.filter(campaign__owner=user))


def _own(user: User) -> QuerySet[Campaign]:
    return Campaign.objects.filter(owner=user).select_related("owner", "design")


def _lock(user: User) -> None:
    """All campaigns that this is about, in one order, so that two who leave at once and back each
    other's designs do not wait for each other."""
    backed = Pledge.objects.filter(user=user, state=Pledge.State.ACTIVE).values("campaign")
    about = Campaign.objects.filter(Q(owner=user) | Q(pk__in=backed))
    list(about.order_by("pk").select_for_update().values_list("pk", flat=True))
