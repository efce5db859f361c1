"""Photo search and similar products as JSON."""

import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from webapp.catalog.models import Product
from webapp.catalog.selectors import products_visible
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take

from . import refusals, selectors, services, shadow
from .models import Crop, PhotoQuery
from .options import Options, options_read
from .results import Answer, Guess, answer_make
from .rows import Row

router = Router(tags=["search"])
DELETE_TOKEN = "X-Delete-Token"
"""Sent with the answer; whoever keeps no cookies deletes a photo with it."""
_SALT = "webapp.search.delete"


class Wishes(Schema):
    """Form fields or URL parameters, a form field first. Facets may be repeated."""

    box: str | None = Field(None, description="x1,y1,x2,y2 in fractions of the image")
    limit: int = Field(24, ge=1, le=100)
    page: int = Field(1, ge=1)
    colour_weight: float = Field(
        0.5, ge=0, le=1, allow_inf_nan=False, description="0 = same cut, 1 = same colour"
    )
    diversity: float = Field(0, ge=0, le=1, allow_inf_nan=False)
    gender: list[str] = []
    category: list[str] = []
    colour: list[str] = []
    style: list[str] = []
    season: list[str] = []
    price_min: str | None = None
    price_max: str | None = None
    q: str | None = None


class Chance(Schema):
    name: str
    probability: float


class ProductFound(Schema):
    id: int
    sku: str
    name: str
    category: str
    colour: str | None
    price: Decimal | None
    url: str
    image: str | None


class Result(Schema):
    score: float
    reasons: list[str]
    product: ProductFound


class CardFound(Schema):
    title: str
    url: str
    image: str
    facts: dict[str, Any]


class RowFound(Schema):
    key: str
    title: str
    url: str
    """Of the page with all of its kind."""
    cards: list[CardFound]
    """The most alike first."""


class Photo(Schema):
    id: UUID
    box: list[float]
    categories: list[Chance]
    """The two best."""
    colours: list[Chance]
    style: Chance | None
    agree: bool | None
    """Whether the two models that looked take it for the same category."""


class Versions(Schema):
    model: str
    index: str


class PhotoSearch(Schema):
    query: Photo
    results: list[Result]
    rows: list[RowFound] = Field(
        description="What looks like the photo and is no product of the shop, with page 1 alone; "
        "empty where there is nothing of the kind. Key “designs”: live campaigns, which nobody "
        "sells yet, at most 8; facts are id (as in /campaigns/{id}), percent (of the goal), price "
        "and ends_at."
    )
    verdict: str
    """"match" or "nothing close"."""
    versions: Versions
    """Of the embedder and the index that answered."""
    timing_ms: dict[str, float]


class Similar(Schema):
    results: list[ProductFound]


