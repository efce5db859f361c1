"""What goes wrong, said once: problem documents (RFC 9457) for the API, pages for people."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.html import escape

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A refusal with an HTTP status, a short title and a sentence that says what to do.

    ``extra`` members go into the JSON document as they are; ``retry_after`` (seconds) also
    becomes the Retry-After header.
    """

    def __init__(
        self, status: int, title: str, detail: str, *, type: str = "about:blank", **extra: Any
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        self.extra = extra

    def document(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        } | {key: value for key, value in self.extra.items() if value is not None}


def wants_json(request: HttpRequest) -> bool:
    """The API speaks JSON, everything else pages."""
    return request.path.startswith("/api/")


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer in the form the client understands: a problem document, a page or a fragment."""
    if wants_json(request):
        return _finish(
            JsonResponse(problem.document(), status=problem.status, content_type=CONTENT_TYPE),
            problem,
        )
    return render_problem(request, problem)


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page (``errors/<status>.html`` or ``errors/error.html``), or for htmx the fragment
    ``errors/_problem.html``; context: ``problem``, ``status``, ``title``, ``detail``.

    Falls back step by step to bare HTML, because a page that reports a broken database must not
    need the database.
    """
    is_fragment = request.headers.get("HX-Request") == "true"
    names = (
        ["errors/_problem.html"]
        if is_fragment
        else [f"errors/{problem.status}.html", "errors/error.html"]
    )
    context = {
        "problem": problem,
        "status": problem.status,
        "title": problem.title,
        "detail": problem.detail,
    }
    return _finish(HttpResponse(_html(request, names, context), status=problem.status), problem)


def _html(request: HttpRequest, names: list[str], context: dict[str, Any]) -> str:
    for with_request in (request, None):
        try:
            return str(select_template(names).render(context, with_request))
        except TemplateDoesNotExist:
            break
        except Exception as error:
            logger.warning("error page %s could not be rendered: %r", names[0], error)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport "
        f"content='width=device-width'><title>{escape(context['title'])}</title>"
        f"<h1>{escape(context['title'])}</h1><p>{escape(context['detail'])}</p>"
    )


def _finish(response: HttpResponse, problem: Problem) -> HttpResponse:
    retry_after = problem.extra.get("retry_after")
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    response["Cache-Control"] = "no-store"
    return response


def title_of(status: int) -> str:
    """The standard phrase of a status, e.g. "Not Found"."""
    return HTTPStatus(status).phrase
