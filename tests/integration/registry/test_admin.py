"""The pages of models: who may, what they show, what they do, and what they refuse."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.api import clerk
from tests.support.models import model_with_files
from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.jobs.models import Job
from webapp.registry import comparing, promoting, selectors, services
from webapp.registry.models import Comparison, ModelVersion, Promotion
from webapp.retraining.models import TrainingRun

Run = Callable[[], int]
LIST = "/admin/registry/modelversion/"


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    """Two classifiers with files that are whole; the first serves."""
    one, two = (
        model_with_files(
            tmp_path, name, "classifier",
            metrics={"test": {"top1": value}, "test_intervals": {"top1": [value - 0.01, value]}},
        )
        for name, value in (("one", 0.8), ("two", 0.9))
    )  # fmt: skip
    services.promote(model=one, by=None, expected=None)
    one.refresh_from_db()
    return one, two


def page(client: Client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(f"admin:registry_modelversion_{name}", args=args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def post(client: Client, name: str, *args: object, **data: object):
    return client.post(reverse(f"admin:registry_modelversion_{name}", args=args), data)


ADDRESSES = [
    ("get", "", {}),
    ("get", "{pk}/change/", {}),
    ("get", "{pk}/promote/", {}),
    ("post", "{pk}/promote/", {"expected": "{live}"}),
    ("post", "{pk}/candidate/", {}),
    ("post", "{pk}/verify/", {}),
    ("post", "classifier/rollback/", {"expected": "{live}"}),
    ("get", "compare/", {"left": "{live}", "right": "{pk}"}),
    ("post", "compare/", {"left": "{live}", "right": "{pk}"}),
]


@pytest.mark.parametrize(("method", "address", "data"), ADDRESSES)
def test_strangers_and_shoppers_are_sent_to_the_login(pair, method, address, data):
    one, two = pair
    values = {key: value.format(pk=two.pk, live=one.pk) for key, value in data.items()}
    shopper = Client()
    shopper.force_login(User.objects.create_user("s", "s@example.org", "x"))
    for client in (Client(), shopper):
        response = getattr(client, method)(LIST + address.format(pk=two.pk), values)
        assert response.status_code in (302, 403, 404)
    assert selectors.model_live("classifier") == one
    assert not Job.objects.exists()


@pytest.mark.parametrize(("method", "address", "data"), ADDRESSES)
def test_who_may_only_look_changes_nothing(pair, method, address, data):
    one, two = pair
    values = {key: value.format(pk=two.pk, live=one.pk) for key, value in data.items()}
    client = clerk("view_modelversion")
    response = getattr(client, method)(LIST + address.format(pk=two.pk), values)
    is_allowed = method == "get" or "verify" in address
    assert response.status_code in ((200, 302) if is_allowed else (403,))
    assert not Job.objects.exists()
    assert Promotion.objects.count() == 1


def test_a_change_without_the_forms_token_is_refused(pair, boss):
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    for method, address, data in ADDRESSES:
        if method == "post":
            assert client.post(LIST + address.format(pk=pair[1].pk), data).status_code == 403


def test_changes_come_by_post_only(pair, admin):
    for name, args in (("rollback", ["classifier"]), ("candidate", [1]), ("verify", [1])):
        address = reverse(f"admin:registry_modelversion_{name}", args=args)
        assert admin.get(address).status_code == 405


def test_an_empty_registry_says_how_models_come(admin):
    assert "No model is registered yet" in admin.get(LIST).content.decode()


def test_the_overview_shows_champion_candidate_and_the_way_back(pair, admin):
    one, two = pair
    services.promote(model=two, by=None, expected=one)
    services.candidate_set(model=one, by=None)
    text = admin.get(LIST).content.decode()
    assert f"Roll back to {one.version}" in text
    assert "Promote the candidate" in text
    assert "Latest changes" in text


def test_a_version_shows_figures_files_card_and_history(pair, admin):
    one, _ = pair
    text = page(admin, "change", one.pk)
    for part in (one.version, "test top1", "0.790", "data.bin", "Made for a test.", "Promoted"):
        assert part in text


def test_verify_says_what_it_found(pair, admin, tmp_path):
    one, _ = pair
    assert (
        "all were found whole"
        in post(admin, "verify", one.pk)
        .client.get(reverse("admin:registry_modelversion_change", args=[one.pk]))
        .content.decode()
    )
    (tmp_path / "classifier-one" / "data.bin").write_bytes(b"1" * 200)
    post(admin, "verify", one.pk)
    assert "checksum does not match" in page(admin, "change", one.pk)


def test_candidate_and_back(pair, admin):
    _, two = pair
    post(admin, "candidate", two.pk)
    assert selectors.model_candidate("classifier") == two
    assert "Withdraw as candidate" in page(admin, "change", two.pk)
    post(admin, "candidate", two.pk, withdraw="1")
    assert selectors.model_candidate("classifier") is None


def test_promote_says_what_will_happen_and_begins_with_reason_and_name(pair, admin, boss):
    one, two = pair
    text = page(admin, "promote", two.pk)
    assert "Every file is compared with its checksum" in text
    assert f'name="expected" value="{one.pk}"' in text
    response = post(admin, "promote", two.pk, expected=one.pk, reason="better")
    job = Job.objects.get()
    assert job.created_by == boss
    assert response.url.endswith(f"?job={job.pk}")
    assert 'hx-trigger="every 1s"' in admin.get(response.url).content.decode()


def test_a_failed_promotion_says_why_and_that_nothing_changed(pair, admin, run_jobs: Run):
    one, two = pair  # data.bin is no graph, so it cannot answer
    address = post(admin, "promote", two.pk, expected=one.pk).url
    run_jobs()
    text = admin.get(address).content.decode()
    assert "Why it failed" in text
    assert "Nothing that serves has changed" in text
    assert "every 1s" not in text
    assert selectors.model_live("classifier") == one


def test_yesterdays_decision_is_refused_with_409_and_a_sentence(pair, admin):
    one, two = pair
    services.promote(model=two, by=None, expected=one)
    for response in (
        post(admin, "promote", one.pk, expected=one.pk),
        post(admin, "promote", one.pk, expected=""),
        post(admin, "rollback", "classifier", expected=one.pk),
    ):
        assert response.status_code == 409
        assert "Another version went live meanwhile" in response.content.decode()


def test_one_click_rolls_back(pair, admin, boss):
    one, two = pair
    services.promote(model=two, by=None, expected=one)
    response = post(admin, "rollback", "classifier", expected=two.pk)
    assert response.status_code == 302
    assert selectors.model_live("classifier") == one
    row = Promotion.objects.first()
    assert (row.action, row.by) == ("rollback", boss)
    log = admin.get("/admin/registry/promotion/").content.decode()
    assert "Rolled back" in log or "rolled back" in log
    assert "boss" in log


def test_figures_are_compared_at_once_and_marked_not_by_colour_alone(pair, admin):
    one, two = pair
    text = page(admin, "compare", left=one.pk, right=two.pk)
    assert "better:" in text
    assert "▲" in text
    assert "intervals apart" in text
    assert "Try both" in text


def test_the_button_that_keeps_workers_busy_is_for_those_who_may_press_it(pair, admin):
    one, two = pair
    onlooker = clerk("view_modelversion")
    text = page(onlooker, "compare", left=one.pk, right=two.pk)
    assert "try-both" not in text
    assert "Nobody has tried both yet." in text
    trier = clerk("view_modelversion", "promote_modelversion", name="trier")
    assert "try-both" in page(trier, "compare", left=one.pk, right=two.pk)
    post(trier, "compare", left=one.pk, right=two.pk)
    assert Job.objects.get().kind == comparing.KIND
    assert "every 1s" in page(onlooker, "compare", left=one.pk, right=two.pk)


def test_times_are_written_as_the_readers_language_does(pair, admin, settings):
    one, _ = pair
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    services.model_verify(model=one)
    at = datetime(2025, 7, 21, 14, 30, tzinfo=UTC)
    ModelVersion.objects.filter(pk=one.pk).update(created_at=at, verified_at=at)
    Promotion.objects.update(created_at=at)
    address = reverse("admin:registry_modelversion_change", args=[one.pk])
    for language, words in (("en", "July 21, 2025, 2:30 p.m."), ("de", "21. Juli 2025 14:30")):
        text = admin.get(address, headers={"Accept-Language": language}).content.decode()
        assert text.count(f'<time datetime="2025-07-21T14:30:00+00:00">{words}</time>') == 3


def test_two_of_different_kinds_or_the_same_twice_are_not_compared(pair, admin, tmp_path):
    one, _ = pair
    other = model_with_files(tmp_path, "e", "embedder")
    for right in (other, one):
        response = admin.post(LIST + "compare/", {"left": one.pk, "right": right.pk}, follow=True)
        assert "Choose two different versions" in response.content.decode()
    assert not Comparison.objects.exists()


def test_embedders_are_tried_on_the_same_photos(
    shop: list[Product], challenger: ModelVersion, admin: Client, run_jobs: Run
):
    champion = selectors.model_live("embedder")
    assert champion is not None
    response = post(admin, "compare", left=champion.pk, right=challenger.pk)
    assert "every 1s" in admin.get(response.url).content.decode()
    run_jobs()

    comparison = Comparison.objects.get()
    job = comparing.comparison_job(comparison)
    assert job is not None
    assert job.state == Job.State.SUCCEEDED, job.error
    trials = comparison.result["trials"]
    assert len(trials) == len(shop), "fewer than 24 products, so all of them"
    assert 0 < comparison.result["overlap"] <= 1
    for trial in trials:
        own = [item["id"] for item in (*trial["left"]["items"], *trial["right"]["items"])]
        assert len(own) == 10
    text = admin.get(response.url).content.decode()
    assert "of 10 in common" in text
    assert trials[0]["left"]["items"][0]["name"] in text
    assert selectors.model_live("embedder") == champion


def test_the_shadow_page_sets_the_share_and_makes_the_index(
    shop: list[Product], challenger: ModelVersion, admin: Client, run_jobs: Run
):
    address = "/admin/search/shadowanswer/"
    assert "There is no candidate" in admin.get(address).content.decode()
    services.candidate_set(model=challenger, by=None)
    assert "not made yet" in admin.get(address).content.decode()
    admin.post(address, {"candidate": challenger.pk, "percent": "101"}, follow=True)
    challenger.refresh_from_db()
    assert challenger.shadow_percent == 0
    admin.post(address, {"candidate": challenger.pk, "percent": "20"})
    challenger.refresh_from_db()
    assert challenger.shadow_percent == 20
    assert "is being made" in admin.get(address).content.decode()
    run_jobs()
    assert selectors.index_newest(challenger) is not None
    assert "No figures yet" in admin.get(address).content.decode()


def test_the_shadow_page_is_for_those_who_may(pair):
    address = "/admin/search/shadowanswer/"
    assert Client().get(address).status_code == 302
    client = clerk("view_shadowanswer")
    assert client.get(address).status_code == 200
    assert client.post(address, {"percent": "5"}).status_code == 403


def test_another_versions_promotion_is_not_shown_as_this_ones(pair, admin):
    one, two = pair
    job = promoting.promotion_start(model=two, expected=one, by=None)
    Job.objects.filter(pk=job.pk).update(state=Job.State.SUCCEEDED)
    assert f"{two.version} serves" in page(admin, "promote", two.pk, job=str(job.pk))
    assert f"{one.version} serves</h2>" not in page(admin, "promote", one.pk, job=str(job.pk))


def test_a_jobs_log_is_for_those_who_may_see_jobs(pair, admin):
    one, two = pair
    job = promoting.promotion_start(model=two, expected=one, by=None)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED, error="It cannot serve.", log="Traceback, line by line"
    )
    onlooker = clerk("view_modelversion")
    for client, sees in ((admin, True), (onlooker, False)):
        text = page(client, "promote", two.pk, job=str(job.pk))
        assert "It cannot serve." in text
        assert ("Traceback" in text, f"/admin/jobs/job/{job.pk}/" in text) == (sees, sees)


def test_a_version_leads_to_the_run_that_made_it_as_long_as_it_is_kept(pair, admin):
    _, two = pair
    job = Job.objects.create(kind="retraining.train", state=Job.State.SUCCEEDED)
    run = TrainingRun.objects.create(kind="classifier", preset="quick", job=job)
    ModelVersion.objects.filter(pk=two.pk).update(run=str(run.pk))
    address = reverse("admin:retraining_trainingrun_change", args=[run.pk])
    assert f'href="{address}"' in page(admin, "change", two.pk)
    number = str(run.pk)
    run.delete()
    text = page(admin, "change", two.pk)
    assert number in text
    assert address not in text


def test_many_figures_are_folded_and_none_is_lost(admin, db, tmp_path):
    one, two = (
        model_with_files(
            tmp_path, name, "classifier",
            metrics={"test": {f"m{number}": number for number in range(15)}},
        )
        for name in ("few", "many")
    )  # fmt: skip
    for text in (page(admin, "compare", left=one.pk, right=two.pk), page(admin, "change", two.pk)):
        assert "3 more figures" in text
        assert all(f"test m{number}<" in text for number in range(15))


def test_the_audit_log_counts_changes(pair, admin):
    one, two = pair
    services.promote(model=two, by=None, expected=one)
    text = " ".join(admin.get("/admin/registry/promotion/").content.decode().split())
    assert "Audit log" in text
    assert "2 changes of models" in text
