"""The page of a design, its picture and files, two designs side by side, the shortlist."""

import json
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.core.media import picture_response
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take

from . import forms, looks, refusals, selectors, services
from .answers import back, designer, is_htmx, see_other
from .models import Design, Sheet
from .selectors import SIDES

STRIP_STEPS = 9
"""Pictures from one design to the other; odd, so that the slider has a middle."""
OTHERS = 24
"""Designs offered for a comparison."""


@require_safe
def design(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Context: design, is_mine, kind_label, recipe_facts, family (Lineage); for its owner also
    can_draw, categories, others [Design], pinned and unpinned [Board]."""
    found = selectors.design_for(request.user, pk)
    family = selectors.lineage(found)
    context = {
        "design": found,
        "is_mine": selectors.is_owner(request.user, found),
        "family": family,
        "kind_label": family.kind_label,
        "recipe_facts": looks.recipe_facts(found),
    }
    if found.owner is not None and context["is_mine"]:
        context |= _for_owner(found, found.owner)
    return _private(render(request, "studio/design.html", context))


def _for_owner(found: Design, owner: User) -> dict[str, object]:
    boards = selectors.boards(owner)
    on = set(found.pins.values_list("board_id", flat=True))
    names = selectors.categories_of(found.model)
    return {
        "can_draw": found.model.has_files,
        "categories": looks.labelled(names),
        "others": [
            each
            for each in selectors.shortlist(owner)
            if each.pk != found.pk and each.model_id == found.model_id
        ][:OTHERS],
        "pinned": [board for board in boards if board.pk in on],
        "unpinned": [board for board in boards if board.pk not in on],
    }


@require_safe
def image(request: HttpRequest, pk: UUID, side: int) -> HttpResponseBase:
    """Its picture, 64, 256 or 512 pixels a side; only for those who may see the design."""
    path = selectors.design_file(selectors.design_for(request.user, pk), side)
    # A small picture stands in while nothing can be enlarged; it must not stay.
    is_stand_in = side != SIDES[0] and path.suffix == ".png"
    age = 0 if is_stand_in else 86_400
    return picture_response(request, path, cache_control=f"private, max-age={age}")


@require_safe
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the other models say; a part of the design's page, or, opened by itself, a page.

    Context: design, problem (why nobody could be asked), and see looks.look_context.
    """
    found = selectors.design_for(request.user, pk)
    context: dict[str, object] = {"design": found}
    try:
        context |= looks.look_context(services.design_look(design=found))
    except Problem as problem:
        if problem.status != 503:
            raise
        context["problem"] = problem
    template = "studio/_look.html" if is_htmx(request) else "studio/look.html"
    return _private(render(request, template, context))


@require_safe
def export_png(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enlarged, labelled, with the recipe inside."""
    found = selectors.design_get(request.user, pk)
    content = services.design_export(design=found)
    return _download(content, "image/png", f"{_file_name(found)}.png")


@require_safe
def export_recipe(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = selectors.design_get(request.user, pk)
    text = json.dumps(selectors.recipe_document(found), indent=1, ensure_ascii=False)
    return _download(text.encode(), "application/json", f"{_file_name(found)}.json")


@require_POST
@login_required
def rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = selectors.design_get(request.user, pk)
    services.design_rename(design=found, title=request.POST.get("title", ""))
    return see_other(found.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shortlist(request: HttpRequest) -> HttpResponse:
    """GET: the page. POST design, on (1, 0; without it the other way round): htmx gets the heart
    anew, and the tray's list where there is one."""
    if request.method != "POST":
        designs = selectors.shortlist(designer(request))
        return render(request, "studio/shortlist.html", {"designs": designs})
    found = selectors.design_get(request.user, forms.id_read(request.POST.get("design")))
    on = request.POST.get("on")
    services.design_shortlist(
        design=found, on=not found.is_shortlisted if on is None else on == "1"
    )
    if not is_htmx(request):
        return back(request, reverse("studio:shortlist"))
    context: dict[str, object] = {
        "design": found,
        "has_tray": _path(request) != reverse("studio:shortlist"),
        "shortlisted": selectors.shortlist(designer(request)),
    }
    return render(request, "studio/_heart_answer.html", context)


@require_safe
@login_required
def compare(request: HttpRequest) -> HttpResponse:
    """``?a=&b=`` (or two of ``design``). Context: pair, strip [data: URL], middle, no_strip."""
    ids = request.GET.getlist("design") or [request.GET.get(name, "") for name in ("a", "b")]
    if len(ids) != 2:
        raise refusals.invalid(_("Choose two designs to compare."))
    pair = [selectors.design_for(request.user, forms.id_read(each)) for each in ids]
    context: dict[str, object] = {"pair": pair, "middle": STRIP_STEPS // 2}
    try:
        quota_take(request, "preview")
        options = {"parents": [each.pk for each in pair], "steps": STRIP_STEPS}
        context["strip"] = services.preview(
            user=designer(request), kind=Sheet.Kind.BLEND, model=None, options=options
        )
    except Problem as problem:
        context["no_strip"] = problem.detail
    return _private(render(request, "studio/compare.html", context))


@require_safe
@login_required
def blend_gif(request: HttpRequest) -> HttpResponse:
    """``?a=&b=``: the way from one design to the other and back."""
    quota_take(request, "design")
    first, second = (
        selectors.design_for(request.user, forms.id_read(request.GET.get(name)))
        for name in ("a", "b")
    )
    return _download(services.blend_gif(first=first, second=second), "image/gif", "blend.gif")


def _path(request: HttpRequest) -> str:
    """Of the page that htmx was on."""
    return urlsplit(request.headers.get("HX-Current-URL", "")).path


def _file_name(found: Design) -> str:
    return f"{slugify(found.title or found.category) or 'design'}-{str(found.pk)[:8]}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["HX-Request"])
    return response
