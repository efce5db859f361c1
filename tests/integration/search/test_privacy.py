"""A photo lives for an hour at most, belongs to who sent it, and leaves nothing behind."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.jobs import periodic
from webapp.search import services
from webapp.search.models import Crop, Feedback, PhotoQuery


@pytest.fixture
def query(shop: list[Product], client: Client, bag_photo: bytes) -> PhotoQuery:
    """A photo with two crops and an opinion."""
    client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    found = PhotoQuery.objects.get()
    client.get(f"{address(found)}?box=0,0,0.5,0.5")
    client.post(address(found, "feedback"), {"product": shop[1].pk, "weight": "1"})
    assert Crop.objects.count() == 2
    assert Feedback.objects.count() == 1
    return found


def address(query: PhotoQuery, name: str = "query") -> str:
    return reverse(f"search:{name}", args=[query.pk])


def assert_nothing_is_left(query: PhotoQuery, media: Path, client: Client) -> None:
    assert not PhotoQuery.objects.exists()
    assert not Crop.objects.exists()
    assert not Feedback.objects.exists()
    assert list((media / "queries").iterdir()) == []
    kept: Any = cache._cache  # type: ignore[attr-defined]
    assert not [key for key in kept if str(query.pk) in key]
    for name in ("query", "results", "picture"):
        assert client.get(address(query, name)).status_code == 410
    assert client.get(f"/api/v1/search/photo/{query.pk}").status_code == 410


def test_deleting_leaves_nothing(query: PhotoQuery, client: Client, media: Path) -> None:
    response = client.post(address(query, "delete"))

    assert response.status_code == 303
    assert_nothing_is_left(query, media, client)


def test_after_its_time_the_photo_is_gone_at_once_and_purged_soon(
    query: PhotoQuery, client: Client, media: Path
) -> None:
    PhotoQuery.objects.update(expires_at=timezone.now())

    assert client.get(address(query)).status_code == 410
    assert client.get(address(query, "picture")).status_code == 410
    assert client.post(address(query, "delete")).status_code == 410

    assert services.photo_queries_purge() == 1
    assert_nothing_is_left(query, media, client)


def test_the_purge_runs_by_itself_within_the_hour(query: PhotoQuery) -> None:
    [entry] = [e for e in periodic.periodics() if e.name.endswith("photos_purge")]
    life = query.expires_at - query.created_at

    assert life + timedelta(seconds=2 * entry.seconds) <= timedelta(hours=1, seconds=1)


@pytest.mark.parametrize(("minutes", "most"), [(60, 60), (600, 60), (10, 10), (1, 2)])
def test_a_setting_may_shorten_the_hour_but_not_prolong_it(
    minutes: int, most: int, shop: list[Product], settings: Settings, bag_photo: bytes
) -> None:
    settings.SEARCH_PHOTO_LIFETIME_MINUTES = minutes

    query = services.photo_query_create(upload=SimpleUploadedFile("a.png", bag_photo))

    assert timedelta(0) < query.expires_at - timezone.now() <= timedelta(minutes=most)


def test_files_that_no_row_knows_go_too(query: PhotoQuery, media: Path) -> None:
    stray, fresh = media / "queries" / "stray.jpg", media / "queries" / ".fresh.partial"
    for path in (stray, fresh):
        path.write_bytes(b"x")
    os.utime(stray, (time.time() - 3600,) * 2)

    services.photo_queries_purge()

    assert not stray.exists()
    assert fresh.exists(), "it may be being written"
    assert (media / "queries" / query.file).exists()


def test_an_account_that_is_deleted_takes_its_photos_along(
    shop: list[Product], client: Client, bag_photo: bytes, media: Path
) -> None:
    user = User.objects.create_user("ada", "ada@example.org", "pw")
    client.force_login(user)
    client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    query = PhotoQuery.objects.get()
    os.utime(media / "queries" / query.file, (time.time() - 120,) * 2)

    user.delete()
    services.photo_queries_purge()

    assert_nothing_is_left(query, media, client)


def test_whoever_has_the_link_sees_the_results_but_may_change_nothing(
    query: PhotoQuery, shop: list[Product]
) -> None:
    friend = Client()

    page = friend.get(address(query))
    assert page.context["answer"].results
    assert not page.context["is_mine"]
    assert address(query, "delete") not in page.content.decode()
    assert friend.get(address(query, "picture")).status_code == 200
    assert friend.post(address(query, "delete")).status_code == 403
    judged = friend.post(address(query, "feedback"), {"product": shop[2].pk, "weight": "1"})
    assert judged.status_code == 403
    assert PhotoQuery.objects.exists()
    assert Feedback.objects.count() == 1


def test_signing_in_keeps_the_photo_mine(query: PhotoQuery, client: Client) -> None:
    client.force_login(User.objects.create_user("ada", "ada@example.org", "pw"))

    assert client.post(address(query, "delete")).status_code == 303
    assert not PhotoQuery.objects.exists()


def test_another_account_is_another_person(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    client.force_login(User.objects.create_user("ada", "ada@example.org", "pw"))
    client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    query = PhotoQuery.objects.get()
    other = Client()
    other.force_login(User.objects.create_user("eve", "eve@example.org", "pw"))

    assert other.post(address(query, "delete")).status_code == 403
    assert client.get(address(query)).context["is_mine"]


def test_the_picture_is_served_privately_and_inert(query: PhotoQuery, client: Client) -> None:
    response = client.get(address(query, "picture"))

    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(f"/media/queries/{query.file}").status_code == 404


def test_a_photo_deleted_while_it_is_looked_at_does_not_come_back(
    shop: list[Product], bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.search import engine, inference

    query = services.photo_query_create(upload=SimpleUploadedFile("a.png", bag_photo))
    Crop.objects.create(query=query, key="", asked_at=timezone.now())
    look = engine.embed

    def slow(*args: Any) -> Any:
        seen = look(*args)
        services.photo_query_delete(query=query)
        return seen

    monkeypatch.setattr(engine, "embed", slow)
    inference.embed(str(query.pk), "")

    assert not Crop.objects.exists()
    inference.embed(str(query.pk), "")  # a message that comes late finds nothing, and is content
