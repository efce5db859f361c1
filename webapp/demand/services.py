"""Writes: what is remembered of a search, who objects, who follows, who is told."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.search.contracts import Seen
from webapp.search.models import PhotoQuery
from webapp.studio.models import Design, Sheet
from webapp.studio.services import sheet_make

from .models import Follower, Group, Inspiration, MonthKey, Notice, Objection, Want
from .persons import Asker, of_account, owner_of
from .selectors import is_objecting

KEPT = timedelta(days=90)
"""How long a want lives, and what a browser without an account asked for."""
OBJECTIONS_KEPT = timedelta(days=365)
"""Of such a browser, since it last mattered: longer than any session lives."""
LEAST_SURE = 0.25
"""Of the best category: what the models cannot name tells a designer nothing."""
DIGITS = 3
"""Of a vector's numbers: enough to compare by."""
DESIGNS = 16
"""On a sheet begun from a group."""


# A search that found nothing ---------------------------------------------------------------


def want_judge(*, query: PhotoQuery, seen: Seen, is_match: bool) -> None:
    """Remember what was looked for, or forget it again because it was found after all.

    Nothing is remembered of our own sample photos, of what the models cannot name, of people who
    object, and of those who are neither signed in nor have a session (programs that use the API):
    nobody could tell five of them from one, nor could they object.
    """
    owner, best = owner_of(query), seen["best_categories"][0]
    is_wanted = not is_match and not query.is_ours and best["probability"] >= LEAST_SURE
    known = Want.objects.filter(query=query).first()
    if not is_wanted or not owner or _objects(owner):
        if known is not None:
            known.delete()
        return
    found = {
        "embedder_version": seen["model_version"],
        "category": best["name"],
        "colour": seen["best_colours"][0]["name"],
        "styles": seen["best_usages"],
        "shape_vector": [round(value, DIGITS) for value in seen["shape"]],
        "colour_vector": [round(value, DIGITS) for value in seen["colour"]],
    }
    if known is not None and all(getattr(known, name) == value for name, value in found.items()):
        return  # the page was loaded again
    try:
        with transaction.atomic():
            Want.objects.update_or_create(
                query=query,
                defaults=found,
                create_defaults=found | _mark(owner, timezone.localdate()),
            )
    except IntegrityError:
        return  # the photo has been deleted meanwhile


def wants_untie(*, query_ids: list[UUID]) -> None:
    """The photos are about to expire: what was wanted stays, without them."""
    Want.objects.filter(query__in=query_ids).update(query=None)


def _objects(owner: Asker) -> bool:
    """An objection that is still needed does not grow old."""
    if not is_objecting(owner):
        return False
    Objection.objects.filter(owner.theirs).update(day=timezone.localdate())
    return True


def _mark(owner: Asker, day: date) -> dict[str, object]:
    digest = hmac.new(_month_key(day), owner.name.encode(), hashlib.sha256).hexdigest()
    return {"visitor": digest[:32], "day": day}


def _month_key(day: date) -> bytes:
    month, _is_new = MonthKey.objects.get_or_create(
        month=day.replace(day=1), defaults={"key": secrets.token_hex(32)}
    )
    return bytes.fromhex(month.key)


# Objecting and following -------------------------------------------------------------------


@transaction.atomic
def objection_set(*, asker: Asker, on: bool) -> None:
    """Remember nothing of this person's searches from now on, nor of those whose photo is still
    there; or, off, remember again."""
    if not asker:
        return
    if not on:
        Objection.objects.filter(asker.theirs).delete()
        return
    Objection.objects.get_or_create(**asker.columns)
    whose = {"query__user": asker.user_id} if asker.user_id else {
        "query__user": None, "query__visitor_key": asker.visitor_key
    }  # fmt: skip
    Want.objects.filter(query__isnull=False, **whose).delete()


def follow_set(*, query: PhotoQuery, on: bool) -> None:
    """“Tell me when somebody makes this.” Raises Problem 409 where nothing is remembered."""
    want = Want.objects.filter(query=query).first()
    if want is None:
        raise Problem(
            409,
            _("Nothing is remembered"),
            _("Of this search nothing is remembered, so there is nothing to tell you about."),
        )
    owner = owner_of(query)
    if on:
        with transaction.atomic():
            if not want.followers.filter(owner.theirs).exists():
                Follower.objects.create(want=want, **owner.columns)
    else:
        want.followers.filter(owner.theirs).delete()


