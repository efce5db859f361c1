"""Who asks the studio's views, and how they answer: a fragment for htmx, else on to a page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from webapp.core.models import User


def designer(request: HttpRequest) -> User:
    """Who is signed in; for views behind login_required."""
    assert request.user.is_authenticated
    return request.user


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def see_other(url: str) -> HttpResponse:
    """303: a reload of what comes next never sends the form again."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that the form was on, if that is one of ours."""
    came_from = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return see_other(came_from if is_ours else otherwise)
