"""The shadow test as JSON, with the rights that its page asks for."""

from pathlib import Path

import pytest
from django.test import Client

from tests.support.api import check_documented, clerk
from tests.support.models import index_with_files, model_with_files
from webapp.jobs.models import Job
from webapp.registry import promoting, services
from webapp.registry.models import ModelVersion, Promotion
from webapp.search.models import ShadowAnswer, ShadowClick, ShadowTest

API = "/api/v1/models/embedder"
SHADOW = f"{API}/candidate/shadow"


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    """Two embedders; the first serves, the second is the candidate and has no index yet."""
    one, two = (model_with_files(tmp_path, name) for name in ("one", "two"))
    index = index_with_files(tmp_path, "one", one)
    services.promote(model=one, by=None, expected=None, index=index)
    services.candidate_set(model=two, by=None)
    return one, two


def start(client: Client, address: str = SHADOW, **body: object):
    return client.post(address, body, content_type="application/json")


def test_a_share_starts_it_and_a_job_makes_the_index_first(pair, admin: Client, boss):
    one, two = pair
    answer = start(admin, percent=20).json()
    job = Job.objects.get()
    assert (job.kind, job.created_by) == (promoting.PREPARE, boss)
    assert answer == {
        "candidate": two.version, "champion": one.version, "is_candidate": True, "percent": 20,
        "index": None, "job": str(job.pk), "figures": None, "ended": [],
    }  # fmt: skip
    row = Promotion.objects.first()
    assert (row.action, row.by, row.reason) == ("shadow", boss, "20 %")


def test_another_share_needs_no_index_anew_and_a_stop_keeps_the_figures(
    pair, admin: Client, tmp_path: Path
):
    one, two = pair
    index = index_with_files(tmp_path, "two", two)
    for percent in (20, 100):
        answer = start(admin, percent=percent).json()
        assert (answer["percent"], answer["index"]) == (percent, index.version)
    assert not Job.objects.exists()
    answered = ShadowAnswer.objects.create(
        champion=one, candidate=two, overlap=0.5, same_category=True, champion_ms=3, candidate_ms=4
    )
    ShadowClick.objects.create(answer=answered, champion_rank=2, candidate_rank=None)

    answer = admin.post(f"{SHADOW}/stop").json()

    two.refresh_from_db()
    assert (answer["percent"], two.shadow_percent) == (0, 0)
    assert answer["figures"] == {
        "count": 1, "overlap": 0.5, "same_category": 1.0,
        "champion_ms": [3.0, 3.0], "candidate_ms": [4.0, 4.0],
        "clicks": {
            "count": 1, "champion_share": 1.0, "candidate_share": 0.0,
            "champion_rank": 0.5, "candidate_rank": 0.0,
        },
    }  # fmt: skip


def test_tests_that_are_over_are_told_with_the_version_that_was_tried(pair, admin: Client):
    one, two = pair
    for champion, candidate in ((one, two), (two, one)):
        figures = {
            "count": 7, "overlap": 0.9, "same_category": 1.0, "champion_ms": [1, 2],
            "candidate_ms": [3, 4], "clicks": None,
        }  # fmt: skip
        ShadowTest.objects.create(
            champion=champion, candidate=candidate, first_day="2025-07-01", last_day="2025-07-09",
            figures=figures,
        )  # fmt: skip
    answer = admin.get(f"{API}/{two.version}/shadow").json()
    (ended,) = answer["ended"]
    assert (ended["champion"], ended["last_day"]) == (one.version, "2025-07-09")
    assert ended["figures"]["count"] == 7
    check_documented(admin, "get", f"{API}/{{version}}/shadow", answer)


def test_only_the_candidate_is_tried_on_a_share_from_1_to_100(pair, admin: Client):
    champion = f"{API}/champion/shadow"
    assert admin.get(champion).json()["is_candidate"] is False
    assert start(admin, champion, percent=5).status_code == 409
    assert admin.post(f"{champion}/stop").status_code == 409
    for percent in (0, 101, "many", None):
        assert start(admin, percent=percent).status_code == 422
    services.candidate_withdraw(model=pair[1], by=None)
    for response in (admin.get(SHADOW), start(admin, percent=5), admin.post(f"{SHADOW}/stop")):
        assert response.status_code == 404
    assert not Job.objects.exists()


def test_other_kinds_have_no_shadow_test(pair, admin: Client):
    assert admin.get("/api/v1/models/classifier/champion/shadow").status_code == 404


def test_who_may_not_tries_nothing(pair):
    _, two = pair
    for client, reads, changes in (
        (Client(), 401, 401),
        (clerk("view_shadowanswer", name="shopper", is_staff=False), 404, 404),
        (clerk("view_modelversion", "promote_modelversion", name="elsewhere"), 404, 404),
        (clerk("view_shadowanswer", name="onlooker"), 200, 403),
        (clerk("view_shadowanswer", "promote_modelversion", name="trier"), 200, 200),
    ):
        assert client.get(SHADOW).status_code == reads
        assert start(client, percent=5).status_code == changes
        assert client.post(f"{SHADOW}/stop").status_code == changes
        two.refresh_from_db()
        assert two.shadow_percent == 0
