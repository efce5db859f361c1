"""Categories and styles of a batch of photos."""

from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.integration.search.test_api import assert_problem
from tests.support.shop import drawing, encoded
from webapp.search import uploads

URL = "/api/v1/classify"
pytestmark = pytest.mark.django_db


def photo(category: str, colour: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{category}.png", encoded(drawing(category, colour, 0), "PNG"))


def post(client: Client, *photos: SimpleUploadedFile) -> Any:
    return client.post(URL, {"photos": list(photos)})


def test_each_photo_is_answered_in_the_order_sent_and_none_is_kept(
    search_settings: Settings, client: Client
) -> None:
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"][URL]["post"]["responses"]["200"]["content"]["application/json"]
    broken = SimpleUploadedFile("notes.jpg", b"no photo at all")

    answer = post(client, photo("Watches", "Brown"), broken, photo("Handbags", "Red")).json()

    jsonschema.validate(answer, {**schema["schema"], "components": document["components"]})
    watch, bad, bag = answer["photos"]
    assert watch["categories"][0]["name"] == "Watches"
    assert bag["categories"][0]["name"] == "Handbags"
    assert len(bag["categories"]) == 2
    assert bag["style"]["name"] == "Casual"
    assert bad["file"] == "notes.jpg"
    assert "not a" in bad["problem"]
    assert bad["categories"] == []
    assert answer["model"]
    assert not list(uploads.folder().glob("*.jpg"))


def test_none_and_too_many_are_refused(search_settings: Settings, client: Client) -> None:
    assert_problem(client.post(URL), 400, "up to 32")
    one = photo("Watches", "Brown").read()
    many = [SimpleUploadedFile(f"{n}.png", one) for n in range(33)]

    assert_problem(post(client, *many), 422, "At most 32")


def test_each_photo_counts_against_the_quota(search_settings: Settings, client: Client) -> None:
    search_settings.QUOTAS = {**search_settings.QUOTAS, "photo": (1, 60)}

    assert_problem(
        post(client, photo("Watches", "Brown"), photo("Handbags", "Red")), 429, "Try again"
    )


def test_a_classifier_that_cannot_be_opened_is_no_crash_and_leaves_no_photo(
    search_settings: Settings, client: Client
) -> None:
    search_settings.CLASSIFIER = "/nowhere"

    assert_problem(post(client, photo("Watches", "Brown")), 503, "Try again")
    assert not list(uploads.folder().glob("*.jpg"))
