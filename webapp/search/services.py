"""Writes of photo searches: a photo comes, is looked at, judged, and deleted."""

import logging
import secrets
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take
from webapp.jobs import calls

from . import uploads
from .models import Crop, Feedback, PhotoQuery
from .selectors import VISITOR_KEY
from .signals import photos_expiring

logger = logging.getLogger(__name__)
LONGEST_LIFE = timedelta(hours=1)
PURGE_SECONDS = 60
SLACK = timedelta(minutes=2)
"""The purge comes by once a minute; the promise of an hour is about the file, not the row."""
ASK_AGAIN = timedelta(seconds=5)
"""After this a question that nobody answered is asked once more."""
MOST_CROPS = 24
"""Of one photo; each is some kilobytes, and a mouse draws many."""


def visitor_key(request: HttpRequest) -> str:
    """This browser's name for its photos, made on first use."""
    key: str = request.session.setdefault(VISITOR_KEY, secrets.token_hex(16))
    return key


def photo_query_create(
    *, upload: File, visitor: str = "", user: User | None = None, is_ours: bool = False
) -> PhotoQuery:
    """Store a photo. Raises the problems of ``uploads.photo_store``."""
    photo = uploads.photo_store(upload)
    life = min(timedelta(minutes=settings.SEARCH_PHOTO_LIFETIME_MINUTES), LONGEST_LIFE)
    try:
        return PhotoQuery.objects.create(
            file=photo.name,
            width=photo.width,
            height=photo.height,
            decode_ms=round(photo.decode_ms, 1),
            visitor_key=visitor,
            user=user,
            is_ours=is_ours,
            expires_at=timezone.now() + max(life - SLACK, SLACK / 2),
        )
    except BaseException:
        uploads.photo_remove(photo.name)
        raise


def photo_query_delete(*, query: PhotoQuery) -> None:
    """File, row, crops with their vectors, and feedback: all gone when this returns."""
    uploads.photo_remove(query.file)
    PhotoQuery.objects.filter(pk=query.pk).delete()


def photo_queries_purge() -> int:
    """Delete what has expired, and files that no row knows; returns how many photos went.

    A file whose row was never written, or whose account was deleted, goes by its age.
    """
    expired = list(PhotoQuery.objects.filter(expires_at__lte=timezone.now()))
    if expired:
        photos_expiring.send_robust(sender=PhotoQuery, ids=[query.pk for query in expired])
    for query in expired:
        photo_query_delete(query=query)
    strays = 0
    if uploads.folder().is_dir():
        known = set(PhotoQuery.objects.values_list("file", flat=True))
        for path in uploads.folder().iterdir():
            is_young = time.time() - path.stat().st_mtime < PURGE_SECONDS
            if path.name not in known and not is_young:
                path.unlink(missing_ok=True)
                strays += 1
    return len(expired) + strays


def crop_ask(*, query: PhotoQuery, key: str) -> Crop:
    """The crop as it stands; one that nobody has looked at yet is sent to be looked at.

    Raises Problem 503 when too much waits, and then the crop counts as not asked for.
    """
    now = timezone.now()
    crop, is_new = Crop.objects.get_or_create(query=query, key=key, defaults={"asked_at": now})
    if not is_new and crop.state != Crop.State.READY:
        stale = Crop.objects.filter(pk=crop.pk, asked_at__lt=now - ASK_AGAIN)
        is_new = bool(stale.update(asked_at=now, error="", prediction=None))
    if is_new:
        _prune(query)
        try:
            calls.send("search.embed", query_id=str(query.pk), key=key)
        except Problem:
            Crop.objects.filter(pk=crop.pk).update(asked_at=now - ASK_AGAIN)
            raise
        crop.refresh_from_db()
    return crop


def crop_quota_take(*, request: HttpRequest, query: PhotoQuery, key: str) -> None:
    """Count a look at a part of the photo that nobody has looked at yet: it costs a worker's time.

    Raises Problem 429 above the limit; what was found already stays free to read.
    """
    if not Crop.objects.filter(query=query, key=key).exists():
        quota_take(request, "crop")


def crop_wait(*, query: PhotoQuery, key: str, seconds: float) -> Crop:
    """``crop_ask``, then a short wait for the answer, which mostly takes milliseconds."""
    crop = crop_ask(query=query, key=key)
    deadline, pause = time.monotonic() + seconds, 0.01
    while crop.state == Crop.State.PENDING and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(2 * pause, 0.1)
        crop.refresh_from_db()
    return crop


def _prune(query: PhotoQuery) -> None:
    kept = query.crops.order_by("-asked_at").values_list("pk", flat=True)[:MOST_CROPS]
    query.crops.exclude(Q(pk__in=list(kept)) | Q(key="")).delete()


def feedback_set(*, query: PhotoQuery, product: Product, weight: int) -> None:
    """+1 more like this, −1 less like this, 0 takes it back. Raises Problem 422."""
    if weight not in (-1, 0, 1):
        raise Problem(422, _("Invalid values"), _("The weight must be 1, 0 or -1."))
    if weight:
        Feedback.objects.update_or_create(query=query, product=product, defaults={"weight": weight})
    else:
        Feedback.objects.filter(query=query, product=product).delete()


def photo_query_create_from(
    *, request: HttpRequest, upload: File, is_ours: bool = False
) -> PhotoQuery:
    """Store a visitor's photo and have it looked at; without room to look, nothing is kept."""
    user: Any = request.user if request.user.is_authenticated else None
    query = photo_query_create(
        upload=upload, visitor=visitor_key(request), user=user, is_ours=is_ours
    )
    try:
        crop_ask(query=query, key="")
    except Problem:
        photo_query_delete(query=query)
        raise
    return query
