"""Reports of designs, and what moderators decide about them."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from webapp.catalog.models import Product
from webapp.catalog.services import products_set_active
from webapp.core.models import User
from webapp.studio import services as studio
from webapp.studio.models import Design

from .models import Campaign, Report

WORDS = 500


def report_make(*, design: Design, reporter: User, reason: str, words: str = "") -> Report:
    """Tell the moderators. While a person's report is open, a second one is that one."""
    try:
        with transaction.atomic():
            return Report.objects.create(
                design=design, reporter=reporter, reason=reason, words=words.strip()[:WORDS]
            )
    except IntegrityError:
        return Report.objects.get(design=design, reporter=reporter, state=Report.State.OPEN)


def design_hide(*, design: Design, by: User) -> None:
    """Out of sight: the design, its campaign and what was made of it. Its pledges stay, say so,
    and can be withdrawn."""
    _decide(design, by, is_hidden=True)


def design_show(*, design: Design, by: User) -> None:
    """Nothing is wrong with it: reports are closed, and what was taken down comes back."""
    _decide(design, by, is_hidden=False)


def _decide(design: Design, by: User, *, is_hidden: bool) -> None:
    state = Report.State.HIDDEN if is_hidden else Report.State.KEPT
    with transaction.atomic():
        changed = Campaign.objects.filter(design=design).exclude(is_hidden=is_hidden)
        was_changed = changed.update(is_hidden=is_hidden)
        studio.design_hide(design=design, on=is_hidden, by=by)
        reports = Report.objects.filter(design=design).exclude(state=state)
        reports.update(state=state, handled_by=by, handled_at=Now())
        if was_changed:
            products_set_active(
                products=Product.objects.filter(campaign__design=design), is_active=not is_hidden
            )
