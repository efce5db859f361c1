"""Two ways to the model, one behaviour: threads of this process, or a worker behind Redis."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.services import RedisServer
from tests.support.calls import work_through, worker_of
from tests.support.shop import drawing, encoded, product_with_picture, small_shop
from tests.support.site import wait_for
from webapp.catalog.models import Product
from webapp.core.problems import Problem
from webapp.jobs import calls
from webapp.search import indexing, services
from webapp.search.models import Crop, PhotoQuery
from webapp.search.selectors import similar_products


def send(client: Client, data: bytes) -> Any:
    return client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", data)})


def make_query(photo: bytes) -> PhotoQuery:
    return services.photo_query_create(upload=SimpleUploadedFile("a.png", photo))


@pytest.fixture
def committed_shop(
    search_settings: Settings, transactional_db: None, run_jobs: Any
) -> list[Product]:
    """Visible to other threads and processes."""
    products = small_shop(2)
    indexing.index_enqueue()
    run_jobs()
    return products


class TestThreads:
    def test_a_photo_is_looked_at_in_the_background(
        self, committed_shop: list[Product], client: Client, bag_photo: bytes
    ) -> None:
        location = send(client, bag_photo)["Location"]

        # the first photo of all may have to wait for the model
        wait_for(lambda: client.get(location).context["answer"], "nobody looked at the photo")
        page = client.get(location)

        assert page.context["answer"].results[0].product.category.name == "Handbags"

    def test_many_at_once_all_get_their_answer(
        self, committed_shop: list[Product], bag_photo: bytes
    ) -> None:
        queries = [make_query(bag_photo) for _ in range(12)]
        for query in queries:
            services.crop_ask(query=query, key="")

        wait_for(
            lambda: all(crop.prediction for crop in Crop.objects.all()), "photos are left waiting"
        )
        assert Crop.objects.count() == 12

    def test_beyond_the_bound_a_photo_is_refused_and_not_kept(
        self, committed_shop: list[Product], client: Client, bag_photo: bytes,
        monkeypatch: pytest.MonkeyPatch, media: Path,
    ) -> None:  # fmt: skip
        # given one place, which is taken
        monkeypatch.setattr(calls, "_places", threading.BoundedSemaphore(1))
        monkeypatch.setattr(calls, "_entries", dict(calls._entries))
        go_on = threading.Event()
        calls.function("test.wait")(lambda: go_on.wait(10))
        calls.send("test.wait")

        response = send(client, bag_photo)
        go_on.set()

        assert response.status_code == 503
        assert response["Retry-After"]
        assert not PhotoQuery.objects.exists()
        assert list((media / "queries").iterdir()) == []


@pytest.fixture
def broker(
    redis_server: RedisServer, search_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> RedisServer:
    """Redis, and this process as a site that hands its photos to it."""
    work_through(redis_server, search_settings, monkeypatch)
    return redis_server


@pytest.fixture
def worker(
    broker: RedisServer, committed_shop: list[Product], settings: Settings, tmp_path: Path
) -> Iterator[object]:
    with worker_of(broker, settings, tmp_path) as process:
        yield process


@pytest.mark.services
class TestQueue:
    def test_the_page_and_the_api_answer_through_the_worker(
        self, worker: Any, committed_shop: list[Product], client: Client, bag_photo: bytes,
        broker: RedisServer, monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        # given a site that holds no model
        for name in ("embed", "similar", "similar_to_product"):
            monkeypatch.setattr(f"webapp.search.engine.{name}", None)

        page = client.get(send(client, bag_photo)["Location"])
        wait_for(lambda: Crop.objects.get().prediction, "nobody looked at the photo")
        page = client.get(page.request["PATH_INFO"])
        answer = client.post(
            "/api/v1/search/photo",
            {"photo": SimpleUploadedFile("a.png", bag_photo), "box": "0,0,1,1", "limit": "3"},
        ).json()

        assert page.context["answer"].results[0].product.category.name == "Handbags"
        assert answer["results"][0]["product"]["category"] == "Handbags"
        assert len(answer["results"]) == 3
        assert answer["timing_ms"]["embed"] > 0
        assert similar_products(committed_shop[0], limit=3)
        with broker.client() as redis:
            wait_for(
                lambda: not redis.keys("celery-task-meta-*"),
                "answers are left in Redis",
            )

    def test_new_generations_reach_the_worker(
        self, worker: Any, committed_shop: list[Product], client: Client, run_jobs: Any
    ) -> None:
        new = product_with_picture(991, "Handbags", "Red", seed=31)
        photo = encoded(drawing("Handbags", "Red", 31), "PNG")
        query = make_query(photo)
        services.crop_wait(query=query, key="", seconds=10)

        indexing.index_enqueue()
        run_jobs()

        found = client.get(f"/api/v1/search/photo/{query.pk}?box=0,0,1,1").json()
        assert found["results"][0]["product"]["id"] == new.pk

    def test_problems_come_back_as_they_are(self, worker: Any, db: None) -> None:
        with pytest.raises(Problem) as caught:
            calls.call(
                "search.find", query_id="00000000-0000-4000-8000-000000000000", key="",
                first=0, last=1, colour_weight=0.5, diversity=0, filters_text="",
                with_nearest=False,
            )  # fmt: skip

        assert caught.value.status == 410

    def test_without_a_worker_the_page_shows_progress_and_the_api_gives_up_in_time(
        self, broker: RedisServer, committed_shop: list[Product], client: Client,
        bag_photo: bytes, monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        location = send(client, bag_photo)["Location"]
        started = time.monotonic()
        page = client.get(location)
        assert time.monotonic() - started < 5
        assert page.context["is_pending"]
        assert client.get(f"{location}/picture.jpg").status_code == 200

        started = time.monotonic()
        response = client.post(
            "/api/v1/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)}
        )
        assert 4 < time.monotonic() - started < 7
        assert response.status_code == 503
        assert response["Retry-After"]

    def test_a_long_queue_refuses_more(
        self, broker: RedisServer, committed_shop: list[Product], client: Client,
        bag_photo: bytes, monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        monkeypatch.setattr(calls, "WAITING", 3)

        statuses = [send(client, bag_photo).status_code for _ in range(5)]

        assert statuses == [303, 303, 303, 503, 503]
        assert PhotoQuery.objects.count() == 3

    def test_without_redis_search_rests_and_the_shop_goes_on(
        self, broker: RedisServer, committed_shop: list[Product], client: Client, bag_photo: bytes
    ) -> None:
        broker.kill()

        started = time.monotonic()
        response = send(client, bag_photo)
        assert time.monotonic() - started < 5

        assert response.status_code == 503
        assert "try again" in response.content.decode()
        assert not PhotoQuery.objects.exists()
        assert client.get("/search/photo").status_code == 200
        assert similar_products(committed_shop[0], limit=3), "the catalogue stands in"
