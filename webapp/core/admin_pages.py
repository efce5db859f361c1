"""What every app's own pages in the admin need: who asks, the frame around, the end of polling."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from webapp.core.models import User

STOP_POLLING = 286
"""htmx's own status: swap this in, and ask no more."""


def person(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def frame(request: HttpRequest, admin: ModelAdmin, title: str) -> dict[str, object]:
    """The context of the admin's frame (navigation, theme, breadcrumbs) around a page of ours."""
    context: dict[str, object] = admin.admin_site.each_context(request)
    return context | {"title": title, "opts": admin.model._meta}
