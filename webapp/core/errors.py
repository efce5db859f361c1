"""Django's error handlers (named in webapp/urls.py): the same pages and documents as problems."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .middleware import problem_of
from .problems import Problem, problem_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = problem_of(exception) or Problem(
        400,
        _("That did not work"),
        _("The request was not understood. Go back, check what you entered and try again."),
    )
    return problem_response(request, problem)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(
        request,
        Problem(403, _("Not for this account"), _("You are not allowed to see or do this.")),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_response(
        request,
        Problem(
            403,
            _("This form has expired"),
            _("Reload the page and try again. Cookies must be allowed for this site."),
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(
        request,
        Problem(404, _("Page not found"), _("There is nothing at this address (any more).")),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Also reached by errors outside views, where no middleware sees a database that is away."""
    problem = problem_of(sys.exc_info()[1]) or Problem(
        500,
        _("Something went wrong"),
        _("The mistake is ours and has been noted. Please try again."),
    )
    return problem_response(request, problem)
