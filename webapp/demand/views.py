"""What people look for, for designers; what is remembered and told, for those who looked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from webapp.core.problems import Problem
from webapp.search.models import PhotoQuery

from . import selectors, services
from .models import LEAST_PEOPLE
from .persons import asker_of, owner_of

PAGE_SIZE = 12


@require_safe
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """URL parameters: category, sort, page. Context: page (of selectors.Shown), categories,
    category, sorts [(value, label)], sort, least (people a group needs)."""
    category = request.GET.get("category", "")
    sort = request.GET.get("sort", "")
    groups = selectors.groups_visible(category=category, sort=sort)
    page = Paginator(groups, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": selectors.groups_show(list(page.object_list), today=timezone.localdate()),
        "categories": selectors.categories_visible(),
        "category": category,
        "sorts": [(value, label) for value, (label, _order) in selectors.SORTS.items()],
        "sort": sort if sort in selectors.SORTS else next(iter(selectors.SORTS)),
        "least": LEAST_PEOPLE,
    }
    return render(request, "demand/board.html", context)


@require_safe
@login_required
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One group with its numbers. Context: entry (selectors.Shown), least."""
    found = selectors.group_get(pk)
    [entry] = selectors.groups_show([found], today=timezone.localdate())
    return render(request, "demand/group.html", {"entry": entry, "least": LEAST_PEOPLE})


@require_POST
@login_required
def design(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a sheet near the group, and go to the studio; where that cannot be, say why."""
    assert request.user.is_authenticated
    found = selectors.group_get(pk)
    try:
        services.group_design(group=found, user=request.user)
    except Problem as problem:
        if problem.status not in (409, 422, 503):
            raise
        messages.error(request, problem.detail)
        return redirect("demand:group", pk)
    return redirect("studio:start")


# Told ------------------------------------------------------------------------------------


@require_safe
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """Context: notices, follows (of this account or browser)."""
    context = {"notices": selectors.notices(request), "follows": selectors.follows(request)}
    return render(request, "demand/notices.html", context)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    services.notices_read(asker=asker_of(request))
    return redirect("demand:notices")


@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open what it is about, and count it as read. 404 for somebody else's."""
    found = get_object_or_404(selectors.notices(request), pk=pk)
    services.notices_read(asker=asker_of(request), pk=pk)
    return redirect(found.url)


@require_POST
def follow_end(request: HttpRequest, pk: int) -> HttpResponse:
    services.follow_end(asker=asker_of(request), pk=pk)
    messages.success(request, _("You will not be told about it."))
    return redirect("demand:notices")


# Remembered ------------------------------------------------------------------------------


@require_POST
def memory(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST remember: 0 forgets this search and remembers no other of this person, 1 allows it
    again. Back to the results."""
    found = selectors.query_mine(request, pk)
    services.objection_set(asker=owner_of(found), on=_is_off(request, "remember"))
    return _back(request, found)


@require_POST
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """POST follow: 1 to be told when somebody makes what was looked for, 0 not to be."""
    found = selectors.query_mine(request, pk)
    services.follow_set(query=found, on=not _is_off(request, "follow"))
    return _back(request, found)


def _is_off(request: HttpRequest, name: str) -> bool:
    value: Any = request.POST.get(name)
    if value not in ("0", "1"):
        raise Http404
    return bool(value == "0")


def _back(request: HttpRequest, found: PhotoQuery) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('search:query', args=[found.pk])}{query}#remembered")
