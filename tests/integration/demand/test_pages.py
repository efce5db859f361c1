"""The demand page, the notices, and the same as JSON."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from webapp.catalog.services import taxonomy_sync
from webapp.core.models import User
from webapp.demand import selectors, services
from webapp.demand.models import Follower, Group, Notice
from webapp.search.models import PhotoQuery
from webapp.search.selectors import VISITOR_KEY

from .conftest import want, wants

pytestmark = pytest.mark.django_db
KEY = "k" * 32


@pytest.fixture
def groups(regroup: Callable[[], int]) -> None:
    """Red handbags (7 people, all of them two weeks ago), heels (5, today)."""
    taxonomy_sync()
    for number in range(7):
        want(f"bag-{number}", day=timezone.localdate() - timedelta(days=40))
    wants(5, category="Heels")
    regroup()


def titles(html: str) -> list[str]:
    return re.findall(r'<h2 id="wanted-[^"]+"><a [^>]+>([^<]+)<', html)


def visitor() -> Client:
    """A browser that has searched by photo before."""
    client = Client()
    session = client.session
    session[VISITOR_KEY] = KEY
    session.save()
    return client


# What people look for --------------------------------------------------------------------


def test_the_page_is_for_who_has_signed_in(client: Client, groups: None) -> None:
    group = Group.objects.first()
    assert group is not None
    for address in ("/demand/", f"/demand/{group.pk}"):
        assert client.get(address)["Location"].startswith("/account/login/")
    assert client.post(f"/demand/{group.pk}/design")["Location"].startswith("/account/login/")
    assert client.get("/api/v1/demand/groups").status_code == 401


def test_groups_are_sorted_and_filtered(studio: Client, groups: None) -> None:
    most = studio.get("/demand/").content.decode()
    recent = studio.get("/demand/?sort=recent").content.decode()
    heels = studio.get("/demand/?category=Heels").content.decode()
    odd = studio.get("/demand/?category=Nothing&sort=odd&page=x").content.decode()

    assert titles(most) == ["Handbags", "Heels"]
    assert titles(recent) == ["Heels", "Handbags"]
    assert titles(heels) == ["Heels"]
    assert titles(odd) == []
    assert "Nothing of this kind" in odd


def test_an_empty_page_says_what_will_be_there(studio: Client) -> None:
    assert "Nothing yet" in studio.get("/demand/").content.decode()


def test_the_chart_speaks_and_its_numbers_can_be_read(studio: Client, groups: None) -> None:
    group = Group.objects.get(category="Heels")

    html = studio.get(f"/demand/{group.pk}").content.decode()

    assert 'role="img" aria-label="People a week, the last 13 weeks; at most 5 in one."' in html
    assert len(re.findall(r'<rect class="(?:some|none)"', html)) == 13
    assert html.count('<th scope="row">') == 13
    assert "<td>5</td>" in html
    assert not re.search(r"\sstyle=|\son\w+=|<style", html)


def test_groups_as_json(studio: Client, groups: None) -> None:
    listed = studio.get("/api/v1/demand/groups?sort=recent&limit=1").json()

    assert (listed["count"], listed["pages"]) == (2, 2)
    [heels] = listed["groups"]
    assert (heels["category"], heels["colour"], heels["people"]) == ("Heels", "Red", 5)
    assert len(heels["weeks"]) == 13
    assert "shape_vector" not in heels
    assert studio.get(f"/api/v1/demand/groups/{heels['id']}").json() == heels
    assert studio.get("/api/v1/demand/groups?sort=odd").status_code == 422


# What people are told --------------------------------------------------------------------


@pytest.fixture
def told(groups: None) -> Group:
    """A visitor asked about heels, and somebody makes some."""
    group = Group.objects.get(category="Heels")
    Follower.objects.create(visitor_key=KEY, group=group)
    services.followers_tell(group=group, title="Red heels", url="/shop")
    return group


def test_the_bell_rings_for_who_asked(told: Group) -> None:
    mine, other = visitor().get("/").content.decode(), Client().get("/").content.decode()

    assert 'href="/demand/notices"' in mine
    assert re.search(r'class="count-dot">1<', mine)
    assert 'href="/demand/notices"' not in other


def test_opening_a_notice_reads_it(told: Group) -> None:
    browser, notice = visitor(), Notice.objects.get()
    page = browser.get("/demand/notices").content.decode()
    assert "Red heels" in page
    assert "You looked for: Heels, red." in page

    answer = browser.post(f"/demand/notices/{notice.pk}")

    assert answer["Location"] == "/shop"
    notice.refresh_from_db()
    assert notice.read_at is not None
    html = browser.get("/").content.decode()
    assert 'href="/demand/notices"' in html
    assert not re.search(r'href="/demand/notices"[^>]*>.*?count-dot">1<', html)


def test_all_can_be_read_at_once(told: Group) -> None:
    browser = visitor()

    browser.post("/demand/notices/read")

    assert browser.get("/api/v1/notices").json()["unread"] == 0


def test_notices_of_others_are_not_there(told: Group, studio: Client) -> None:
    notice = Notice.objects.get()

    assert studio.post(f"/demand/notices/{notice.pk}").status_code == 404
    assert studio.get("/api/v1/notices").json() == {"unread": 0, "notices": []}
    studio.post("/demand/notices/read")
    notice.refresh_from_db()
    assert notice.read_at is None


def test_notices_as_json(told: Group) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = visitor().cookies
    pk = Notice.objects.get().pk

    [entry] = browser.get("/api/v1/notices").json()["notices"]
    assert (entry["title"], entry["url"]) == ("Red heels", "http://testserver/shop")
    assert browser.post(f"/api/v1/notices/{pk}/read").status_code == 403, "it needs the token"

    assert visitor().post(f"/api/v1/notices/{pk}/read").status_code == 204
    assert visitor().post("/api/v1/notices/999/read").status_code == 404
    assert browser.get("/api/v1/notices").json()["unread"] == 0


def test_following_ends_with_a_click(told: Group) -> None:
    browser, follower = visitor(), Follower.objects.get()
    assert "You asked to be told about" in browser.get("/demand/notices").content.decode()

    Client().post(f"/demand/follows/{follower.pk}/end")
    assert Follower.objects.exists()
    browser.post(f"/demand/follows/{follower.pk}/end")
    assert not Follower.objects.exists()


def test_signing_in_takes_follows_and_notices_along(told: Group, designer: User) -> None:
    designer.set_password("a long enough one")
    designer.save()
    browser = visitor()

    browser.post("/account/login/", {"login": "dana", "password": "a long enough one"})

    assert Follower.objects.get().user == designer
    assert Notice.objects.get().user == designer
    assert "Red heels" in browser.get("/demand/notices").content.decode()


def test_a_shopper_asks_to_be_told_and_not_to_be(
    look_for: Callable[[Client], PhotoQuery], client: Client
) -> None:
    query = look_for(client)
    address = f"/demand/search/{query.pk}/follow"

    answer = client.post(f"{address}?box=0,0,1,1", {"follow": "1"})
    client.post(address, {"follow": "1"})

    assert answer["Location"] == f"/search/photo/{query.pk}?box=0%2C0%2C1%2C1#remembered"
    assert Follower.objects.get().want.query == query
    assert "We will tell you here" in client.get(f"/search/photo/{query.pk}").content.decode()
    client.post(address, {"follow": "0"})
    assert not Follower.objects.exists()
    assert client.post(address, {"follow": "2"}).status_code == 404


def test_memory_as_json(look_for: Callable[[Client], PhotoQuery], client: Client) -> None:
    address = f"/api/v1/search/photo/{look_for(client).pk}/memory"
    kept = {"is_objecting": False, "is_remembered": True, "is_followed": False}
    assert client.get(address).json() == kept

    def change(**wish: bool) -> object:
        return client.patch(address, wish, content_type="application/json").json()

    assert change(follow=True) == kept | {"is_followed": True}
    gone = {"is_objecting": True, "is_remembered": False, "is_followed": False}
    assert change(remember=False) == gone
    refused = client.patch(address, {"follow": True}, content_type="application/json")
    assert refused.status_code == 409


# From a terminal -------------------------------------------------------------------------


def test_the_command_groups_and_lists() -> None:
    wants(5)
    wants(4, 1)
    out = StringIO()

    call_command("demand", "regroup", stdout=out)
    call_command("demand", "list", stdout=out)

    assert out.getvalue().splitlines() == ["Groups that are shown: 1.", "    5  Handbags, red"]
    assert selectors.groups_visible().count() == 1
