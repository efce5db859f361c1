"""Categories and styles of many photos at once, as JSON."""

import time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from webapp.core.problems import Problem
from webapp.core.quotas import quota_take
from webapp.jobs import calls

from . import refusals, uploads
from .api import PROBLEMS, Chance

router = Router(tags=["search"])
MOST = 32
"""Photos in one request."""
PATIENCE = 20.0


class Classified(Schema):
    """One photo, in the order sent: what it shows, or why it could not be used."""

    file: str
    categories: list[Chance] = []
    """The two best."""
    style: Chance | None = None
    problem: str = ""


class Classification(Schema):
    photos: list[Classified]
    model: str
    """Version of the classifier; empty if no photo could be used."""
    timing_ms: dict[str, float]


@router.post(
    "/classify", response={200: Classification, **PROBLEMS}, summary="Classify up to 32 photos"
)
def classify(
    request: HttpRequest,
    photos: File[list[UploadedFile]] = None,  # type: ignore[assignment]
) -> dict[str, Any]:
    """The two most probable categories and the style of each photo (JPEG, PNG, WebP or HEIC, up
    to 10 MB each and 64 MB together). A photo that cannot be used says why and stops no other;
    none is kept."""
    started = time.perf_counter()
    if not photos:
        raise refusals.no_photos()
    if len(photos) > MOST:
        raise Problem(
            422,
            _("Too many photos"),
            _("At most %(most)d photos fit into one request; %(sent)d came.")
            % {"most": MOST, "sent": len(photos)},
        )
    for _photo in photos:
        quota_take(request, "photo")
    entries: list[dict[str, Any]] = []
    stored: dict[int, str] = {}
    try:
        for number, photo in enumerate(photos):
            entries.append({"file": (photo.name or "")[:200]})
            try:
                stored[number] = uploads.photo_store(photo).name
            except Problem as problem:
                if problem.status >= 500:
                    raise
                entries[-1]["problem"] = problem.detail
        decoded = time.perf_counter()
        names = list(stored.values())
        found = calls.call("search.classify", timeout=PATIENCE, names=names) if names else []
    finally:
        for name in stored.values():
            uploads.photo_remove(name)
    for number, seen in zip(stored, found, strict=True):
        entries[number] |= {"categories": seen["categories"], "style": seen["styles"][0]}
    ended = time.perf_counter()
    return {
        "photos": entries,
        "model": found[0]["model_version"] if found else "",
        "timing_ms": {
            "decode": round(1000 * (decoded - started), 1),
            "classify": round(1000 * (ended - decoded), 1),
            "total": round(1000 * (ended - started), 1),
        },
    }
