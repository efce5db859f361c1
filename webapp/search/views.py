"""Search by photo, page by page. Every page works without JavaScript; htmx makes it smoother."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from webapp.catalog.models import Product
from webapp.core.media import picture_response
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take

from . import refusals, selectors, services, shadow, uploads
from .models import Crop, PhotoQuery
from .options import options_read
from .results import answer_make
from .samples import SCENES, sample_path

FIRST_LOOK = 0.8
"""Seconds that a page waits for a photo that is being looked at, before it shows progress."""
QUICK_LOOK = 0.2
POLL_SECONDS = 1
"""How soon a page that shows progress asks again."""


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST ``photo``: store it and go to its results (htmx: HX-Redirect).

    Context of search/start.html: samples [SamplePhoto(name, title, url, width, height)],
    problem (Problem or None: what was wrong with the photo just sent, with its ``detail``).
    """
    problem = None
    if request.method == "POST":
        try:
            quota_take(request, "photo")
            upload = request.FILES.get("photo")
            if upload is None:
                raise refusals.no_photo()
            return _go_to(request, services.photo_query_create_from(request=request, upload=upload))
        except Problem as error:
            if _is_htmx(request):
                raise
            problem = error
    context = {"samples": selectors.sample_photos(), "problem": problem}
    response = render(
        request, "search/start.html", context, status=problem.status if problem else 200
    )
    if problem and "retry_after" in problem.extra:
        response["Retry-After"] = str(problem.extra["retry_after"])
    return response


@require_POST
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """Search with one of our own photos."""
    quota_take(request, "photo")
    if name not in SCENES or not sample_path(name).is_file():
        raise Http404
    with sample_path(name).open("rb") as file:
        query = services.photo_query_create_from(request=request, upload=File(file), is_ours=True)
    return _go_to(request, query)


@require_safe
def query(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo and what it found. URL parameters: box, colour_weight, diversity, page, and the
    shop's filters.

    Context of search/query.html and of the fragment search/_results.html:
    query (PhotoQuery: pk, width, height, expires_at; its picture is at search:picture);
    is_mine (may delete and judge); options (Options: box, colour_weight, diversity, page, key);
    share_url (absolute); params (this URL's query string with "?", or "");
    answer (results.Answer, or None while the photo is being looked at or if that failed);
    problem (Problem or None: why there is no answer; ask again if problem.status is 503);
    is_pending (poll search:results with the same parameters, every poll_seconds);
    poll_seconds.
    """
    return _respond(request, pk, "search/query.html", FIRST_LOOK)


@require_safe
def results(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The results alone, for htmx; same parameters and context as the page. "Load more" (htmx
    target "load-more") gets search/_more.html: the next page's cards."""
    is_more = request.headers.get("HX-Target") == "load-more"
    template = "search/_more.html" if is_more else "search/_results.html"
    return _respond(request, pk, template, QUICK_LOOK)


@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    found = selectors.photo_query_get(pk)
    return picture_response(
        request, uploads.folder() / found.file, cache_control="private, no-store"
    )


@require_POST
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST product (id), weight (1, 0, −1); the URL's parameters are those of the results page.

    htmx gets the results fragment anew, a form goes back to the page.
    """
    found = _mine(request, pk)
    number = request.POST.get("product", "")
    if not (number.isascii() and number.isdigit()):
        raise refusals.no_product()
    product = get_object_or_404(Product, pk=number, is_active=True)
    services.feedback_set(query=found, product=product, weight=_weight(request.POST))
    if _is_htmx(request):
        return _respond(request, pk, "search/_results.html", QUICK_LOOK)
    back = reverse("search:query", args=[found.pk])
    return redirect(f"{back}{_params(request)}#results")


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    services.photo_query_delete(query=_mine(request, pk))
    messages.success(request, _("Your photo is deleted, and all that was found with it."))
    return _redirect(request, reverse("search:start"))


def _respond(request: HttpRequest, pk: UUID, template: str, seconds: float) -> HttpResponse:
    found = selectors.photo_query_get(pk)
    options = options_read(request.GET)
    services.crop_quota_take(request=request, query=found, key=options.key)
    context: dict[str, Any] = {
        "query": found,
        "is_mine": selectors.photo_query_is_mine(request, found),
        "options": options,
        "share_url": request.build_absolute_uri(reverse("search:query", args=[pk])),
        "params": _params(request),
        "answer": None,
        "problem": None,
        "poll_seconds": POLL_SECONDS,
    }
    try:
        crop = services.crop_wait(query=found, key=options.key, seconds=seconds)
        if crop.state == Crop.State.READY:
            context["answer"] = answer_make(
                query=found, crop=crop, options=options, params=request.GET, with_facets=True
            )
            shadow.offer(answer=context["answer"], crop=crop, params=request.GET)
        elif crop.state == Crop.State.FAILED:
            context["problem"] = Problem(503, _("That did not work"), crop.error)
    except Problem as problem:
        if problem.status != 503:
            raise
        context["problem"] = problem
        context["poll_seconds"] = problem.extra.get("retry_after", POLL_SECONDS)
    context["is_pending"] = context["answer"] is None
    response = render(request, template, context)
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _mine(request: HttpRequest, pk: UUID) -> PhotoQuery:
    found = selectors.photo_query_get(pk)
    if not selectors.photo_query_is_mine(request, found):
        raise refusals.not_yours()
    return found


def _weight(data: QueryDict) -> int:
    text = data.get("weight") or ""
    return int(text) if text in ("-1", "0", "1") else 2


def _params(request: HttpRequest) -> str:
    text = request.GET.urlencode()
    return f"?{text}" if text else ""


def _go_to(request: HttpRequest, found: PhotoQuery) -> HttpResponse:
    return _redirect(request, reverse("search:query", args=[found.pk]))


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    if _is_htmx(request):
        return HttpResponseClientRedirect(url)
    response = redirect(url)
    response.status_code = 303  # a reload of the results never sends the photo again
    return response
