"""What the ModelAdmins of several apps share: rows that nobody edits, and pages of their own."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin

Page = tuple[str, Callable[..., HttpResponseBase], str]
"""Address below the model's list, the view, and what ends the URL's name."""


class ReadOnlyAdmin(ModelAdmin):
    """Rows are shown; what changes them goes through services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


def page_urls(owner: admin.ModelAdmin, pages: Iterable[Page]) -> list[URLPattern]:
    """For ``get_urls``: each view gets (request, owner, **parts of the address), for staff alone.

    A URL is named "<app>_<model>_<name>", as Django names its own. A view marked csrf_exempt stays
    so.
    """
    prefix = f"{owner.opts.app_label}_{owner.opts.model_name}"
    return [
        path(address, owner.admin_site.admin_view(_of(owner, view)), name=f"{prefix}_{name}")
        for address, view, name in pages
    ]


def _of(
    owner: admin.ModelAdmin, view: Callable[..., HttpResponseBase]
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def called(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        return view(request, owner, **parts)

    return called
