"""Models as JSON, with the same permissions and refusals as the pages."""

from pathlib import Path

import pytest
from django.test import Client

from tests.support.api import check_documented, clerk
from tests.support.models import model_with_files
from webapp.core.models import User
from webapp.jobs.models import Job
from webapp.registry import selectors, services
from webapp.registry.models import ModelVersion, Promotion

API = "/api/v1/models"


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    one, two = (model_with_files(tmp_path, name, "classifier") for name in ("one", "two"))
    services.promote(model=one, by=None, expected=None)
    return one, two


def post(client: Client, address: str, **body: object):
    return client.post(API + address, body, content_type="application/json")


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
    changes = [f"/classifier/{two.version}/{what}" for what in ("promote", "candidate", "withdraw")]
    changes.append("/classifier/rollback")
    for client, status in ((Client(), 401), (shopper, 404)):
        assert client.get(API).status_code == status
        for address in changes:
            assert post(client, address, expected=one.version).status_code == status
    assert onlooker.get(API).status_code == 200
    for address in changes:
        assert post(onlooker, address, expected=one.version).status_code == 403
    assert not Job.objects.exists()
    assert selectors.model_candidate("classifier") is None


def test_a_version_is_made_the_candidate_and_withdrawn_on_record(pair, admin, boss):
    _, two = pair
    for _again in range(2):
        answer = post(admin, f"/classifier/{two.version}/candidate", reason="trained longer").json()
        assert (answer["version"], answer["is_candidate"]) == (two.version, True)
    check_documented(admin, "post", f"{API}/{{kind}}/{{version}}/candidate", answer)
    answer = admin.generic("POST", f"{API}/classifier/candidate/withdraw").json()  # no body
    assert (answer["version"], answer["is_candidate"]) == (two.version, False)
    rows = [(row.action, row.by, row.reason) for row in Promotion.objects.all()[:2]]
    assert rows == [("withdraw", boss, ""), ("candidate", boss, "trained longer")]


def test_what_cannot_be_the_candidate_is_refused(pair, admin):
    _, two = pair
    assert post(admin, "/classifier/champion/candidate").json()["title"] == "It serves already"
    assert post(admin, f"/classifier/{two.version}/withdraw").status_code == 409
    assert post(admin, f"/classifier/{two.version}/candidate", reason="x" * 301).status_code == 422
    for address in ("/classifier/nothing/candidate", "/classifier/candidate/withdraw"):
        assert post(admin, address).status_code == 404
    ModelVersion.objects.filter(pk=two.pk).update(folder="")
    refused = post(admin, f"/classifier/{two.version}/candidate")
    assert (refused.status_code, refused.json()["title"]) == (409, "Its files are gone")
    assert selectors.model_candidate("classifier") is None


def test_whoever_may_look_may_have_the_files_verified(pair, tmp_path):
    one, _ = pair
    client = clerk("view_modelversion")
    answer = post(client, "/classifier/champion/verify").json()
    assert (answer["version"], answer["damage"]) == (one.version, "")
    assert answer["verified_at"] is not None
    check_documented(client, "post", f"{API}/{{kind}}/{{version}}/verify", answer)
    (tmp_path / "classifier-one" / "data.bin").write_bytes(b"1" * 200)
    assert "checksum does not match" in post(client, "/classifier/champion/verify").json()["damage"]
    assert post(clerk(name="other"), "/classifier/champion/verify").status_code == 404


def test_files_that_made_room_are_not_verified_and_not_called_damaged(pair, admin):
    _, two = pair
    ModelVersion.objects.filter(pk=two.pk).update(folder="")
    assert post(admin, f"/classifier/{two.version}/verify").status_code == 409
    assert admin.get(f"{API}/classifier/{two.version}").json()["damage"] == ""


def test_changes_want_the_csrf_token(pair, boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    assert post(client, "/classifier/rollback", expected=pair[0].version).status_code == 403
