"""Products as JSON."""

import pytest
from django.test import Client

from tests.integration.catalog.test_import import run
from tests.support import catalogues
from webapp.catalog.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(tmp_path, settings) -> Client:
    settings.VAR_DIR = tmp_path / "var"
    run(catalogues.shopify(tmp_path))
    run(catalogues.myntra(tmp_path / "m"))
    return Client()


def test_one_product_with_all_it_has(api: Client):
    product = Product.objects.get(external_id="tee--red")
    found = api.get(f"/api/v1/products/{product.pk}").json()
    assert found["name"] == "Plain tee"
    assert found["price"] == "19.00"
    assert found["category"] == {"name": "Tshirts", "slug": "tshirts"}
    assert found["colour"] == {"name": "Red", "slug": "red", "hex": "#c8202f"}
    assert found["sizes"] == [{"label": "S", "stock": 3}, {"label": "M", "stock": 0}]
    assert found["images"][0]["width"] == 60
    assert found["image"].startswith("http://testserver/media/products/")


def test_a_listing_by_facets_page_and_limit(api: Client):
    found = api.get("/api/v1/products?gender=women&gender=men&limit=2&page=2").json()
    assert (found["count"], found["page"], found["pages"], len(found["products"])) == (4, 2, 2, 2)
    gender = next(facet for facet in found["facets"] if facet["name"] == "gender")
    assert {o["value"]: o["count"] for o in gender["options"]}["men"] == 2


def test_an_unknown_value_is_named(api: Client):
    assert "blurple" in api.get("/api/v1/products?colour=blurple").json()["notes"][0]


@pytest.mark.parametrize(("address", "status"), [
    ("/api/v1/products/999999", 404), ("/api/v1/products?limit=0", 422),
    ("/api/v1/products?page=x", 422),
])  # fmt: skip
def test_errors_are_problem_documents(api: Client, address: str, status: int):
    response = api.get(address)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_hidden_products_are_not_there(api: Client):
    hidden = Product.objects.get(external_id="bag")
    assert not hidden.is_active
    assert api.get(f"/api/v1/products/{hidden.pk}").status_code == 404


def test_a_page_of_products_takes_few_queries(api: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert api.get("/api/v1/products").json()["count"] == 8
