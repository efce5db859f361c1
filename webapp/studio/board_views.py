"""Boards: collect designs, put them in order, share a link."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import forms, selectors, services
from .answers import back, designer, is_htmx, see_other
from .models import Board, Design

COVERS = 4
"""Designs on a board's card."""


@dataclass(frozen=True)
class Card:
    """A board among others."""

    board: Board
    count: int
    covers: list[Design]

    @property
    def blanks(self) -> range:
        return range(COVERS - len(self.covers))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def boards(request: HttpRequest) -> HttpResponse:
    """GET: all of them. POST name: a new one. Context: shelf [Card]."""
    if request.method == "POST":
        made = services.board_create(user=designer(request), name=request.POST.get("name", ""))
        return see_other(made.get_absolute_url())
    shelf = [_card(board) for board in selectors.boards(designer(request))]
    return render(request, "studio/boards.html", {"shelf": shelf})


@require_safe
@login_required
def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Context: board, designs, share_url."""
    found = selectors.board_get(designer(request), pk)
    path = reverse("studio:shared", args=[found.token])
    context = {
        "board": found,
        "designs": selectors.board_designs(found),
        "share_url": request.build_absolute_uri(path),
    }
    return render(request, "studio/board.html", context)


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A board as whoever has its link sees it. Context: board, designs."""
    found = selectors.board_shared(token)
    context = {"board": found, "designs": selectors.board_designs(found, public=True)}
    response = render(request, "studio/shared.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
@login_required
def board_rename(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = selectors.board_get(designer(request), pk)
    services.board_rename(board=found, name=request.POST.get("name", ""))
    return see_other(found.get_absolute_url())


@require_POST
@login_required
def board_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = selectors.board_get(designer(request), pk)
    services.board_delete(board=found)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
    return see_other(reverse("studio:boards"))


@require_POST
@login_required
def board_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST on (1, 0)."""
    found = selectors.board_get(designer(request), pk)
    services.board_share(board=found, on=request.POST.get("on") == "1")
    return see_other(found.get_absolute_url())


@require_POST
@login_required
def board_reorder(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST ids, in the order wanted, and perhaps move ("id:1" or "id:-1") on top of it."""
    found = selectors.board_get(designer(request), pk)
    ids = request.POST.getlist("ids")
    moved, _colon, way = request.POST.get("move", "").partition(":")
    if moved in ids and way in ("1", "-1"):
        at = ids.index(moved)
        ids.insert(max(0, at + int(way)), ids.pop(at))
    services.board_reorder(board=found, ids=ids)
    if not is_htmx(request):
        return see_other(found.get_absolute_url())
    fresh = selectors.board_get(designer(request), pk)
    context = {"board": fresh, "designs": selectors.board_designs(fresh)}
    context["said"] = _("The new order is kept.")
    response = render(request, "studio/_pins.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@login_required
def pin(request: HttpRequest) -> HttpResponse:
    """POST design, and board (id) or name (of a new board)."""
    design = selectors.design_get(designer(request), forms.id_read(request.POST.get("design")))
    if board_id := request.POST.get("board"):
        on = selectors.board_get(designer(request), forms.id_read(board_id))
    else:
        on = services.board_create(user=designer(request), name=request.POST.get("name", ""))
    services.board_pin(board=on, design=design)
    said = _("Pinned to “%(name)s”.") % {"name": on.name}
    if is_htmx(request):
        context = {"boards": selectors.boards(designer(request)), "design": design, "said": said}
        return render(request, "studio/_pin_form.html", context)
    messages.success(request, said)
    return back(request, on.get_absolute_url())


@require_POST
@login_required
def unpin(request: HttpRequest) -> HttpResponse:
    """POST design, board."""
    on = selectors.board_get(designer(request), forms.id_read(request.POST.get("board")))
    design = selectors.design_get(designer(request), forms.id_read(request.POST.get("design")))
    services.board_unpin(board=on, design=design)
    return back(request, on.get_absolute_url())


def _card(board: Board) -> Card:
    designs = selectors.board_designs(board)
    return Card(board, len(designs), designs[:COVERS])