def follow_end(*, asker: Asker, pk: int) -> None:
    """Safe to repeat."""
    Follower.objects.filter(asker.theirs, pk=pk).delete()


@transaction.atomic
def person_merge(*, visitor_key: str, user: User) -> None:
    """Give an account what its owner asked for in this browser before signing in."""
    visitor, account = Asker(visitor_key=visitor_key), of_account(user)
    Follower.objects.filter(visitor.theirs).update(**account.columns)
    told = Notice.objects.filter(account.theirs).values("url")
    Notice.objects.filter(visitor.theirs).exclude(url__in=list(told)).update(**account.columns)
    Notice.objects.filter(visitor.theirs).delete()
    if Objection.objects.filter(visitor.theirs).exists():
        Objection.objects.get_or_create(**account.columns)


# Telling -----------------------------------------------------------------------------------


def followers_tell(*, group: Group, title: str, url: str) -> int:
    """Leave a notice to everybody who follows the group; how many were told.

    ``url`` is where the thing is on this site. Safe to repeat: a person is told once of one
    address.
    """
    notices = [
        Notice(
            title=title[:120],
            url=url,
            about=str(group),
            user_id=follower.user_id,
            visitor_key=follower.visitor_key,
        )
        for follower in group.followers.all()
    ]
    before = Notice.objects.filter(url=url).count()
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return Notice.objects.filter(url=url).count() - before


def notices_withdraw(*, urls: Sequence[str]) -> None:
    """What was told of is gone: nobody is led there any more."""
    Notice.objects.filter(url__in=urls).delete()


def notices_read(*, asker: Asker, pk: int | None = None) -> int:
    """One, or all; how many were unread."""
    unread = Notice.objects.filter(asker.theirs, read_at__isnull=True)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())


# Designing ---------------------------------------------------------------------------------


def group_design(*, group: Group, user: User) -> Sheet:
    """A sheet of designs near the group's centre. Raises Problem 409 for a group that an earlier
    embedder saw, and what webapp.studio.services.sheet_make raises."""
    live = registry.model_live(EMBEDDER)
    if live is None or live.version != group.embedder_version:
        raise Problem(
            409,
            _("Seen by an earlier model"),
            _(
                "The shop's search has another model now, which cannot compare designs with what "
                "was looked for then. New searches make new groups."
            ),
        )
    sheet = sheet_make(
        user=user,
        kind=Sheet.Kind.NEAREST,
        category=group.category,
        options={
            "shape": group.shape_vector,
            "colour": group.colour_vector,
            "count": DESIGNS,
        },
    )
    Inspiration.objects.create(sheet=sheet, group=group, people=group.people)
    return sheet


@transaction.atomic
def inspirations_hand_on(*, sheet: Sheet) -> None:
    """The sheet is about to be cleared away: what of it is kept stays tied to the group."""
    found = Inspiration.objects.filter(sheet=sheet).first()
    if found is None:
        return
    kept = Design.objects.filter(sheet=sheet, inspiration=None)
    Inspiration.objects.bulk_create(
        [
            Inspiration(design=design, group_id=found.group_id, people=found.people)
            for design in kept
        ]
    )


# Clearing away -----------------------------------------------------------------------------


def demand_tidy() -> int:
    """Throw away the keys of past months, wants that are too old, and what was asked for in
    browsers that have hardly come back; how many rows went."""
    today = timezone.localdate()
    gone: list[QuerySet[Any]] = [
        MonthKey.objects.filter(month__lt=today.replace(day=1)),
        Want.objects.filter(day__lt=today - KEPT),
        Follower.objects.filter(user=None, day__lt=today - KEPT),
        Notice.objects.filter(user=None, created_at__lt=timezone.now() - KEPT),
        Objection.objects.filter(user=None, day__lt=today - OBJECTIONS_KEPT),
    ]
    return sum(rows.delete()[0] for rows in gone)
