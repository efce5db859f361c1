"""Reads of photo searches."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from webapp.catalog.models import Product
from webapp.catalog.selectors import products_visible
from webapp.core.problems import Problem
from webapp.jobs import calls
from webapp.registry import selectors as registry

from . import refusals
from .models import PhotoQuery
from .samples import SamplePhoto, sample_photos

__all__ = [
    "SamplePhoto",
    "photo_query_get",
    "photo_query_is_mine",
    "products_near",
    "sample_photos",
    "similar_products",
]

logger = logging.getLogger(__name__)
VISITOR_KEY = "photo_visitor"
"""Where a session keeps the name under which a visitor's photos are stored."""
SIMILAR_PATIENCE = 1.5
"""Seconds that a product page waits for similar products before it makes do without."""
SIMILAR_SECONDS = 300


def photo_query_get(pk: UUID) -> PhotoQuery:
    """Raises Problem 410 if the photo has expired or been deleted.

    Ids are random, so whoever holds one that is not there had it from us: that it is gone
    needs no record of it.
    """
    found = PhotoQuery.objects.filter(pk=pk).first()
    if found is None or found.is_expired:
        raise refusals.gone()
    return found


def photo_query_is_mine(request: HttpRequest, query: PhotoQuery) -> bool:
    """True for the account or the browser that sent the photo."""
    if query.user_id is not None and request.user.is_authenticated:
        return query.user_id == request.user.pk
    key = request.session.get(VISITOR_KEY, "")
    return bool(key) and key == query.visitor_key


def similar_products(product: Product, *, limit: int = 12) -> list[Product]:
    """Visible products that look like this one, most similar first.

    While the index does not know the product or does not answer, products of the same
    category stand in, those of the same colour first.
    """
    index = registry.index_live()
    if index is None:
        return _same_kind(product, limit)
    key = f"similar:{index.version}:{product.pk}:{limit}"
    ids: list[int] | None = cache.get(key)
    if ids is None:
        try:
            ids = calls.call(
                "search.find_like", timeout=SIMILAR_PATIENCE, product_id=product.pk, limit=limit
            )
        except Problem as problem:
            logger.warning("similar products of %s: %s", product.pk, problem)
        if ids is None:
            return _same_kind(product, limit)
        cache.set(key, ids, SIMILAR_SECONDS)
    found = products_visible().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def products_near(
    *,
    shape: Sequence[float],
    colour: Sequence[float],
    category: str,
    model_version: str,
    limit: int,
) -> list[int]:
    """Ids of visible products that look like two vectors of the embedder, best first; none if
    another model serves than made them. Raises Problem 503 while the search cannot answer."""
    found: list[int] | None = calls.call(
        "search.find_near",
        shape=list(shape),
        colour=list(colour),
        category=category,
        model_version=model_version,
        limit=limit,
    )
    return found or []


def _same_kind(product: Product, limit: int) -> list[Product]:
    kind = products_visible().filter(category=product.category_id).exclude(pk=product.pk)
    same = list(kind.filter(colour=product.colour_id)[:limit])
    if len(same) < limit:
        same += kind.exclude(pk__in=[p.pk for p in same])[: limit - len(same)]
    return same
