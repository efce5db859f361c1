"""The page on which somebody deletes their account."""

import pytest
from django.test import Client
from pytest_django import Settings

from webapp.core.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "/you/delete"
PASSWORD = "correct horse battery"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@example.org", PASSWORD)


@pytest.fixture
def as_ada(ada: User) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def test_it_is_found_from_the_account_and_says_what_goes_and_what_stays(as_ada: Client) -> None:
    assert f'href="{ADDRESS}"' in as_ada.get("/you").content.decode()
    html = as_ada.get(ADDRESS).content.decode()
    assert "your own campaigns that still run are cancelled" in html
    assert "stays, without your name" in html
    assert 'autocomplete="current-password"' in html


def test_with_the_password_the_account_is_gone_everywhere(as_ada: Client, ada: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(ada)

    answer = as_ada.post(ADDRESS, {"password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "Your account is deleted." in answer.content.decode()
    assert not User.objects.exists()
    for client in (as_ada, elsewhere):
        assert client.get("/you").status_code == 302
    sign_in = {"login": "ada", "password": PASSWORD}
    assert as_ada.post("/account/login/", sign_in).status_code == 200, "no such account"


@pytest.mark.parametrize("password", ["wrong", ""])
def test_without_the_password_nothing_happens(as_ada: Client, password: str) -> None:
    answer = as_ada.post(ADDRESS, {"password": password})

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert User.objects.get().username == "ada"


def test_the_password_is_not_there_to_be_guessed(as_ada: Client, settings: Settings) -> None:
    settings.QUOTAS = {**settings.QUOTAS, "password": (3, 300)}

    statuses = [as_ada.post(ADDRESS, {"password": f"wrong {n}"}).status_code for n in range(3)]
    answer = as_ada.post(ADDRESS, {"password": PASSWORD})

    assert statuses == [422, 422, 422]
    assert answer.status_code == 429
    assert User.objects.exists()


def test_looking_deletes_nothing_and_strangers_are_asked_to_sign_in(
    client: Client, as_ada: Client
) -> None:
    assert as_ada.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS, {"password": PASSWORD})["Location"].startswith("/account/login/")
    assert User.objects.exists()


def test_who_runs_the_shop_is_not_the_one_to_go(as_ada: Client, ada: User) -> None:
    User.objects.update(is_staff=True)

    assert "another admin deletes your account" in as_ada.get(ADDRESS).content.decode()
    assert as_ada.post(ADDRESS, {"password": PASSWORD}).status_code == 403
    assert User.objects.exists()
