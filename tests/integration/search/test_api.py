"""Photo search as JSON, as the OpenAPI document promises it."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from webapp.catalog.models import Product
from webapp.search.models import PhotoQuery

URL = "/api/v1/search/photo"


def photo(data: bytes, name: str = "IMG_1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def post(client: Client, data: bytes, query: str = "", **fields: Any) -> Any:
    return client.post(f"{URL}{query}", {"photo": photo(data), **fields})


def assert_problem(response: Any, status: int, words: str) -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["title"]
    assert words in document["detail"]


def test_the_answer_is_what_the_document_says(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    document = client.get("/api/v1/openapi.json").json()
    schema = document["paths"][URL]["post"]["responses"]["200"]["content"]["application/json"]

    answer = post(client, bag_photo).json()

    jsonschema.validate(answer, {**schema["schema"], "components": document["components"]})
    assert set(answer) == {"query", "results", "rows", "verdict", "versions", "timing_ms"}
    assert answer["rows"] == [], "nothing but products looks like it"
    assert set(answer["query"]) == {
        "id", "box", "categories", "colours", "style", "agree",
    }  # fmt: skip
    assert len(answer["query"]["categories"]) == 2
    assert set(answer["query"]["categories"][0]) == {"name", "probability"}
    assert set(answer["results"][0]) == {"score", "reasons", "product"}
    assert set(answer["results"][0]["product"]) == {
        "id", "sku", "name", "category", "colour", "price", "url", "image",
    }  # fmt: skip
    assert set(answer["timing_ms"]) == {"decode", "embed", "search", "total"}
    assert answer["timing_ms"]["total"] > 0


def test_the_photo_of_a_product_finds_that_product_first(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    answer = post(client, bag_photo, box="0,0,1,1").json()

    first = answer["results"][0]
    assert first["product"]["id"] == shop[0].pk
    assert first["product"]["sku"] == shop[0].sku
    assert first["product"]["category"] == "Handbags"
    assert first["product"]["colour"] == "Red"
    assert float(first["product"]["price"]) == 10
    assert first["product"]["url"].endswith(shop[0].get_absolute_url())
    assert client.get(first["product"]["image"]).status_code == 200
    assert "shape" in first["reasons"]
    assert answer["verdict"] == "match"
    scores = [result["score"] for result in answer["results"]]
    assert scores == sorted(scores, reverse=True)


def test_box_is_what_is_looked_at(shop: list[Product], client: Client, bag_photo: bytes) -> None:
    answer = post(client, bag_photo, box="0.1,0.2,0.7,0.9").json()

    assert answer["query"]["box"] == [0.1, 0.2, 0.7, 0.9]


def test_parameters_are_form_fields_or_in_the_url_and_the_form_wins(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    in_form = post(client, bag_photo, limit="3", category=["watches", "tshirts"]).json()
    in_url = post(client, bag_photo, "?limit=3&category=watches&category=tshirts").json()
    both = post(client, bag_photo, "?limit=3&category=handbags", category="watches").json()

    kinds = [r["product"]["category"] for r in in_form["results"]]
    assert len(kinds) == 3
    assert set(kinds) <= {"Watches", "Tshirts"}
    assert in_url["results"] == in_form["results"]
    assert {r["product"]["category"] for r in both["results"]} == {"Watches"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("colour=red", {"colour": {"Red"}}),
        ("colour=red&colour=black", {"colour": {"Red", "Black"}}),
        ("category=sports-shoes", {"category": {"Sports Shoes"}}),
        ("q=brown+watches", {"category": {"Watches"}, "colour": {"Brown"}}),
        ("gender=women&style=casual&category=watches", {"category": {"Watches"}}),
    ],
)
def test_filters_by_the_names_of_the_shop(
    query: str, expected: dict[str, set[str]], shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    results = post(client, bag_photo, f"?{query}").json()["results"]

    assert results
    for name, values in expected.items():
        assert {result["product"][name] for result in results} == values


def test_prices_filter(shop: list[Product], client: Client, bag_photo: bytes) -> None:
    results = post(client, bag_photo, price_min="20", price_max="31.5").json()["results"]

    assert results
    assert all(20 <= float(result["product"]["price"]) <= 31.5 for result in results)


def test_a_filter_that_leaves_nothing_finds_nothing_close(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    answer = post(client, bag_photo, gender="men").json()

    assert answer["results"] == []
    assert answer["verdict"] == "nothing close"


def test_searching_again_by_id(shop: list[Product], client: Client, bag_photo: bytes) -> None:
    first = post(client, bag_photo, limit=5).json()
    address = f"{URL}/{first['query']['id']}"

    same = Client().get(f"{address}?limit=5").json()
    other = Client().get(f"{address}?limit=5&box=0.5,0.5,1,1&colour_weight=1").json()

    assert same["results"] == first["results"]
    assert same["timing_ms"]["embed"] == 0
    assert other["query"]["box"] == [0.5, 0.5, 1, 1]
    assert other["query"]["id"] == first["query"]["id"]


def test_colour_weight_moves_the_results(
    shop: list[Product], client: Client, bag_photo: bytes
) -> None:
    cut = post(client, bag_photo, colour_weight=0).json()["results"]
    colour = post(client, bag_photo, colour_weight=1).json()["results"]

    assert [r["score"] for r in cut] != [r["score"] for r in colour]


BAD = [
    ({"box": "a,b"}, 422, "four numbers"),
    ({"box": "0.9,0,0.1,1"}, 422, "inside out"),
    ({"limit": "0"}, 422, "limit"),
    ({"limit": "101"}, 422, "limit"),
    ({"limit": "many"}, 422, "limit"),
    ({"colour_weight": "7"}, 422, "colour_weight"),
    ({"colour_weight": "nan"}, 422, "colour_weight"),
]


@pytest.mark.parametrize(("fields", "status", "words"), BAD)
def test_bad_values_are_named_and_nothing_is_kept(
    fields: dict[str, str], status: int, words: str, shop: list[Product], client: Client,
    bag_photo: bytes,
) -> None:  # fmt: skip
    assert_problem(post(client, bag_photo, **fields), status, words)

    assert not PhotoQuery.objects.exists()


def test_bad_photos_are_refused(shop: list[Product], client: Client) -> None:
    assert_problem(post(client, b"<svg xmlns='x'/>"), 400, "JPEG, PNG, WebP and HEIC")
    assert_problem(client.post(URL, {"limit": "3"}), 400, "field “photo”")
    assert_problem(client.post(URL, {"photo": "text"}), 400, "field “photo”")
    assert_problem(post(client, b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)), 413, "10 MB")
    assert not PhotoQuery.objects.exists()


def test_a_body_that_is_far_too_large_is_not_read(shop: list[Product], client: Client) -> None:
    response = client.post(
        URL, data=b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=40_000_000
    )

    assert_problem(response, 413, "10 MB")


def test_too_many_photos_get_429(
    shop: list[Product], client: Client, bag_photo: bytes, settings: Settings
) -> None:
    settings.QUOTAS = {**settings.QUOTAS, "photo": (2, 60)}

    statuses = [
        post(client, bag_photo, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code for n in range(3)
    ]
    response = client.post(URL, {"photo": photo(bag_photo)}, HTTP_X_FORWARDED_FOR="203.0.113.7")

    assert statuses == [200, 200, 429]
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1


def test_too_many_new_crops_of_one_photo_get_429(
    shop: list[Product], client: Client, bag_photo: bytes, settings: Settings
) -> None:
    # given a photo, and one more new look at it allowed
    settings.QUOTAS = {**settings.QUOTAS, "crop": (2, 60)}
    pk = post(client, bag_photo).json()["query"]["id"]

    def statuses(*boxes: str) -> list[int]:
        return [client.get(f"{URL}/{pk}", {"box": box}).status_code for box in boxes]

    # then a second new part is too much, and what was found already stays free to read
    assert statuses("0,0,1,0.8", "0,0,1,0.7") == [200, 429]
    assert statuses("0,0,1,0.8", "0,0,1,0.8") == [200, 200]


def test_without_an_index_search_says_so(
    search_settings: Settings, db: None, client: Client, bag_photo: bytes
) -> None:
    response = post(client, bag_photo)

    assert_problem(response, 503, "still being prepared")
    assert response["Retry-After"]
    assert not PhotoQuery.objects.exists()


def test_a_crowd_gets_503(
    shop: list[Product], client: Client, bag_photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.search.contracts import Busy

    def busy(*args: object) -> None:
        raise Busy

    monkeypatch.setattr("webapp.search.engine.embed", busy)

    response = post(client, bag_photo)

    assert_problem(response, 503, "try again")
    assert int(response["Retry-After"]) > 0
    assert not PhotoQuery.objects.exists()


def test_deleting_takes_the_cookie_or_the_token(shop: list[Product], bag_photo: bytes) -> None:
    # given a client without cookies, and one that knows only the link
    sender, stranger = Client(), Client()
    response = post(sender, bag_photo)
    address = f"{URL}/{response.json()['query']['id']}"

    refused = stranger.delete(address)
    wrong = stranger.delete(address, headers={"X-Delete-Token": "abc"})
    done = stranger.delete(address, headers={"X-Delete-Token": response["X-Delete-Token"]})

    assert_problem(refused, 403, "Only the browser or account")
    assert_problem(wrong, 403, "Only the browser or account")
    assert done.status_code == 204
    assert_problem(stranger.get(address), 410, "Photos are deleted")
    assert_problem(stranger.delete(address), 410, "Photos are deleted")


def test_an_id_that_is_no_id(shop: list[Product], client: Client) -> None:
    assert_problem(client.get(f"{URL}/12"), 422, "pk")


def test_similar_products(shop: list[Product], client: Client) -> None:
    answer = client.get(f"/api/v1/products/{shop[0].pk}/similar?limit=4").json()

    ids = [product["id"] for product in answer["results"]]
    assert len(ids) == 4
    assert shop[0].pk not in ids
    assert_problem(client.get("/api/v1/products/999999/similar"), 404, "no product")
    assert_problem(client.get(f"/api/v1/products/{shop[0].pk}/similar?limit=0"), 422, "limit")


def test_every_operation_is_documented(client: Client, db: None) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert {"post"} <= set(paths[URL])
    assert {"get", "delete"} <= set(paths[f"{URL}/{{pk}}"])
    assert "get" in paths["/api/v1/products/{pk}/similar"]
    body = json.dumps(paths[URL]["post"]["requestBody"])
    assert "photo" in body
    assert "multipart/form-data" in body


def test_running_jobs_is_not_part_of_a_search(
    shop: list[Product], client: Client, bag_photo: bytes, run_jobs: Callable[[], int]
) -> None:
    post(client, bag_photo)

    assert run_jobs() == 0
