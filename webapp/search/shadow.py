"""The shadow test on the shop's side: offer a search to the candidate, and count what is opened
from its results.

A click is seen without following anybody: the browser tells a page of the same site which page it
comes from (Referer), and a photo's results have their own address. Only two places in two lists
are kept of it; the link to the search goes with the photo, within the hour.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from webapp.core.problems import Problem
from webapp.jobs import calls

from .models import Crop, PhotoQuery, ShadowClick, ShadowLink
from .options import filters_text, options_read
from .results import Answer
from .shadow_answers import GATE, TOP, candidate_tried

logger = logging.getLogger(__name__)
GATE_SECONDS = 30
"""After this a shadow answer that never came back does not stand in the way any more."""


def offer(*, answer: Answer, crop: Crop, params: QueryDict) -> bool:
    """Let the candidate answer this search too, if its share says so and nothing else is at it.

    Called when the shopper's answer is complete; costs one small query, and the work itself is
    done elsewhere. Never raises for the test's sake.
    """
    candidate = candidate_tried()
    if candidate is None or not _is_drawn(answer.query, candidate.shadow_percent):
        return False
    is_plain = answer.options.first == 0 and answer.options.limit >= TOP
    if not is_plain or answer.query.feedback.exists():
        return False
    if ShadowLink.objects.filter(query=answer.query, key=crop.key).exists():
        return False
    if not cache.add(GATE, 1, GATE_SECONDS):
        return False
    try:
        calls.send(
            "search.shadow",
            query_id=str(answer.query.pk),
            key=crop.key,
            colour_weight=answer.options.colour_weight,
            diversity=answer.options.diversity,
            filters_text=filters_text(params),
            champion_version=answer.model_version,
            champion_ids=[result.product.pk for result in answer.results[:TOP]],
            champion_category=answer.categories[0].name if answer.categories else "",
            champion_ms=round(crop.embed_ms + answer.timing_ms["search"], 1),
        )
    except Problem as problem:
        cache.delete(GATE)
        logger.info("no shadow answer: %s", problem.title)
        return False
    return True


def click_note(*, request: HttpRequest, product_id: int) -> bool:
    """Count a product opened from the results of a search that the candidate answered too."""
    part = _came_from(request)
    if part is None:
        return False
    links = ShadowLink.objects.filter(query=part[0], key=part[1])
    if not links.exists():  # the usual answer, without a lock that a page would wait for
        return False
    with transaction.atomic():
        link = links.select_for_update().first()
        if link is None or product_id in link.clicked:
            return False
        link.clicked = [*link.clicked, product_id]
        link.save(update_fields=["clicked"])
        ShadowClick.objects.create(
            answer_id=link.answer_id,
            champion_rank=_place(link.champion_ids, product_id),
            candidate_rank=_place(link.candidate_ids, product_id),
        )
    return True


def _is_drawn(query: PhotoQuery, percent: int) -> bool:
    """In or out for good, by the photo's random id: drawn anew with each look at its results,
    who plays with the filters would be tried more often than the share says."""
    return query.pk.int % 100 < percent


def _came_from(request: HttpRequest) -> tuple[UUID, str] | None:
    """The photo, and which part of it (a crop's key), whose results led to this page."""
    try:
        address = urlsplit(request.headers.get("Referer", ""))
        pk = UUID(address.path.rpartition("/")[2])
        key = options_read(QueryDict(address.query)).key
    except (ValueError, Problem):
        return None
    is_ours = address.netloc == request.get_host()
    return (pk, key) if is_ours and address.path == reverse("search:query", args=[pk]) else None


def _place(ids: Sequence[int], product_id: int) -> int | None:
    return ids.index(product_id) + 1 if product_id in ids else None
