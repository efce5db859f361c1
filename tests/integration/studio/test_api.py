"""The studio as JSON."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from webapp.core.models import User
from webapp.registry.models import ModelVersion

pytestmark = pytest.mark.django_db
API = "/api/v1/studio"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def designer(model: ModelVersion, ana: User) -> Client:
    return signed_in(ana)


@pytest.fixture
def stranger(ben: User) -> Client:
    return signed_in(ben)


def send(client: Client, method: str, path: str, **body: Any) -> Any:
    call = getattr(client, method)
    return call(f"{API}{path}", body, content_type="application/json")


def make(client: Client, **wish: Any) -> Any:
    options = {"seed": 1, "count": 2} | wish.pop("options", {})
    return send(client, "post", "/sheets", **{"category": "Handbags"} | wish, options=options)


def test_a_designers_day(designer: Client, model: ModelVersion) -> None:
    [offered] = designer.get(f"{API}/models").json()
    assert offered["version"] == model.version
    facts = designer.get(f"{API}/models/{model.version}").json()
    assert facts["per_category"][0]["is_weak"]

    wish = {"category": "Handbags", "options": {"seed": 1, "count": 2}}
    previews = send(designer, "post", "/previews", **wish).json()["images"]
    assert len(previews) == 2
    answer = make(designer)
    assert answer.status_code == 201
    first, second = answer.json()["designs"]
    blend = make(designer, kind="blend", category="",
                 options={"parents": [first["id"], second["id"]], "steps": 3}).json()  # fmt: skip
    middle = blend["designs"][1]

    change = {"title": "Moon bag", "is_shortlisted": True}
    assert send(designer, "patch", f"/designs/{middle['id']}", **change).status_code == 200
    [listed] = designer.get(f"{API}/shortlist").json()
    assert listed["title"] == "Moon bag"
    tree = designer.get(f"{API}/designs/{middle['id']}/lineage").json()
    assert [parent["design"] for parent in tree["parents"]] == [first["id"], second["id"]]
    recipe = designer.get(f"{API}/designs/{middle['id']}/recipe").json()
    again = send(designer, "post", "/recipes", **recipe)
    assert again.status_code == 201
    assert again.json()["recipe"] == recipe
    png = designer.get(f"{API}/designs/{middle['id']}/design.png?side=128")
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")

    assert send(designer, "post", "/undo").json()["id"] == blend["id"]
    assert len(designer.get(f"{API}/sheets").json()) == 2
    assert send(designer, "post", "/redo").json()["kind"] == "replay"


def test_boards(designer: Client) -> None:
    first, second = make(designer).json()["designs"]
    board = send(designer, "post", "/boards", name="Bags").json()
    place = f"/boards/{board['id']}"
    for design in (first, second):
        send(designer, "put", f"{place}/designs/{design['id']}")
    order = [second["id"], first["id"]]
    shared = send(designer, "patch", place, is_shared=True, designs=order).json()

    seen = Client().get(f"{API}/shared/{shared['token']}").json()
    assert [design["id"] for design in seen["designs"]] == order
    send(designer, "delete", f"{place}/designs/{first['id']}")
    assert len(designer.get(f"{API}{place}").json()["designs"]) == 1
    assert send(designer, "delete", place).status_code == 204
    assert designer.get(f"{API}/boards").json() == []
    assert Client().get(f"{API}/shared/{shared['token']}").status_code == 404


def test_nothing_of_another_can_be_reached(designer: Client, stranger: Client) -> None:
    sheet = make(designer).json()
    design = sheet["designs"][0]["id"]
    board = send(designer, "post", "/boards", name="Bags").json()["id"]

    for method, path in (
        ("get", f"/sheets/{sheet['id']}"),
        ("get", f"/designs/{design}"),
        ("get", f"/designs/{design}/recipe"),
        ("get", f"/designs/{design}/look"),
        ("get", f"/designs/{design}/lineage"),
        ("get", f"/designs/{design}/design.png"),
        ("patch", f"/designs/{design}"),
        ("get", f"/boards/{board}"),
        ("patch", f"/boards/{board}"),
        ("delete", f"/boards/{board}"),
        ("put", f"/boards/{board}/designs/{design}"),
        ("delete", f"/boards/{board}/designs/{design}"),
    ):
        assert send(stranger, method, path).status_code == 404, (method, path)
        assert send(Client(), method, path).status_code == 401, (method, path)
    answer = make(stranger, kind="vary", category="", options={"parents": [design]})
    assert answer.status_code == 404


def test_bad_wishes_are_problem_documents(designer: Client) -> None:
    wrong = make(designer, category="Hats")
    assert wrong.status_code == 422
    assert "Hats" in wrong.json()["detail"]
    assert make(designer, model="nowhere").status_code == 404
    assert designer.get(f"{API}/designs/{uuid4()}").status_code == 404
    assert send(designer, "post", "/recipes", kind="sample").status_code == 422
    photo = {"photo": SimpleUploadedFile("a.png", b"no photo"), "category": "Handbags"}
    assert designer.post(f"{API}/photos", photo).status_code == 400


def test_an_account_has_a_quota_wherever_it_comes_from(
    designer: Client, ana: User, settings: Settings
) -> None:
    settings.QUOTAS = {**settings.QUOTAS, "design": (2, 60)}
    answers = [
        signed_in(ana).post(
            f"{API}/sheets",
            {"category": "Handbags", "options": {"count": 1}},
            content_type="application/json",
            REMOTE_ADDR=f"192.0.2.{number}",
        )
        for number in range(3)
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2]["Retry-After"]
