"""The pages of the photo search: with htmx, without it, and without JavaScript."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.support.calls import work_at_once
from tests.support.shop import product_with_picture
from webapp.catalog.models import Product
from webapp.jobs import calls
from webapp.search import indexing, services
from webapp.search.models import Crop, PhotoQuery
from webapp.search.samples import samples_draw

START = "/search/photo"
HTMX = {"HX-Request": "true"}


def send(client: Client, data: bytes, **headers: str) -> Any:
    return client.post(START, {"photo": SimpleUploadedFile("a.png", data)}, headers=headers)


@pytest.fixture
def query(shop: list[Product], client: Client, bag_photo: bytes) -> PhotoQuery:
    send(client, bag_photo)
    return PhotoQuery.objects.get()


def address(query: PhotoQuery, name: str = "query") -> str:
    return reverse(f"search:{name}", args=[query.pk])


def test_a_photo_leads_to_its_results(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    response = send(client, bag_photo)

    found = PhotoQuery.objects.get()
    assert (response.status_code, response.url) == (303, address(found))
    page = client.get(response.url)
    assert page.status_code == 200
    assert page.context["answer"].results[0].product.name.startswith(("Red", "Black"))
    assert address(found, "picture") in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_htmx_is_sent_on_by_a_header(shop: list[Product], client: Client, bag_photo: bytes) -> None:
    response = send(client, bag_photo, **HTMX)

    assert response["HX-Redirect"] == address(PhotoQuery.objects.get())


def test_a_bad_photo_is_explained_in_the_form(shop: list[Product], client: Client) -> None:
    page = send(client, b"no photo")
    fragment = send(client, b"no photo", **HTMX)
    nothing = client.post(START)

    assert page.status_code == fragment.status_code == nothing.status_code == 400
    assert "JPEG, PNG, WebP and HEIC" in page.content.decode()
    assert "<form" in page.content.decode()
    assert "JPEG, PNG, WebP and HEIC" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert not PhotoQuery.objects.exists()


def test_a_photo_that_is_being_looked_at_shows_itself_and_progress(
    shop: list[Product], client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given an engine that takes its time
    waiting: list[tuple[Any, ...]] = []

    class Later:
        def submit(self, function: Any, *arguments: Any) -> None:
            waiting.append((function, *arguments))

    monkeypatch.setattr(calls, "_pool", Later())
    monkeypatch.setattr("webapp.search.views.FIRST_LOOK", 0.02)
    monkeypatch.setattr("webapp.search.views.QUICK_LOOK", 0.0)
    send(client, bag_photo)
    found = PhotoQuery.objects.get()

    page = client.get(address(found)).content.decode()
    polled = client.get(address(found, "results"), headers=HTMX)

    assert client.get(address(found, "picture")).status_code == 200
    assert address(found, "results") in page
    assert 'http-equiv="refresh"' in page, "without JavaScript nothing would follow"
    assert polled.context["is_pending"]
    assert len(waiting) == 1, "asking again must not multiply the work"

    # when it has finished
    function, *arguments = waiting.pop()
    function(*arguments)

    assert not client.get(address(found, "results"), headers=HTMX).context["is_pending"]


def test_a_question_that_got_lost_is_asked_again(
    shop: list[Product], client: Client, bag_photo: bytes, query: PhotoQuery
) -> None:
    # given a process that died before it looked
    long_ago = query.created_at - 2 * services.ASK_AGAIN
    Crop.objects.update(prediction=None, asked_at=long_ago)

    assert client.get(address(query)).context["answer"] is not None


def test_a_model_that_fails_is_explained(
    shop: list[Product], client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("out of magic")

    monkeypatch.setattr("webapp.search.engine.embed", broken)
    send(client, bag_photo)

    page = client.get(address(PhotoQuery.objects.get()))

    assert page.status_code == 200
    assert "could not be looked at" in page.content.decode()
    assert "out of magic" not in page.content.decode()


def test_the_crop_is_asked_for_once_and_kept(query: PhotoQuery, client: Client) -> None:
    for _ in range(2):
        page = client.get(f"{address(query)}?box=0.1,0.1,0.9,0.8")

    assert page.context["answer"].box == [0.1, 0.1, 0.9, 0.8]
    assert Crop.objects.filter(query=query).count() == 2
    assert client.get(address(query)).context["answer"].options.box is None


def test_a_mouse_that_draws_many_crops_fills_no_table(
    query: PhotoQuery, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_CROPS", 4)
    for n in range(8):
        client.get(f"{address(query, 'results')}?box=0.{n},0,1,1")

    assert Crop.objects.filter(query=query).count() <= 5
    assert Crop.objects.filter(query=query, key="").exists()


def test_a_crop_that_makes_no_sense_is_named(query: PhotoQuery, client: Client) -> None:
    response = client.get(f"{address(query, 'results')}?box=1,1,0,0", headers=HTMX)

    assert response.status_code == 422
    assert "inside out" in response.content.decode()


def test_filters_count_among_the_nearest_and_search_everywhere(
    query: PhotoQuery, client: Client
) -> None:
    plain = client.get(address(query)).context["answer"]
    filtered = client.get(f"{address(query)}?category=watches").context["answer"]

    counts = {option.value: option.count for option in plain.listing.facets[1].options}
    assert counts["watches"] == 3
    assert sum(counts.values()) == 18
    assert {result.product.category.slug for result in filtered.results} == {"watches"}
    still = {option.value: option.count for option in filtered.listing.facets[1].options}
    assert still == counts, "what else could be chosen must not vanish"
    assert [chip.label for chip in filtered.listing.chosen] == ["Watches"]


def test_links_keep_the_crop_and_the_weights(query: PhotoQuery, client: Client) -> None:
    url = f"{address(query)}?box=0.1,0.1,0.9,0.9&colour_weight=0.8&category=watches"
    answer = client.get(url).context["answer"]

    for link in (answer.listing.chosen[0].remove_url, answer.colours[0].url):
        assert "box=0.1" in link
        assert "colour_weight=0.8" in link


def test_guesses_are_chips_that_switch_a_filter(query: PhotoQuery, client: Client) -> None:
    best = client.get(address(query)).context["answer"].categories[0]
    chosen = client.get(address(query) + best.url).context["answer"]

    assert 0 < best.probability <= 1
    assert not best.is_chosen
    assert chosen.categories[0].is_chosen
    assert {result.product.category.name for result in chosen.results} == {best.name}
    assert "category=" not in chosen.categories[0].url


def test_more_results_come_page_by_page(
    query: PhotoQuery, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = f"{address(query)}?limit=7"
    seen: list[int] = []
    url = ""
    for _ in range(5):
        answer = client.get(base.partition("?")[0] + (url or "?limit=7")).context["answer"]
        seen += [result.product.pk for result in answer.results]
        url = answer.more_url
        if not url:
            break

    assert len(seen) == len(set(seen)) == Product.objects.count()


def test_load_more_gets_cards_alone(query: PhotoQuery, client: Client) -> None:
    response = client.get(
        f"{address(query, 'results')}?limit=7&page=2", headers={**HTMX, "HX-Target": "load-more"}
    )

    assert 'id="results"' not in response.content.decode()
    assert len(response.context["answer"].results) == 7


def test_nearly_identical_products_are_one_result(
    query: PhotoQuery, client: Client, run_jobs: Any, shop: list[Product]
) -> None:
    # given two more products with the very picture of the first
    for number in (901, 902):
        product_with_picture(number, "Handbags", "Red", seed=0)
    indexing.index_enqueue()
    run_jobs()

    first = client.get(f"{address(query)}?box=0,0,1,1").context["answer"].results[0]

    assert len(first.twins) == 2
    assert {product.name[:3] for product in [first.product, *first.twins]} == {"Red"}


def test_diversity_changes_the_order(query: PhotoQuery, client: Client) -> None:
    plain = client.get(address(query)).context["answer"].results
    varied = client.get(f"{address(query)}?diversity=0.9").context["answer"].results

    assert plain[0].product == varied[0].product
    assert [r.product.pk for r in plain] != [r.product.pk for r in varied]


def test_samples_search_like_photos(shop: list[Product], client: Client) -> None:
    # the real drawing, past the fixture's shortcut
    samples_draw()

    page = client.get(START)
    sample = page.context["samples"][0]
    response = client.post(reverse("search:sample", args=[sample.name]))

    assert len(page.context["samples"]) == 6
    assert client.get(sample.url)["Content-Type"] == "image/jpeg"
    assert response.status_code == 303
    assert client.get(response["Location"]).context["answer"].results
    assert client.post(reverse("search:sample", args=["nothing"])).status_code == 404


def test_quota_holds_for_the_page(
    shop: list[Product], client: Client, bag_photo: bytes, settings: Settings
) -> None:
    settings.QUOTAS = {**settings.QUOTAS, "photo": (1, 60)}

    assert send(client, bag_photo).status_code == 303
    refused = send(client, bag_photo)
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert PhotoQuery.objects.count() == 1


def test_before_there_is_an_index_the_page_says_so(
    search_settings: Settings, db: None, client: Client, bag_photo: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    work_at_once(monkeypatch)
    response = send(client, bag_photo)

    page = client.get(response.url)

    assert page.status_code == 200
    assert "still being prepared" in page.content.decode()


def test_an_unknown_photo_is_gone(client: Client, db: None) -> None:
    for name in ("query", "results", "picture"):
        assert client.get(reverse(f"search:{name}", args=[uuid4()])).status_code == 410
