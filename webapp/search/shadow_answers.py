"""The shadow test where the model is: the candidate answers, and the two answers are compared.

_asking    held while the candidate answers; whoever finds it taken gives up at once.
"""

import logging
import threading
from collections.abc import Sequence
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import QueryDict

from webapp.catalog import filters, snapshot
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion

from . import engine, uploads
from .models import PhotoQuery, ShadowAnswer, ShadowLink
from .options import box_read

logger = logging.getLogger(__name__)
TOP = 10
GATE = "search.shadow"
"""Held in the cache while one shadow answer is made: a second one is skipped, not queued."""
_asking = threading.Lock()
"""The gate opens by itself after a while. A candidate that takes longer, or never comes back, keeps
one thread of this process, not one after the other until photo search has none."""


def candidate_tried() -> ModelVersion | None:
    """The candidate, if it is to answer a share of the searches."""
    found = registry.model_candidate(EMBEDDER)
    return found if found is not None and found.shadow_percent and found.has_files else None


def answer(
    query_id: str,
    key: str,
    *,
    colour_weight: float,
    diversity: float,
    filters_text: str,
    champion_version: str,
    champion_ids: Sequence[int],
    champion_category: str,
    champion_ms: float,
) -> bool:
    """Have the candidate look at the same crop, and keep how alike the answers are.

    False, and nothing kept, if the photo is gone by now or the candidate cannot answer.
    """
    if not _asking.acquire(blocking=False):
        return False
    try:
        query = PhotoQuery.objects.filter(pk=UUID(query_id)).first()
        candidate = candidate_tried()
        champion = registry.model_get(EMBEDDER, champion_version)
        index = registry.index_newest(candidate) if candidate else None
        if query is None or candidate is None or champion is None or index is None:
            return False
        opened = engine.candidate(
            (candidate.version, index.version),
            model_folder=candidate.folder,
            index_folder=index.folder,
        )
        tried = opened.ask(
            uploads.folder() / query.file,
            box_read(key),
            limit=TOP,
            visible=snapshot.current().ids,
            allowed=filters.product_ids(QueryDict(filters_text)),
            colour_weight=colour_weight,
            diversity=diversity,
        )
        row = ShadowAnswer(
            champion=champion,
            candidate=candidate,
            overlap=overlap(champion_ids, tried.ids),
            same_category=tried.best[0]["name"] == champion_category,
            champion_ms=champion_ms,
            candidate_ms=tried.milliseconds,
        )
        return _keep(row, query, key, list(champion_ids), tried.ids)
    except FileNotFoundError:
        return False  # deleted in this moment, and its name is in no log
    except (ValueError, OSError, RuntimeError) as error:
        logger.warning("the candidate cannot answer: %s", error)
        return False
    finally:
        _asking.release()
        cache.delete(GATE)


def overlap(ones: Sequence[int], others: Sequence[int]) -> float:
    """Share of the longer list that both hold; two empty ones agree."""
    longest = max(len(ones), len(others))
    return len(set(ones) & set(others)) / longest if longest else 1.0


def _keep(
    row: ShadowAnswer, query: PhotoQuery, key: str, ones: list[int], others: list[int]
) -> bool:
    try:
        with transaction.atomic():
            # Locked, so that a photo deleted in this moment takes its link along.
            if not PhotoQuery.objects.select_for_update().filter(pk=query.pk).exists():
                return False
            row.save()
            ShadowLink.objects.create(
                answer=row, query=query, key=key, champion_ids=ones, candidate_ids=others
            )
    except IntegrityError:  # this crop has been answered already
        return False
    return True
