"""What a shopper keeps, before and after signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.shop import small_shop
from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.storefront import services
from webapp.storefront.models import WishlistItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def products() -> list[Product]:
    return small_shop(each=1)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ada", "ada@example.org", "a-long-enough-secret")


def kept_by(client: Client) -> list[str]:
    return [p["sku"] for p in client.get("/api/v1/wishlist").json()["products"]]


def test_a_visitor_keeps_and_drops(client: Client, products: list[Product]) -> None:
    address = f"/wishlist/{products[0].pk}"
    for _ in range(2):  # twice is as good as once
        client.post(address, {"kept": "1"})
    assert kept_by(client) == [products[0].sku]
    client.post(address, {"kept": "0"})
    assert kept_by(client) == []


def test_signing_in_takes_the_list_along_without_doubles(
    client: Client, products: list[Product], user: User
) -> None:
    # given one product that both have kept and one that only the visitor has
    WishlistItem.objects.create(user=user, product=products[0])
    for product in products[:2]:
        client.post(f"/wishlist/{product.pk}", {"kept": "1"})
    # when they sign in
    client.post("/account/login/", {"login": "ada", "password": "a-long-enough-secret"})
    # then the account has both once, and nothing is left without an owner
    assert sorted(kept_by(client)) == sorted(p.sku for p in products[:2])
    assert not WishlistItem.objects.filter(user=None).exists()


def test_lists_of_two_visitors_are_apart(products: list[Product]) -> None:
    one, other = Client(), Client()
    one.post(f"/wishlist/{products[0].pk}", {"kept": "1"})
    assert kept_by(other) == []


def test_htmx_gets_the_button_and_the_count(client: Client, products: list[Product]) -> None:
    answer = client.post(
        f"/wishlist/{products[0].pk}", {"kept": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert 'aria-pressed="true"' in answer
    assert 'id="wishlist-count" hx-swap-oob="true"' in answer


def test_a_form_goes_back_to_our_own_pages_only(client: Client, products: list[Product]) -> None:
    address = f"/wishlist/{products[0].pk}"
    ours = client.post(address, {"kept": "1"}, headers={"Referer": "http://testserver/shop"})
    assert ours["Location"] == "http://testserver/shop"
    foreign = client.post(address, {"kept": "1"}, headers={"Referer": "https://evil.example/"})
    assert foreign["Location"] == "/wishlist"


def test_what_is_no_longer_sold_is_left_out(client: Client, products: list[Product]) -> None:
    client.post(f"/wishlist/{products[0].pk}", {"kept": "1"})
    Product.objects.filter(pk=products[0].pk).update(is_active=False)
    assert kept_by(client) == []


def test_the_api_keeps_and_drops_with_the_csrf_token_only(products: list[Product]) -> None:
    client = Client(enforce_csrf_checks=True)
    address = f"/api/v1/wishlist/{products[0].pk}"
    assert client.put(address).status_code == 403
    client.get("/account/login/")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.put(address, headers=token).status_code == 204
    assert kept_by(client) == [products[0].sku]
    assert client.delete(address, headers=token).status_code == 204
    assert kept_by(client) == []
    missing = client.put("/api/v1/wishlist/999999", headers=token)
    assert missing.status_code == 404
    assert missing["Content-Type"] == "application/problem+json"


def test_lists_of_ended_sessions_are_forgotten(
    client: Client, products: list[Product], user: User
) -> None:
    client.post(f"/wishlist/{products[0].pk}", {"kept": "1"})
    WishlistItem.objects.create(user=user, product=products[1])
    WishlistItem.objects.update(created_at=timezone.now() - timedelta(days=15))
    assert services.wishlist_forget_visitors() == 1
    assert WishlistItem.objects.get().user == user
