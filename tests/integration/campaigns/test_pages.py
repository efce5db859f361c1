"""The board, a campaign's page, and what designers and shoppers do there, without a browser."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from tests.support.campaigns import design_made, draft, live, over, person
from tests.support.shop import small_shop
from webapp.campaigns import moderation, pledging, services
from webapp.campaigns.models import Campaign, Pledge, Report
from webapp.core.models import User
from webapp.demand.models import Follower, Group, Inspiration, Notice
from webapp.registry.models import ModelVersion
from webapp.studio.models import Design

pytestmark = pytest.mark.django_db
PRIVATE = {"edit", "publish", "cancel", "discard"}
OF_A_DRAFT = {"page", "picture", "share", "film", "ancestor", "pledge", "withdraw", "report"}


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def address(name: str, campaign: Campaign) -> str:
    more: list[Any] = {"picture": [256], "ancestor": [campaign.design_id]}.get(name, [])
    return reverse(f"campaigns:{name}", args=[campaign.pk, *more])


def fields(**changes: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=20)
    return {
        "title": "Loop tote", "story": "For trains.", "goal": "3", "price": "59.90",
        "sizes": "One size", "ends_on": day.isoformat(), "shows_lineage": "on",
    } | changes  # fmt: skip


def test_an_empty_board_says_so(client: Client) -> None:
    assert "Nothing asks to be made" in page(client, "/designs/")


def test_the_board_shows_what_can_be_backed_in_the_order_asked_for(
    client: Client, ana: User, bob: User
) -> None:
    soon = live(design_made(ana), title="Soon", ends_at=timezone.now() + timedelta(days=2))
    wanted = live(design_made(ana), title="Wanted", goal=4)
    pledging.pledge_make(campaign=wanted, user=bob, size="S", quantity=3)
    draft(design_made(ana), title="Draft")
    gone = live(design_made(ana), title="Gone")
    over(gone)

    html = page(client, "/designs/")
    assert "Soon" in html
    assert "75 %" in html
    assert "Draft" not in html
    assert "Gone" not in html

    def names(sort: str) -> list[str]:
        return re.findall(r'card-name"><a[^>]*>(\w+)', page(client, f"/designs/?sort={sort}"))

    assert names("popular") == ["Wanted", "Soon"]
    assert names("ending") == ["Soon", "Wanted"]
    assert names("funded") == ["Wanted", "Soon"]
    assert str(soon.pk) in html


def test_a_designer_publishes_and_a_shopper_backs_and_withdraws(
    as_ana: Client, as_bob: Client, ana: User
) -> None:
    design = design_made(ana)
    form = reverse("campaigns:create", args=[design.pk])
    assert "One size" in page(as_ana, form)

    answer = as_ana.post(form, fields(publish="1"))
    campaign = Campaign.objects.get()
    assert answer["Location"] == campaign.get_absolute_url()
    assert campaign.state == Campaign.State.LIVE

    assert "Back it" in page(as_bob, campaign.get_absolute_url())
    as_bob.post(address("pledge", campaign), {"size": "One size", "quantity": "2"})
    html = page(as_bob, campaign.get_absolute_url())
    assert "You back this" in html
    assert "66 %" in html
    assert "Loop tote" in page(as_bob, "/you")

    as_bob.post(address("withdraw", campaign))
    assert "You back this." not in page(as_bob, campaign.get_absolute_url())
    campaign.refresh_from_db()
    assert campaign.pledged == 0


@pytest.mark.parametrize(
    "wrong",
    [{"goal": "0"}, {"price": "-1"}, {"sizes": " , "}, {"title": ""}, {"ends_on": "2020-01-01"}],
)
def test_a_form_that_makes_no_sense_says_why_and_saves_nothing(
    as_ana: Client, ana: User, wrong: dict[str, str]
) -> None:
    form = reverse("campaigns:create", args=[design_made(ana).pk])
    answer = as_ana.post(form, fields(**wrong))
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_draft_is_changed_published_or_thrown_away(as_ana: Client, ana: User) -> None:
    campaign = draft(design_made(ana))
    assert "City tote" in page(as_ana, address("edit", campaign))
    as_ana.post(address("edit", campaign), fields(title="Other", sizes="S, M, S"))
    campaign.refresh_from_db()
    assert (campaign.title, campaign.sizes) == ("Other", ["S", "M"])
    assert "Drafts" in page(as_ana, "/designs/mine")
    as_ana.post(address("publish", campaign))
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.LIVE
    assert as_ana.get(address("edit", campaign)).status_code == 409

    other = draft(design_made(ana))
    as_ana.post(address("discard", other))
    assert not Campaign.objects.filter(pk=other.pk).exists()


def test_a_pledge_without_a_size_is_asked_again(as_bob: Client, ana: User) -> None:
    campaign = live(design_made(ana))
    answer = as_bob.post(address("pledge", campaign), {"quantity": "1"})
    assert answer.status_code == 422
    assert 'id="size-error"' in answer.content.decode()


def test_strangers_are_asked_to_sign_in(client: Client, ana: User) -> None:
    campaign = live(design_made(ana))
    assert "Sign in to back it" in page(client, campaign.get_absolute_url())
    answer = client.post(address("pledge", campaign), {"size": "S", "quantity": "1"})
    assert answer["Location"].startswith("/account/login/")
    assert not Pledge.objects.exists()


def test_the_list_of_addresses_is_complete() -> None:
    _prefix, resolver = get_resolver("webapp.urls").namespace_dict["campaigns"]
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}
    assert names == PRIVATE | OF_A_DRAFT | {"board", "mine", "create"}


@pytest.mark.parametrize("name", sorted(PRIVATE | OF_A_DRAFT))
def test_another_designers_draft_does_not_exist(name: str, as_bob: Client, ana: User) -> None:
    campaign = draft(design_made(ana))
    for ask in (as_bob.get, as_bob.post):
        assert ask(address(name, campaign)).status_code in (404, 405)
    statuses = {ask(address(name, campaign)).status_code for ask in (as_bob.get, as_bob.post)}
    assert 404 in statuses
    assert as_bob.get(reverse("campaigns:create", args=[campaign.design_id])).status_code == 404


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_nobody_else_may_change_a_live_campaign(name: str, as_bob: Client, ana: User) -> None:
    campaign = live(design_made(ana))
    assert as_bob.post(address(name, campaign)).status_code == 404
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.LIVE


def test_what_was_taken_down_is_out_of_sight_and_its_backers_are_told(
    client: Client, as_ana: Client, as_bob: Client, ana: User, bob: User
) -> None:
    campaign = live(design_made(ana), goal=1)
    pledging.pledge_make(campaign=campaign, user=bob, size="S", quantity=1)
    moderator = person("mod", is_staff=True)

    moderation.design_hide(design=campaign.design, by=moderator)

    assert client.get(campaign.get_absolute_url()).status_code == 404
    assert client.get(address("picture", campaign)).status_code == 404
    assert "City tote" not in page(client, "/designs/")
    assert "A moderator took this design down" in page(as_bob, "/you")
    assert "Nobody else sees it" in page(as_ana, campaign.get_absolute_url())
    services.campaigns_settle()
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.LIVE, "what is out of sight is not funded"

    moderation.design_show(design=campaign.design, by=moderator)
    assert client.get(campaign.get_absolute_url()).status_code == 200
    assert services.campaigns_settle()[Campaign.State.FUNDED] == 1


def test_a_pledge_to_what_was_taken_down_can_be_withdrawn(
    as_bob: Client, ana: User, bob: User
) -> None:
    campaign = live(design_made(ana))
    pledging.pledge_make(campaign=campaign, user=bob, size="S", quantity=1)
    moderation.design_hide(design=campaign.design, by=person("mod"))
    assert as_bob.post(address("withdraw", campaign))["Location"] == "/you"
    assert not Pledge.objects.filter(state=Pledge.State.ACTIVE).exists()


def test_a_report_reaches_the_moderators_once(as_bob: Client, ana: User) -> None:
    campaign = live(design_made(ana))
    form = address("report", campaign)
    assert "What is wrong?" in page(as_bob, form)
    assert as_bob.post(form, {"words": "hm"}).status_code == 422
    for _ in range(2):
        as_bob.post(form, {"reason": "copy", "words": "I drew this."})
    report = Report.objects.get()
    assert (report.state, report.words) == (Report.State.OPEN, "I drew this.")


def test_designers_of_what_it_was_made_from_are_named_and_the_lineage_is_shown(
    client: Client, ana: User
) -> None:
    first = design_made(person("cara", User.Role.DESIGNER), title="The first")
    campaign = live(design_made(ana, parent=first))

    html = page(client, campaign.get_absolute_url())
    assert "Made from designs by cara" in html
    picture = reverse("campaigns:ancestor", args=[campaign.pk, first.pk])
    assert picture in html
    assert client.get(picture).status_code == 200
    stranger = reverse("campaigns:ancestor", args=[campaign.pk, design_made(ana).pk])
    assert client.get(stranger).status_code == 404

    Campaign.objects.update(shows_lineage=False)
    html = page(client, campaign.get_absolute_url())
    assert "Made from designs by cara" in html, "attribution is no choice"
    assert picture not in html
    assert client.get(picture).status_code == 404


def test_a_shared_link_shows_a_picture_of_the_size_that_it_says(client: Client, ana: User) -> None:
    campaign = live(design_made(ana), title="A very long name " * 4)
    html = page(client, campaign.get_absolute_url())
    url = re.search(r'og:image" content="http://testserver([^"]+)', html)
    assert url
    answer = client.get(url[1])
    content = b"".join(answer.streaming_content)
    assert Image.open(io.BytesIO(content)).size == (1200, 630)
    assert answer["Content-Type"] == "image/jpeg"
    assert 'og:image:width" content="1200"' in html


def test_what_is_said_of_how_new_it_is(client: Client, ana: User) -> None:
    product = small_shop(each=1)[0]
    campaign = live(design_made(ana))
    look = {"originality": {"verdict": "new", "product_id": product.pk, "similarity": 0.61}}
    Design.objects.update(look=look)
    html = page(client, campaign.get_absolute_url())
    assert f"The closest thing that exists here is {product.name}, and it is 61 % alike" in html


def test_the_front_page_has_a_shelf_where_something_is_live(client: Client, ana: User) -> None:
    assert "Not made yet" not in page(client, "/")
    live(design_made(ana))
    assert "Not made yet" in page(client, "/")


def test_pages_carry_no_inline_style_or_script(as_bob: Client, as_ana: Client, ana: User) -> None:
    campaign, own = live(design_made(ana)), design_made(ana)
    create = reverse("campaigns:create", args=[own.pk])
    for client, place in (
        (as_bob, "/designs/"), (as_bob, campaign.get_absolute_url()), (as_ana, create),
        (as_bob, address("report", campaign)), (as_ana, "/designs/mine"), (as_bob, "/you"),
    ):  # fmt: skip
        html = page(client, place)
        assert not re.search(r"\sstyle=|\son\w+=|<style", html), place
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html)), place


def test_the_film_of_how_the_model_learnt_is_shown_where_there_is_one(
    client: Client, ana: User, tmp_path: Path, settings: Settings
) -> None:
    settings.VAR_DIR = tmp_path
    campaign = live(design_made(ana))
    assert "How the model learnt" not in page(client, campaign.get_absolute_url())
    assert client.get(address("film", campaign)).status_code == 404

    film = tmp_path / "runs" / "one" / "film.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(b"\0" * 64)
    ModelVersion.objects.update(run="one")

    assert address("film", campaign) in page(client, campaign.get_absolute_url())
    assert client.get(address("film", campaign))["Content-Type"] == "video/mp4"
    part = client.get(address("film", campaign), headers={"range": "bytes=0-1"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 0-1/64"), "Safari asks first"


def test_it_says_how_many_looked_for_it_and_those_who_asked_are_told(
    client: Client, as_bob: Client, ana: User, bob: User
) -> None:
    today = timezone.localdate()
    group = Group.objects.create(
        embedder_version="e", category="Handbags", colour="Red", shape_vector=[1.0],
        colour_vector=[1.0], people=7, first_day=today, last_day=today,
    )  # fmt: skip
    Follower.objects.create(user=bob, group=group)
    design = design_made(ana)
    Inspiration.objects.create(design=design, group=group, people=7)

    campaign = live(design)

    assert "Made because 7 people looked for it" in page(client, campaign.get_absolute_url())
    assert Notice.objects.get(user=bob).url == campaign.get_absolute_url()
