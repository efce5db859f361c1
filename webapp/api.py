"""The JSON API: composition only; each app brings its router."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from webapp.core.problems import Problem, problem_response, title_of

api = NinjaAPI(
    title="Atelier",
    version="1",
    description="Products, search by photo and wishlists as JSON. Errors are RFC 9457 documents.",
    urls_namespace="api",
)


@api.exception_handler(Problem)
def answer_problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    assert isinstance(problem, Problem)
    return problem_response(request, problem)


@api.exception_handler(ValidationError)
def answer_invalid(
    request: HttpRequest, error: ValidationError | type[ValidationError]
) -> HttpResponse:
    assert isinstance(error, ValidationError)
    errors = [_plain(entry) for entry in error.errors]
    detail = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    return problem_response(request, Problem(422, _("Invalid values"), detail, errors=errors))


@api.exception_handler(HttpError)
def answer_http_error(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(error, HttpError)
    return problem_response(
        request, Problem(error.status_code, title_of(error.status_code), str(error))
    )


def _plain(entry: dict[str, Any]) -> dict[str, str]:
    """One of pydantic's errors without its internals: the last names of its place, its message."""
    place = [str(part) for part in entry.get("loc", ())]
    return {"field": ".".join(place[1:]) or "request", "message": str(entry.get("msg", ""))}


api.add_router("", "webapp.core.api.router")
api.add_router("", "webapp.jobs.api.router")
api.add_router("", "webapp.catalog.api.router")
api.add_router("", "webapp.registry.api.router")
api.add_router("", "webapp.registry.comparison_api.router")
api.add_router("", "webapp.search.api.router")
api.add_router("", "webapp.search.classify_api.router")
api.add_router("", "webapp.search.shadow_api.router")
api.add_router("", "webapp.studio.api.router")
api.add_router("", "webapp.studio.board_api.router")
api.add_router("", "webapp.demand.api.router")
api.add_router("", "webapp.campaigns.api.router")
api.add_router("", "webapp.storefront.api.router")
api.add_router("", "webapp.retraining.api.router")
