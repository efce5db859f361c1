"""“More like this” and “less like this” move what is found."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from webapp.catalog.models import Product
from webapp.search.models import Feedback, PhotoQuery


@pytest.fixture
def query(shop: list[Product], client: Client, bag_photo: bytes) -> PhotoQuery:
    client.post("/search/photo", {"photo": SimpleUploadedFile("a.png", bag_photo)})
    return PhotoQuery.objects.get()


def address(query: PhotoQuery, name: str = "query") -> str:
    return reverse(f"search:{name}", args=[query.pk])


def results(client: Client, query: PhotoQuery) -> list[Any]:
    found: list[Any] = client.get(address(query)).context["answer"].results
    return found


def place(found: list[Any], product: Product) -> int:
    return [result.product for result in found].index(product)


def judge(client: Client, query: PhotoQuery, product: Product, weight: object) -> Any:
    return client.post(address(query, "feedback"), {"product": product.pk, "weight": str(weight)})


def test_more_like_this_brings_its_like_nearer(query: PhotoQuery, client: Client) -> None:
    before = results(client, query)
    watch = next(r.product for r in before if r.product.category.name == "Watches")

    response = judge(client, query, watch, 1)

    assert response.status_code == 302
    after = results(client, query)
    assert place(after, watch) < place(before, watch)
    assert after[place(after, watch)].opinion == 1


def test_less_like_this_takes_it_away(query: PhotoQuery, client: Client) -> None:
    before = results(client, query)
    unwanted = before[4].product

    judge(client, query, unwanted, -1)

    after = results(client, query)
    assert unwanted not in [result.product for result in after]
    rest = [result.product.pk for result in before if result.product != unwanted]
    assert [result.product.pk for result in after] != rest, "its like must move away too"


def test_an_opinion_can_be_taken_back(query: PhotoQuery, client: Client) -> None:
    before = [result.product.pk for result in results(client, query)]
    product = Product.objects.get(pk=before[0])

    judge(client, query, product, -1)
    judge(client, query, product, 0)

    assert not Feedback.objects.exists()
    assert [result.product.pk for result in results(client, query)] == before


def test_the_last_opinion_counts(query: PhotoQuery, client: Client, shop: list[Product]) -> None:
    judge(client, query, shop[0], 1)
    judge(client, query, shop[0], -1)

    assert list(Feedback.objects.values_list("weight", flat=True)) == [-1]


def test_the_api_follows_the_opinions(
    query: PhotoQuery, client: Client, shop: list[Product]
) -> None:
    judge(client, query, shop[0], -1)

    answer = client.get(f"/api/v1/search/photo/{query.pk}").json()

    assert shop[0].pk not in [result["product"]["id"] for result in answer["results"]]


def test_htmx_gets_the_results_with_the_same_crop(
    query: PhotoQuery, client: Client, shop: list[Product]
) -> None:
    response = client.post(
        f"{address(query, 'feedback')}?box=0,0,1,1&category=handbags",
        {"product": shop[0].pk, "weight": "1"},
        headers={"HX-Request": "true"},
    )

    answer = response.context["answer"]
    assert answer.box == [0, 0, 1, 1]
    assert {result.product.category.name for result in answer.results} == {"Handbags"}
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("weight", ["2", "x", ""])
def test_weights_that_make_no_sense(
    weight: str, query: PhotoQuery, client: Client, shop: list[Product]
) -> None:
    assert judge(client, query, shop[0], weight).status_code == 422
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("product", ["0", "x", "", "99999999"])
def test_products_that_do_not_exist(product: str, query: PhotoQuery, client: Client) -> None:
    response = client.post(address(query, "feedback"), {"product": product, "weight": "1"})

    assert response.status_code == 404
