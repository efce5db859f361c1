"""The shop's pages and small files, without a browser."""

import json
import re

import pytest
from django.test import Client, RequestFactory

from tests.support.shop import product_with_picture, small_shop
from webapp.catalog.models import Product
from webapp.catalog.services import taxonomy_sync
from webapp.core.problems import Problem, problem_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def products() -> list[Product]:
    return small_shop(each=2)


def names(html: str) -> list[str]:
    return re.findall(r'class="card-name"><a href="[^"]+">([^<]+)', html)


def test_an_empty_shop_says_so(client: Client) -> None:
    assert "still empty" in client.get("/").content.decode()
    assert client.get("/shop").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/shop", "/shop/handbags", "/shop/department/bags", "/wishlist", "/privacy",
     "/search/photo", "/account/login/", "/account/signup/", "/account/password/reset/"],
)  # fmt: skip
def test_pages_carry_no_inline_style_or_script(
    address: str, client: Client, products: list[Product]
) -> None:
    answer = client.get(address)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert all("src=" in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_a_page_address_shows_what_load_more_had_gathered(client: Client) -> None:
    taxonomy_sync()
    for number in range(30):
        product_with_picture(number, "Handbags", "Red", seed=1)
    first = names(client.get("/shop").content.decode())
    assert len(first) == 24
    part = client.get("/shop?page=2", headers={"HX-Request": "true", "HX-Target": "load-more"})
    rest = names(part.content.decode())
    assert len(rest) == 6
    assert "<html" not in part.content.decode()
    assert names(client.get("/shop?page=2").content.decode()) == first + rest


def test_a_product_has_one_address(client: Client, products: list[Product]) -> None:
    product = products[0]
    answer = client.get(f"/product/{product.pk}/something-else")
    assert answer.status_code == 301
    assert answer["Location"] == product.get_absolute_url()
    assert client.get(f"/product/{product.pk}")["Location"] == product.get_absolute_url()


def test_structured_data_cannot_break_out(client: Client, products: list[Product]) -> None:
    Product.objects.filter(pk=products[0].pk).update(name="</script><b>bag & belt</b>")
    html = client.get(products[0].get_absolute_url()).content.decode()
    found = re.search(r"ld\+json[^>]*>(.*?)</script>", html, re.DOTALL)
    assert found
    assert json.loads(found[1])["name"] == "</script><b>bag & belt</b>"
    assert "<b>bag" not in html


def test_what_has_left_the_shop_is_gone(client: Client, products: list[Product]) -> None:
    Product.objects.filter(pk=products[0].pk).update(is_active=False)
    assert client.get(products[0].get_absolute_url()).status_code == 410
    assert client.get("/product/999999/x").status_code == 404
    assert client.get("/shop/no-such-category").status_code == 404
    assert client.get("/shop/department/no-such-department").status_code == 404


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 429, 500, 503, 507])
def test_every_error_page_has_a_way_on(status: int, rf: RequestFactory, client: Client) -> None:
    request = rf.get("/shop?q=x")
    request.session = client.session
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    answer = problem_response(request, Problem(status, "A title", "A sentence.", retry_after=3))
    html = answer.content.decode()
    assert answer.status_code == status
    assert "A sentence." in html
    assert 'href="/shop"' in html
    assert "skip-link" in html, "the shop's own page, not the bare one"


def test_small_files(client: Client) -> None:
    security = client.get("/.well-known/security.txt").content.decode()
    assert security.startswith("Contact: mailto:security@testserver\nExpires: ")
    manifest = client.get("/site.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["start_url"] == "/"
    assert "Disallow: /search/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico").status_code == 302
