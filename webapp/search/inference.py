"""What runs where the model is: ids and plain values in, JSON out, everything else from the
database. Called through webapp.jobs.calls only."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from webapp.catalog import filters, snapshot
from webapp.catalog.models import Product
from webapp.classify import engine as classifier
from webapp.jobs import calls

from . import engine, refusals, shadow_answers, uploads
from .contracts import Attributes, Busy, OtherModel, Seen, Unavailable
from .models import Crop
from .options import box_read

logger = logging.getLogger(__name__)
NEAREST = 500
"""What the facets of a photo search count: among so many of the most similar products."""
REFUSALS = calls.Refusals(busy=refusals.busy, away=refusals.away)
Function = Callable[..., Any]


def _function(name: str) -> Callable[[Function], Function]:
    """Register it, with the engine's errors as problems."""

    def register(made: Function) -> Function:
        @wraps(made)
        def plain(**arguments: Any) -> Any:
            try:
                return made(**arguments)
            except Busy as error:
                raise refusals.busy() from error
            except Unavailable as error:
                raise refusals.unavailable() from error

        calls.function(name, refusals=REFUSALS)(plain)
        return made

    return register


@_function("search.embed")
def embed(query_id: str, key: str) -> None:
    """Look at a crop and write down what is seen. Safe to repeat; a photo that has been
    deleted meanwhile is left alone."""
    crop = Crop.objects.select_related("query").filter(query_id=UUID(query_id), key=key).first()
    if crop is not None:
        _look(crop)


@_function("search.find")
def find(
    query_id: str,
    key: str,
    *,
    first: int,
    last: int,
    colour_weight: float,
    diversity: float,
    filters_text: str,
    with_nearest: bool,
) -> dict[str, Any]:
    """Places ``first`` to ``last`` of the ranking for a crop; ``filters_text`` is the query
    string of the shop's filters.

    Gives found (see contracts.Found), verdict, nearest, has_more, search_ms, and the versions
    that answered: model and index.
    """
    crop = Crop.objects.select_related("query").filter(query_id=UUID(query_id), key=key).first()
    if crop is None:
        raise refusals.gone()
    seen: Seen = crop.prediction or _look(crop)
    opinions = dict(crop.query.feedback.values_list("product_id", "weight"))
    started = time.perf_counter()
    while True:
        try:
            search = engine.similar(
                seen,
                attributes=_attributes,
                limit=last + 1,
                colour_weight=colour_weight,
                diversity=diversity,
                visible=snapshot.current().ids,
                allowed=filters.product_ids(QueryDict(filters_text)),
                liked=[pk for pk, weight in opinions.items() if weight > 0],
                disliked=[pk for pk, weight in opinions.items() if weight < 0],
                nearest=NEAREST if with_nearest else 0,
            )
            break
        except OtherModel:
            seen = _look(crop)
    return {
        "found": search.found[first:last],
        "verdict": search.verdict,
        "nearest": search.nearest,
        "has_more": len(search.found) > last,
        "search_ms": _milliseconds(started),
        "model": search.model_version,
        "index": search.index_version,
    }


@_function("search.find_like")
def find_like(product_id: int, *, limit: int) -> list[int] | None:
    """Ids of products that look like this one; None if the index does not hold it."""
    try:
        return engine.similar_to_product(product_id, limit=limit, visible=snapshot.current().ids)
    except KeyError:
        return None


@_function("search.find_near")
def find_near(
    shape: Sequence[float],
    colour: Sequence[float],
    *,
    category: str,
    model_version: str,
    limit: int,
) -> list[int] | None:
    """Ids of products near two vectors; None if another model serves than made them."""
    try:
        return engine.similar_to_vectors(
            shape,
            colour,
            category=category,
            model_version=model_version,
            limit=limit,
            visible=snapshot.current().ids,
        )
    except OtherModel:
        return None


@_function("search.classify")
def classify(names: Sequence[str]) -> list[dict[str, Any]]:
    """Categories and styles of stored photos; see webapp.classify.engine.Sorted."""
    try:
        found = classifier.sort_files([uploads.folder() / name for name in names])
    except ValueError as error:
        logger.error("the classifier cannot be opened: %s", error)
        raise refusals.unavailable() from error
    if None in found:
        raise refusals.gone()
    return [dict(entry) for entry in found if entry]


_function("search.shadow")(shadow_answers.answer)


def _look(crop: Crop) -> Seen:
    started = time.perf_counter()
    try:
        seen = engine.embed(uploads.folder() / crop.query.file, box_read(crop.key))
    except FileNotFoundError:
        raise refusals.gone() from None
    except Busy:
        raise
    except Unavailable:
        _fail(crop, refusals.unavailable().detail)
        raise
    except Exception:
        _fail(crop, _("The photo could not be looked at. Please try again, or choose another."))
        raise
    Crop.objects.filter(pk=crop.pk).update(
        prediction=seen,
        model_version=seen["model_version"],
        embed_ms=_milliseconds(started),
        error="",
    )
    return seen


def _fail(crop: Crop, error: str) -> None:
    Crop.objects.filter(pk=crop.pk).update(prediction=None, error=error[:300])


def _attributes(ids: Sequence[int]) -> Mapping[int, Attributes]:
    rows = Product.objects.filter(pk__in=ids).values_list(
        "pk", "category__name", "colour__name", "usage"
    )
    return {pk: Attributes(category, colour or "", usage) for pk, category, colour, usage in rows}


def _milliseconds(started: float) -> float:
    return round(1000 * (time.perf_counter() - started), 1)
