"""A funded design is a product, and photos find it; a live one is found in a row of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommender import search as ranking
from tests.support.campaigns import design_made, live, over
from tests.support.shop import drawing, encoded
from webapp.campaigns import nearness, pledging, services
from webapp.campaigns.models import Campaign, Embedding
from webapp.campaigns.products import campaign_close
from webapp.campaigns.steering import steering_enqueue
from webapp.catalog.drafts import Names, draft_of
from webapp.catalog.formats.base import ImportRow
from webapp.catalog.models import Product
from webapp.catalog.pictures import Loaded
from webapp.catalog.writing import ProductWriter
from webapp.core.models import User
from webapp.registry import selectors as registry
from webapp.registry import services as publishing
from webapp.registry.promoting import promotion_start
from webapp.studio.models import Direction
from webapp.studio.selectors import design_file

SEARCH = "/api/v1/search/photo"
SEED = 31
"""Of a drawing that is no product."""


def picture() -> bytes:
    return encoded(drawing("Handbags", "Red", SEED), "PNG")


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", picture())


@pytest.fixture
def bag(ana: User) -> Campaign:
    return live(design_made(ana, seed=SEED), goal=2, sizes=["One size"])


def test_the_weight_is_the_searchs_own() -> None:
    assert nearness.CATEGORY_WEIGHT == ranking.CATEGORY_WEIGHT


def test_a_funded_design_becomes_a_product_that_its_own_picture_finds(
    shop: list[Product],
    bag: Campaign,
    bob: User,
    client: Client,
    run_jobs: Callable[[], int],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    pledging.pledge_make(campaign=bag, user=bob, size="One size", quantity=2)
    services.campaigns_settle()
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()
    run_jobs()

    bag.refresh_from_db()
    product = bag.product
    assert product is not None
    assert (product.source, product.is_made_to_order) == ("designs", True)
    assert (product.name, product.price, product.category.name) == (
        "City tote", bag.price, "Handbags",
    )  # fmt: skip
    assert [size.label for size in product.sizes.all()] == ["One size"]

    own = SimpleUploadedFile("own.webp", design_file(bag.design, 512).read_bytes())
    answer = client.post("/api/v1/search/photo", {"photo": own, "box": "0,0,1,1"}).json()
    assert answer["results"][0]["product"]["id"] == product.pk

    html = client.get(product.get_absolute_url()).content.decode()
    assert "Made for you" in html
    assert "sold out" not in html
    assert (
        f'href="{product.get_absolute_url()}"'
        in client.get(bag.get_absolute_url()).content.decode()
    )

    campaign_close(campaign_id=bag.pk)
    run_jobs()
    assert Product.objects.filter(source="designs").count() == 1, "made once"


def test_a_catalogue_that_comes_back_as_a_file_leaves_it_made_to_order(
    shop: list[Product],
) -> None:
    Product.objects.filter(pk=shop[0].pk).update(is_made_to_order=True)
    product = Product.objects.get(pk=shop[0].pk)
    row = ImportRow(1, product.external_id, {"name": "Other", "category": product.category.name})
    told = draft_of(row, source=product.source, names=Names())

    ProductWriter().write([(told, product, [Loaded(known=product.cover)])])

    product.refresh_from_db()
    assert (product.name, product.is_made_to_order) == ("Other", True)


def test_a_live_design_is_in_a_row_of_its_own_and_another_kind_is_not(
    shop: list[Product],
    bag: Campaign,
    ana: User,
    client: Client,
    run_jobs: Callable[[], int],
) -> None:
    watch = live(design_made(ana, category="Watches", colour="Brown"), title="A watch")
    run_jobs()
    assert Embedding.objects.count() == 2

    answer = client.post("/search/photo", {"photo": photo()})
    html = client.get(answer["Location"] + "?box=0,0,1,1").content.decode()

    assert "Nobody sells this yet" in html
    assert bag.get_absolute_url() in html
    assert watch.get_absolute_url() not in html


def test_the_api_has_the_same_row_for_programs(
    shop: list[Product],
    bag: Campaign,
    ana: User,
    client: Client,
    run_jobs: Callable[[], int],
) -> None:
    live(design_made(ana, category="Watches", colour="Brown"), title="A watch")
    run_jobs()
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"][SEARCH]["post"]["responses"]["200"]["content"]["application/json"]

    answer = client.post(SEARCH, {"photo": photo(), "box": "0,0,1,1"}).json()

    jsonschema.validate(answer, {**schema["schema"], "components": document["components"]})
    [row] = answer["rows"]
    assert (row["key"], row["title"]) == ("designs", "Nobody sells this yet")
    [card] = row["cards"]
    assert card["title"] == "City tote"
    assert card["url"] == f"http://testserver{bag.get_absolute_url()}"
    for address in (row["url"], card["url"], card["image"]):
        assert client.get(address).status_code == 200
    campaign = client.get(f"/api/v1/campaigns/{card['facts']['id']}").json()
    assert {name: campaign[name] for name in ("id", "percent", "price")} == {
        name: card["facts"][name] for name in ("id", "percent", "price")
    }
    assert datetime.fromisoformat(card["facts"]["ends_at"]) == bag.ends_at

    # asked again by its id it is there, further down it is not repeated
    again = f"{SEARCH}/{answer['query']['id']}?box=0,0,1,1"
    assert client.get(again).json()["rows"] == [row]
    assert client.get(f"{again}&page=2&limit=4").json()["rows"] == []

    over(bag)
    assert client.get(again).json()["rows"] == []


def test_without_campaigns_a_search_asks_the_database_for_them_once(
    shop: list[Product], client: Client
) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(SEARCH, {"photo": photo()}).json()

    assert answer["rows"] == []
    assert sum("campaigns_" in query["sql"] for query in captured) == 1


def test_vectors_are_made_anew_for_another_embedder(
    shop: list[Product],
    bag: Campaign,
    run_jobs: Callable[[], int],
    embedders: Callable[[int], Path],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    run_jobs()
    first = registry.model_live("embedder")
    assert bag.embedding.model == first

    other = publishing.model_publish(source=embedders(2), kind="embedder")
    with django_capture_on_commit_callbacks(execute=True):
        promotion_start(model=other, expected=first, by=None)
        run_jobs()
    run_jobs()

    bag.embedding.refresh_from_db()
    assert bag.embedding.model == registry.model_live("embedder") == other


def test_a_row_that_fails_leaves_the_results_alone(
    shop: list[Product],
    bag: Campaign,
    client: Client,
    run_jobs: Callable[[], int],
) -> None:
    run_jobs()
    Embedding.objects.update(shape=[1.0])  # of a width that no photo's vector has
    answer = client.post("/search/photo", {"photo": photo()})
    html = client.get(answer["Location"]).content.decode()
    assert "Nobody sells this yet" not in html
    assert 'class="result"' in html


def test_too_few_votes_steer_nothing(bag: Campaign, run_jobs: Callable[[], int]) -> None:
    steering_enqueue()
    run_jobs()
    assert not Direction.objects.exists()
