"""Models as JSON, with the same permissions and refusals as the pages."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.support.models import model_with_files
from webapp.core.models import User
from webapp.jobs.models import Job
from webapp.registry import selectors, services
from webapp.registry.models import ModelVersion

API = "/api/v1/models"


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    one, two = (model_with_files(tmp_path, name, "classifier") for name in ("one", "two"))
    services.promote(model=one, by=None, expected=None)
    return one, two


def post(client: Client, address: str, **body: object):
    return client.post(API + address, body, content_type="application/json")


def clerk(*permissions: str) -> Client:
    user = User.objects.create_user("clerk", "clerk@example.org", "x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_versions_are_listed_and_shown(pair, admin):
    one, two = pair
    listed = admin.get(API).json()
    assert [model["version"] for model in listed["models"]] == [two.version, one.version]
    assert listed["kinds"] == [
        {"kind": "classifier", "champion": one.version, "candidate": None, "previous": None}
    ]
    shown = admin.get(f"{API}/classifier/champion").json()
    assert shown["version"] == one.version
    assert shown["manifest"]["kind"] == "classifier"
    assert admin.get(f"{API}?kind=embedder").json()["models"] == []
    assert admin.get(f"{API}/classifier/nothing").status_code == 404


def test_promote_begins_a_job_for_who_saw_what_serves(pair, admin):
    one, two = pair
    response = post(
        admin, f"/classifier/{two.version}/promote", expected=one.version, reason="better"
    )
    assert response.status_code == 202
    assert str(Job.objects.get().pk) == response.json()["job"]
    again = post(admin, f"/classifier/{two.version}/promote", expected=one.version)
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    assert again.json()["title"] == "A promotion is under way"


@pytest.mark.parametrize("expected", [None, "two", "never heard of"])
def test_who_saw_another_champion_gets_409(pair, admin, expected):
    one, two = pair
    expected = two.version if expected == "two" else expected
    for address in (f"/classifier/{two.version}/promote", "/classifier/rollback"):
        assert post(admin, address, expected=expected).status_code == 409
    assert selectors.model_live("classifier") == one


def test_expected_must_be_said(pair, admin):
    _, two = pair
    for address in (f"/classifier/{two.version}/promote", "/classifier/rollback"):
        assert post(admin, address, reason="x").status_code == 422


def test_roll_back_answers_with_what_serves_again(pair, admin):
    one, two = pair
    services.promote(model=two, by=None, expected=one)
    response = post(admin, "/classifier/rollback", expected=two.version)
    assert response.json() == {
        "kind": "classifier", "version": one.version, "index": None, "previous": two.version,
    }  # fmt: skip
    assert post(admin, "/classifier/rollback", expected=one.version).json()["title"] == (
        "Nothing to return to"
    )
    assert post(admin, "/oracle/rollback", expected="x").status_code == 404


def test_strangers_learn_nothing_and_onlookers_change_nothing(pair):
    one, two = pair
    shopper = Client()
    shopper.force_login(User.objects.create_user("s", "s@example.org", "x"))
    onlooker = clerk("view_modelversion")
    changes = [f"/classifier/{two.version}/promote", "/classifier/rollback"]
    for client, status in ((Client(), 401), (shopper, 404)):
        assert client.get(API).status_code == status
        for address in changes:
            assert post(client, address, expected=one.version).status_code == status
    assert onlooker.get(API).status_code == 200
    for address in changes:
        assert post(onlooker, address, expected=one.version).status_code == 403
    assert not Job.objects.exists()


def test_changes_want_the_csrf_token(pair, boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    assert post(client, "/classifier/rollback", expected=pair[0].version).status_code == 403
