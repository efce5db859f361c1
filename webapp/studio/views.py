"""The studio's pages. Each works without JavaScript; htmx swaps the sheet alone."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from webapp.core.media import picture_response
from webapp.core.quotas import quota_take
from webapp.registry.kinds import PRESETS
from webapp.registry.models import ModelVersion

from . import forms, selectors, services, shown
from .answers import designer, is_htmx, see_other
from .models import Sheet
from .selectors import StudioModel

KEPT = "studio"
"""Where a session keeps how the controls were left."""


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where the designer was. ``?model=`` (id) chooses another model.

    Context of studio/start.html: models, model (None where there is no generator), categories,
    controls, counts, steers, shortlisted, boards, and that of studio/_sheet.html.
    """
    return _studio(request, selectors.sheet_current(designer(request)))


@require_safe
@login_required
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An earlier sheet, or one that is being made: its fragment for htmx, else the page."""
    return _sheet(request, selectors.sheet_get(designer(request), pk))


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """POST kind, model, category, seed, count, truncation, radius, weight, steps, parents …"""
    quota_take(request, "design")
    wish = forms.wish_read(request.POST)
    if wish.kind == Sheet.Kind.SAMPLE:
        _keep_controls(request)
    made = services.sheet_make(user=designer(request), **wish.arguments())
    return _after(request, made)


@require_POST
@login_required
def photo(request: HttpRequest) -> HttpResponse:
    """POST photo, category, model: designs after a photo, as a job."""
    quota_take(request, "design")
    wish = forms.wish_read(request.POST, kind=Sheet.Kind.FROM_PHOTO)
    wish.options.pop("count", None)  # each is searched for some seconds
    upload = request.FILES.get("photo")
    made = services.sheet_make(user=designer(request), photo=upload, **wish.arguments())
    return _after(request, made)


@require_POST
@login_required
def preview(request: HttpRequest) -> JsonResponse:
    """The fields of ``make``; answers {"images": [data: URL, …]} and stores nothing."""
    quota_take(request, "preview")
    wish = forms.wish_read(request.POST, is_preview=True)
    images = services.preview(user=designer(request), **wish.arguments())
    return JsonResponse({"images": images}, headers={"Cache-Control": "no-store"})


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    return _after(request, services.sheet_undo(user=designer(request)))


@require_POST
@login_required
def redo(request: HttpRequest) -> HttpResponse:
    return _after(request, services.sheet_redo(user=designer(request)))


@require_POST
@login_required
def recipe_import(request: HttpRequest) -> HttpResponse:
    """POST recipe (file): draw it again, and go to its page."""
    quota_take(request, "design")
    entry = forms.recipe_read(request)
    design = services.recipe_import(user=designer(request), entry=entry)
    return see_other(design.get_absolute_url())


@require_safe
@login_required
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """What a model learnt from. Context: version, facts (ModelFacts), rows, weak (count)."""
    found = _model(pk)
    facts = selectors.model_facts(found)
    rows = sorted(facts.per_category, key=lambda row: row.label)
    return render(
        request,
        "studio/model.html",
        {
            "version": found,
            "facts": facts,
            "rows": rows,
            "trained": shown.minutes(facts.minutes),
            "weak": sum(row.is_weak for row in rows),
        },
    )


@require_safe
@login_required
def film(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How a model learnt, as MP4."""
    path = selectors.model_facts(_model(pk)).film_path
    if path is None:
        raise Http404
    return picture_response(request, path, cache_control="private, max-age=3600")


def _model(pk: int) -> ModelVersion:
    """Also one whose files are gone: designs of it stay."""
    return get_object_or_404(ModelVersion, pk=pk, kind__in=PRESETS)


def _studio(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    models = selectors.studio_models()
    chosen = _chosen(request, models, sheet)
    context: dict[str, Any] = {"models": models, "model": chosen}
    if chosen is not None:
        context |= {
            "categories": shown.categories(chosen),
            "controls": shown.controls(chosen, sheet, request.session.get(KEPT, {})),
            "counts": shown.COUNTS,
            "steers": shown.has_directions(chosen.version),
            "shortlisted": selectors.shortlist(designer(request)),
            "boards": selectors.boards(designer(request)),
            **shown.sheet_context(designer(request), sheet),
        }
    return render(request, "studio/start.html", context)


def _chosen(
    request: HttpRequest, models: list[StudioModel], sheet: Sheet | None
) -> StudioModel | None:
    """The one asked for, else the sheet's, else the default."""
    by_id = {str(each.version.pk): each for each in models}
    asked = request.GET.get("model") or (str(sheet.model_id) if sheet is not None else "")
    return by_id.get(asked) or next(iter(models), None)


def _sheet(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    if not is_htmx(request):
        return _studio(request, sheet)
    context = shown.sheet_context(designer(request), sheet)
    response = render(request, "studio/_sheet.html", context)
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _after(request: HttpRequest, sheet: Sheet | None) -> HttpResponse:
    """The sheet for htmx; else back to the studio, so that a reload draws nothing anew."""
    if is_htmx(request):
        fresh = None if sheet is None else selectors.sheet_get(designer(request), sheet.pk)
        return _sheet(request, fresh)
    return see_other(reverse("studio:start"))


def _keep_controls(request: HttpRequest) -> None:
    count = request.POST.get("count", "")
    kept: dict[str, Any] = {"lock": "lock" in request.POST}
    if count.isascii() and count.isdigit():
        kept["count"] = int(count)
    request.session[KEPT] = kept
