"""Embedder and classifier look at the same photo: what is said of it is both engines' word."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.integration.search.test_api import post
from webapp.catalog.models import Product
from webapp.classify import engine as classifier

pytestmark = pytest.mark.django_db


def best(client: Client, photo: bytes) -> tuple[str, float, bool | None]:
    """Name and probability of the best category, and whether both engines agree."""
    query = post(client, photo, box="0,0,1,1").json()["query"]
    first = query["categories"][0]
    return first["name"], first["probability"], query["agree"]


def test_what_both_say_is_surer_than_one_alone(
    shop: list[Product], client: Client, bag_photo: bytes, settings: Settings
) -> None:
    name, together, agree = best(client, bag_photo)
    settings.CLASSIFIER = "/nowhere"
    assert not classifier.is_there()

    alone_name, alone, alone_agree = best(client, bag_photo)

    assert name == alone_name == "Handbags"
    assert agree is True
    assert together > alone
    assert alone_agree is None


def test_a_damaged_classifier_leaves_the_search_to_the_embedder(
    shop: list[Product],
    client: Client,
    bag_photo: bytes,
    settings: Settings,
    classifier_folder: Path,
    tmp_path: Path,
) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in classifier_folder.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:-1])
    (damaged / "manifest.json").write_bytes((classifier_folder / "manifest.json").read_bytes())
    settings.CLASSIFIER = str(damaged)

    name, _, agree = best(client, bag_photo)

    assert (name, agree) == ("Handbags", None)


def test_a_classifier_that_breaks_leaves_the_search_to_the_embedder(
    shop: list[Product], client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: Any, **options: Any) -> None:
        raise RuntimeError("as OpenVINO says it")

    monkeypatch.setattr(classifier, "opinions", breaks)

    name, _, agree = best(client, bag_photo)

    assert (name, agree) == ("Handbags", None)