class ProblemDocument(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: Any = dict.fromkeys((400, 410, 413, 422, 429, 503, 507), ProblemDocument)


@router.post("/search/photo", response={200: PhotoSearch, **PROBLEMS}, summary="Search by photo")
def search_photo(
    request: HttpRequest,
    response: HttpResponse,
    wishes: Form[Wishes],
    more_wishes: Query[Wishes],
    photo: File[UploadedFile] = None,  # type: ignore[assignment]
) -> dict[str, Any]:
    """Products that look like what is in the photo (JPEG, PNG, WebP or HEIC, up to 10 MB)."""
    started = time.perf_counter()
    params = request.GET.copy()
    for name, values in request.POST.lists():
        params.setlist(name, values)
    options = options_read(params)
    quota_take(request, "photo")
    if photo is None:
        raise refusals.no_photo()
    is_known = request.session.session_key is not None
    user: Any = request.user if request.user.is_authenticated else None
    query = services.photo_query_create(
        upload=photo, visitor=services.visitor_key(request) if is_known else "", user=user
    )
    try:
        document = _search(request, query, options, params, started)
    except Problem:
        services.photo_query_delete(query=query)
        raise
    response[DELETE_TOKEN] = signing.dumps(str(query.pk), salt=_SALT)
    return document


@router.get("/search/photo/{pk}", response={200: PhotoSearch, **PROBLEMS}, summary="Search again")
def search_again(request: HttpRequest, pk: UUID, wishes: Query[Wishes]) -> dict[str, Any]:
    """The same photo with another crop, other weights or filters, until it is deleted."""
    started = time.perf_counter()
    query = selectors.photo_query_get(pk)
    query.decode_ms = 0
    return _search(request, query, options_read(request.GET), request.GET, started)


@router.delete(
    "/search/photo/{pk}", response={204: None, 403: ProblemDocument, **PROBLEMS},
    summary="Delete a photo",
)  # fmt: skip
def delete_photo(request: HttpRequest, pk: UUID) -> Status[None]:
    """For the browser or account that sent it, or with the X-Delete-Token of its answer."""
    query = selectors.photo_query_get(pk)
    if not (selectors.photo_query_is_mine(request, query) or _has_token(request, query)):
        raise refusals.not_yours()
    services.photo_query_delete(query=query)
    return Status(204, None)


@router.get(
    "/products/{pk}/similar", response={200: Similar, 404: ProblemDocument},
    summary="Products that look like this one",
)  # fmt: skip
def similar(request: HttpRequest, pk: int, limit: int = Query(12, ge=1, le=48)) -> dict[str, Any]:
    product = products_visible().filter(pk=pk).first()
    if product is None:
        raise refusals.no_product()
    found = selectors.similar_products(product, limit=limit)
    return {"results": [_product(request, entry) for entry in found]}


def _search(
    request: HttpRequest, query: PhotoQuery, options: Options, params: QueryDict, started: float
) -> dict[str, Any]:
    services.crop_quota_take(request=request, query=query, key=options.key)
    crop, _created = Crop.objects.get_or_create(
        query=query, key=options.key, defaults={"asked_at": query.created_at}
    )
    was_ready = crop.prediction is not None
    answer = answer_make(query=query, crop=crop, options=options, params=params, with_facets=False)
    timing = answer.timing_ms | ({"embed": 0.0} if was_ready else {})
    timing["total"] = round(1000 * (time.perf_counter() - started), 1)
    shadow.offer(answer=answer, crop=crop, params=params)
    return _document(request, answer, timing)


def _document(request: HttpRequest, answer: Answer, timing: Mapping[str, float]) -> dict[str, Any]:
    return {
        "query": {
            "id": answer.query.pk,
            "box": answer.box,
            "categories": [_chance(guess) for guess in answer.categories],
            "colours": [_chance(guess) for guess in answer.colours],
            "style": _chance(answer.styles[0]) if answer.styles else None,
            "agree": answer.agree,
        },
        "results": [
            {
                "score": result.score,
                "reasons": [reason.code for reason in result.reasons],
                "product": _product(request, result.product),
            }
            for result in answer.results
        ],
        "rows": [_row(request, row) for row in answer.rows],
        "verdict": answer.verdict,
        "versions": {"model": answer.model_version, "index": answer.index_version},
        "timing_ms": timing,
    }


def _chance(guess: Guess) -> dict[str, Any]:
    return {"name": guess.name, "probability": guess.probability}


def _row(request: HttpRequest, row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "url": request.build_absolute_uri(row.more_url),
        "cards": [
            {
                "title": card.title,
                "url": request.build_absolute_uri(card.url),
                "image": request.build_absolute_uri(card.image),
                "facts": card.facts,
            }
            for card in row.cards
        ],
    }


def _product(request: HttpRequest, product: Product) -> dict[str, Any]:
    cover = product.cover
    return {
        "id": product.pk,
        "sku": product.sku,
        "name": product.name,
        "category": product.category.name,
        "colour": product.colour.name if product.colour else None,
        "price": product.price,
        "url": request.build_absolute_uri(product.get_absolute_url()),
        "image": request.build_absolute_uri(cover.url) if cover else None,
    }


def _has_token(request: HttpRequest, query: PhotoQuery) -> bool:
    try:
        token = signing.loads(request.headers.get(DELETE_TOKEN, ""), salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(token == str(query.pk))
