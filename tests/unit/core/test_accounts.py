import pytest
from django.urls import reverse

from webapp.core.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def boss():
    return User.objects.create_user("boss", "boss@example.org", PASSWORD, is_staff=True)


def sign_in(client, password=PASSWORD, **headers):
    return client.post(reverse("account_login"), {"login": "boss", "password": password}, **headers)


def test_the_session_key_changes_at_sign_in(client, boss):
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    assert sign_in(client).status_code == 302
    assert client.session.session_key != before


def test_staff_sign_in_at_the_same_page(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_an_account_without_rights_is_told_so(client):
    client.force_login(User.objects.create_user("shopper", "s@example.org", PASSWORD))
    assert client.get("/admin/login/").status_code == 403


def test_guessing_is_stopped_whatever_the_client_forges(client, boss):
    for number in range(12):
        sign_in(client, "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    response = sign_in(client)
    assert response.status_code != 302  # even the right password no longer helps
    assert "_auth_user_id" not in client.session
