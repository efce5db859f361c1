"""The candidate answers beside the champion: unseen, after the shopper's answer, traceless."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from ml import taxonomy
from webapp.catalog.models import Product
from webapp.classify import engine as classifier
from webapp.registry import promoting, selectors, services
from webapp.registry.models import ModelVersion
from webapp.search import engine, shadow_figures
from webapp.search.engine import trying
from webapp.search.models import PhotoQuery, ShadowAnswer, ShadowClick, ShadowLink
from webapp.search.services import photo_queries_purge
from webapp.search.shadow_answers import GATE

Run = Callable[[], int]


@pytest.fixture
def tried(shop: list[Product], challenger: ModelVersion, run_jobs: Run) -> ModelVersion:
    """The candidate, with its index, on every search."""
    services.candidate_set(model=challenger, by=None)
    services.shadow_set(model=challenger, percent=100, by=None)
    promoting.prepare_start(model=challenger)
    run_jobs()
    challenger.refresh_from_db()
    return challenger


def search(client: Client, photo: bytes, **fields: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.post(
        "/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", photo), **fields}
    ).json()
    return answer


def figures() -> shadow_figures.Figures:
    champion, candidate = (
        selectors.model_live("embedder"), selectors.model_candidate("embedder")
    )  # fmt: skip
    assert champion is not None
    assert candidate is not None
    found = shadow_figures.figures(champion=champion, candidate=candidate)
    assert found is not None
    return found


def test_a_search_is_answered_by_both_and_shown_by_the_champion(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    answer = search(client, bag_photo, box="0,0,1,1")

    champion = selectors.model_live("embedder")
    assert answer["versions"]["model"] == champion.version
    row = ShadowAnswer.objects.get()
    assert (row.champion, row.candidate) == (champion, tried)
    assert row.same_category, "both know a handbag"
    assert 0 < row.overlap <= 1
    assert row.candidate_ms > 0
    assert row.champion_ms > 0
    assert row.link.champion_ids == [r["product"]["id"] for r in answer["results"]][:10]
    assert cache.get(GATE) is None


def test_the_page_offers_each_crop_once(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    page = client.post(
        "/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)}, follow=True
    )
    address = page.redirect_chain[-1][0]
    for _ in range(3):
        client.get(address)
    client.get(f"{address}?box=0,0,1,1")
    client.get(f"{address}?page=2")
    assert ShadowAnswer.objects.count() == 2


def test_without_a_share_or_a_candidate_or_its_index_nothing_is_tried(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    services.shadow_set(model=tried, percent=0, by=None)
    search(client, bag_photo)
    services.shadow_set(model=tried, percent=100, by=None)
    tried.indexes.update(folder="")
    search(client, bag_photo)
    services.candidate_withdraw(model=tried, by=None)
    search(client, bag_photo)
    assert not ShadowAnswer.objects.exists()


def test_a_photo_is_drawn_once_by_its_random_id_however_often_its_results_are_asked_for(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    # given photos, one in a hundred ids of each remainder, and a share that just leaves this out
    services.shadow_set(model=tried, percent=0, by=None)
    pk = UUID(search(client, bag_photo)["query"]["id"])
    share = pk.int % 100
    services.shadow_set(model=tried, percent=share, by=None)

    for weight in ("0", "0.5", "1"):
        client.get(f"/api/v1/search/photo/{pk}", {"colour_weight": weight})
    assert not ShadowAnswer.objects.exists()

    services.shadow_set(model=tried, percent=share + 1, by=None)
    client.get(f"/api/v1/search/photo/{pk}")
    assert ShadowAnswer.objects.count() == 1


def test_while_one_is_at_it_others_are_passed_over(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    cache.add(GATE, 1, 30)
    search(client, bag_photo)
    assert not ShadowAnswer.objects.exists()
    cache.delete(GATE)
    search(client, bag_photo)
    assert ShadowAnswer.objects.count() == 1


def test_a_candidate_that_hangs_holds_up_nobody_and_takes_one_thread(
    tried: ModelVersion, client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a candidate that is still at one photo when the gate has opened by itself
    answers: list[dict[str, Any]] = []
    ask, asked = engine.Opened.ask, 0

    def hang(opened: engine.Opened, *args: Any, **options: Any) -> engine.Tried:
        nonlocal asked
        asked += 1
        cache.delete(GATE)
        answers.extend(search(client, bag_photo) for _ in range(3))
        return ask(opened, *args, **options)

    monkeypatch.setattr(engine.Opened, "ask", hang)

    # when others search meanwhile
    answers.append(search(client, bag_photo))

    # then they have their answers, and no second one waits for the candidate
    assert [len(answer["results"]) for answer in answers] == 4 * [len(answers[0]["results"])]
    assert answers[0]["results"]
    assert asked == 1
    assert ShadowAnswer.objects.count() == 1


def test_a_damaged_candidate_is_no_trouble_to_the_shopper(
    tried: ModelVersion, client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "_candidate", None)
    monkeypatch.setattr(trying, "_refused", None)
    ModelVersion.objects.filter(pk=tried.pk).update(folder="/nowhere")
    assert search(client, bag_photo)["results"]
    assert not ShadowAnswer.objects.exists()
    assert cache.get(GATE) is None
    # nor is it opened anew, every file of it read, for each photo that comes
    ModelVersion.objects.filter(pk=tried.pk).update(folder=tried.folder)
    search(client, bag_photo)
    assert not ShadowAnswer.objects.exists()
    monkeypatch.setattr(trying, "_refused", None)
    search(client, bag_photo)
    assert ShadowAnswer.objects.count() == 1


def test_the_name_of_a_photo_that_was_deleted_is_in_no_log(
    tried: ModelVersion, client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    # given a photo that is deleted while the candidate's turn comes
    ask, files = engine.Opened.ask, []

    def deleted_meanwhile(opened: engine.Opened, path: Path, *args: Any, **options: Any):
        files.append(path.stem)
        path.unlink()
        return ask(opened, path, *args, **options)

    monkeypatch.setattr(engine.Opened, "ask", deleted_meanwhile)
    search(client, bag_photo)

    assert len(files) == 1
    assert files[0] not in caplog.text
    assert not ShadowAnswer.objects.exists()


def test_both_are_asked_what_the_shopper_is_told(
    tried: ModelVersion, client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a classifier that is very sure of another kind than both embedders
    def sure(images: Any, boxes: Any, *, taxonomy: str) -> list[classifier.Opinion]:
        categories = np.zeros(len(words.categories), np.float32)
        categories[words.categories.index("Watches")] = 1
        styles = np.full(len(words.usages), 1 / len(words.usages), np.float32)
        return [classifier.Opinion(categories, styles) for _ in images]

    words = taxonomy.load(tried.manifest["taxonomy"])
    monkeypatch.setattr(classifier, "opinions", sure)

    answer = search(client, bag_photo, box="0,0,1,1")

    assert answer["query"]["categories"][0]["name"] == "Watches"
    assert ShadowAnswer.objects.get().same_category


def test_with_the_photo_goes_what_leads_to_it_and_the_figures_stay(
    tried: ModelVersion, client: Client, bag_photo: bytes, settings: Settings
) -> None:
    client.get("/shop")
    first, second, third = (search(client, bag_photo)["query"]["id"] for _ in range(3))
    assert ShadowLink.objects.count() == 3

    token = client.post("/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    client.delete(
        f"/api/v1/search/photo/{token.json()['query']['id']}",
        headers={"X-Delete-Token": token["X-Delete-Token"]},
    )
    assert ShadowLink.objects.count() == 3
    PhotoQuery.objects.update(expires_at="2000-01-01T00:00Z")
    photo_queries_purge()

    assert not ShadowLink.objects.exists()
    assert ShadowAnswer.objects.count() == 4
    kept = json.dumps(list(ShadowAnswer.objects.values()), default=str)
    assert not any(pk in kept for pk in (first, second, third))


def test_an_opened_product_is_counted_once_by_its_places(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    answer = search(client, bag_photo, box="0,0,1,1")
    link = ShadowLink.objects.get()
    opened = link.champion_ids[2]
    address = Product.objects.get(pk=opened).get_absolute_url()
    results = f"http://testserver/search/photo/{answer['query']['id']}?box=0,0,1,1"

    for _ in range(2):
        assert client.get(address, headers={"Referer": results}).status_code == 200

    click = ShadowClick.objects.get()
    assert click.champion_rank == 3
    expected = link.candidate_ids.index(opened) + 1 if opened in link.candidate_ids else None
    assert click.candidate_rank == expected
    clicks = figures().clicks
    assert clicks is not None
    assert (clicks.count, clicks.champion_share) == (1, 1.0)
    assert clicks.champion_rank == pytest.approx(1 / 3)


def test_an_opened_product_counts_for_the_part_of_the_photo_that_was_shown(
    tried: ModelVersion, client: Client, bag_photo: bytes
) -> None:
    # given the whole photo, and after it a part of it
    pk = search(client, bag_photo, box="0,0,1,1")["query"]["id"]
    client.get(f"/api/v1/search/photo/{pk}", {"box": "0.1,0.1,0.9,0.9"})
    whole, part = ShadowLink.objects.order_by("pk")
    product = Product.objects.get(pk=whole.champion_ids[0])

    def opened_from(query: str) -> None:
        referer = f"http://testserver/search/photo/{pk}{query}"
        client.get(product.get_absolute_url(), headers={"Referer": referer})

    opened_from("?box=0%2C0%2C1%2C1")
    opened_from("?box=0.3,0.3,0.9,0.9")  # nobody asked the candidate about this
    opened_from("?box=nonsense")

    assert ShadowClick.objects.get().answer == whole.answer
    part.refresh_from_db()
    assert part.clicked == []


@pytest.mark.parametrize(
    "referer",
    [
        "", "http://testserver/shop", "http://testserver/search/photo/{pk}/picture.jpg",
        "http://evil.example/search/photo/{pk}", "http://testserver/search/photo/" + "-" * 36,
        "http://testserver/search/photo/00000000-0000-4000-8000-000000000000",
    ],
)  # fmt: skip
def test_other_ways_to_a_product_count_nothing(
    tried: ModelVersion, client: Client, bag_photo: bytes, shop: list[Product], referer: str
) -> None:
    pk = search(client, bag_photo)["query"]["id"]
    response = client.get(
        shop[0].get_absolute_url(), headers={"Referer": referer.replace("{pk}", pk)}
    )
    assert response.status_code == 200
    assert not ShadowClick.objects.exists()


def test_figures_are_means_and_percentiles_of_these_two_alone(
    tried: ModelVersion, shop: list[Product]
) -> None:
    champion = selectors.model_live("embedder")
    assert champion is not None
    for number in range(1, 21):
        ShadowAnswer.objects.create(
            champion=champion, candidate=tried, overlap=number / 20, same_category=number > 5,
            champion_ms=number, candidate_ms=10 * number,
        )  # fmt: skip
    ShadowAnswer.objects.create(
        champion=tried, candidate=champion, overlap=0, same_category=False,
        champion_ms=999, candidate_ms=999,
    )  # fmt: skip
    found = figures()
    assert found.count == 20
    assert found.overlap == pytest.approx(0.525)
    assert found.same_category == 0.75
    assert found.champion_ms == (10, 19)
    assert found.candidate_ms == (100, 190)
    assert found.clicks is None


def test_new_products_come_into_the_candidates_index_too(
    tried: ModelVersion, run_jobs: Run
) -> None:
    from tests.support.shop import product_with_picture
    from webapp.search import indexing

    product_with_picture(930, "Watches", "Brown", seed=930)
    indexing.index_enqueue()
    run_jobs()
    live, own = selectors.index_live(), selectors.index_newest(tried)
    assert live is not None
    assert own is not None
    assert own.count == live.count
