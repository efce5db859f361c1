import errno
import json

import pytest
from django.db import OperationalError
from django.test import RequestFactory, override_settings
from django.urls import path

from webapp.core.errors import server_error
from webapp.core.middleware import BodyLimitMiddleware
from webapp.core.problems import Problem, problem_response, render_problem
from webapp.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


def fail(request):
    raise {
        "problem": Problem(410, "Gone", "That photo was deleted.", retry_after=3),
        "disk": OSError(errno.ENOSPC, "No space left on device"),
        "database": OperationalError("server closed the connection"),
        "bug": ZeroDivisionError("secret detail"),
    }[request.GET["how"]]


urlpatterns = [  # the site's own, and addresses that fail
    path("api/v1/fail", fail),
    path("fail", fail),
    *urlpatterns,
]


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("how", "status"), [("problem", 410), ("disk", 507), ("database", 503), ("bug", 500)]
)
@pytest.mark.django_db
def test_what_goes_wrong_becomes_a_problem_document_for_the_api(client, how, status):
    client.raise_request_exception = False
    response = client.get(f"/api/v1/fail?how={how}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = json.loads(response.content)
    assert document["status"] == status
    assert {"type", "title", "detail"} <= document.keys()
    assert b"secret" not in response.content


@pytest.mark.parametrize(
    ("how", "status"), [("problem", 410), ("disk", 507), ("database", 503), ("bug", 500)]
)
@pytest.mark.django_db
def test_what_goes_wrong_becomes_a_page_for_people(client, how, status):
    client.raise_request_exception = False
    response = client.get(f"/fail?how={how}")
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert response["Cache-Control"] == "no-store"
    assert b"secret" not in response.content


def test_retry_after_is_a_header_too():
    problem = Problem(429, "Too many requests", "Wait.", retry_after=7)
    response = problem_response(RequestFactory().get("/api/v1/x"), problem)
    assert response["Retry-After"] == "7"
    assert json.loads(response.content)["retry_after"] == 7


def test_an_error_page_that_cannot_be_rendered_is_still_an_answer(monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("the menu needs the database")

    monkeypatch.setattr("webapp.core.problems.select_template", broken)
    response = render_problem(RequestFactory().get("/"), Problem(503, "A <b>", "Soon."))
    assert response.status_code == 503
    assert b"A &lt;b&gt;" in response.content


def test_an_error_outside_views_is_recognised_too():
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = server_error(RequestFactory().get("/api/v1/x"))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


@pytest.mark.django_db
def test_an_unknown_address_below_the_api_is_a_document(client):
    response = client.get("/api/v1/nothing-here")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@override_settings(UPLOAD_MAX_BYTES=1000)
def test_a_large_body_is_refused_by_its_length_alone():
    def view(request):
        raise AssertionError("the request went on")

    request = RequestFactory().post("/api/v1/search/photo")
    request.META["CONTENT_LENGTH"] = str(1000 + 64 * 1024 + 1)
    response = BodyLimitMiddleware(view)(request)
    assert response.status_code == 413
    assert json.loads(response.content)["title"] == "That file is too large"
