"""A designer or a backer deletes the account: what goes, and what other people can rely on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.support.campaigns import Ledger, design_made, draft, live, over, person, signed_in
from tests.support.shop import small_shop
from webapp.campaigns import pledging, selectors, services
from webapp.campaigns.models import Campaign, Pledge
from webapp.catalog.models import Product
from webapp.core.models import User
from webapp.demand.models import Group, Inspiration, Notice
from webapp.demand.selectors import people_behind
from webapp.jobs.models import Job
from webapp.studio import files, making
from webapp.studio import services as studio
from webapp.studio.models import Board, Design, Sheet

pytestmark = pytest.mark.django_db
State = Campaign.State
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def leave(django_capture_on_commit_callbacks: Commits) -> Callable[[User], None]:
    """As it is outside of a test: what follows the commit follows."""

    def gone(user: User) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            user.delete()

    return gone


@pytest.fixture
def ledger(settings: Settings) -> Iterator[list[tuple[str, int]]]:
    settings.PAYMENTS = "tests.support.campaigns.Ledger"
    yield Ledger.lines
    Ledger.lines.clear()


def funded(design: Design, backer: User) -> Campaign:
    campaign = live(design, goal=1)
    pledging.pledge_make(campaign=campaign, user=backer, size="S", quantity=1)
    services.campaigns_settle()
    campaign.refresh_from_db()
    return campaign


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content[:300])
    return answer.content.decode()


# What others rely on ----------------------------------------------------------------------


def test_what_was_funded_is_made_and_names_nobody(
    ana: User, bob: User, client: Client, as_bob: Client, leave: Any, run_jobs: Any, media: Path
) -> None:
    small_shop(each=1)
    campaign = funded(design_made(ana, title="For ana's mother"), bob)
    run_jobs()
    share = reverse("campaigns:share", args=[campaign.pk])
    assert client.get(share).status_code == 200
    [named] = (media / "campaigns").iterdir()
    assert Product.objects.get(source="designs").brand == "ana"

    leave(ana)

    campaign.refresh_from_db()
    product = campaign.product
    assert (campaign.state, campaign.pledged, campaign.backers) == (State.FUNDED, 1, 1)
    assert product is not None
    assert (product.name, product.brand, product.is_active) == ("City tote", "", True)
    assert not named.exists(), "a picture with her name on it"
    assert client.get(share).status_code == 200
    html = page(client, campaign.get_absolute_url())
    assert "by a former designer" in html
    for address in (product.get_absolute_url(), "/designs/", "/shop"):
        html += page(client, address)
    assert ">ana<" not in html
    assert "by ana" not in html
    assert "mother" not in html
    assert "City tote" in page(as_bob, "/you")
    assert client.get(f"/api/v1/campaigns/{campaign.pk}").json()["by"] is None
    found = client.get("/api/v1/products?q=ana").json()
    assert "City tote" not in str(found)


def test_what_has_just_reached_its_goal_is_still_made(
    ana: User, bob: User, leave: Any, run_jobs: Any, ledger: list[tuple[str, int]]
) -> None:
    small_shop(each=1)
    campaign = live(design_made(ana), goal=2)
    pledging.pledge_make(campaign=campaign, user=bob, size="S", quantity=2)

    leave(ana)
    run_jobs()

    campaign.refresh_from_db()
    assert campaign.state == State.FUNDED
    assert campaign.product is not None
    assert campaign.product.brand == ""
    assert ledger == [("collect", 2)]


def test_a_running_campaign_is_cancelled_and_its_backers_are_let_go(
    ana: User, bob: User, as_bob: Client, leave: Any, run_jobs: Any, ledger: list[tuple[str, int]]
) -> None:
    campaign = live(design_made(ana), goal=5)
    pledging.pledge_make(campaign=campaign, user=bob, size="S", quantity=2)

    leave(ana)
    run_jobs()

    campaign.refresh_from_db()
    assert campaign.state == State.CANCELLED
    assert ledger == [("release", 2)]
    assert "Its designer took it back" in page(as_bob, "/you")
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def test_the_attribution_stays_and_says_that_the_designer_is_gone(
    ana: User, client: Client, leave: Any
) -> None:
    # given a design of ana's that was made from one of cara's, which was made from another of hers
    cara = person("cara", User.Role.DESIGNER)
    first = design_made(cara, title="Cara's first")
    second = design_made(cara, parent=first, title="Cara's second")
    alone = design_made(cara)
    campaign = live(design_made(ana, parent=second))
    assert selectors.attribution(campaign) == ["cara"]

    leave(cara)

    campaign = Campaign.objects.get()
    assert selectors.attribution(campaign) == ["a former designer"]
    html = page(client, campaign.get_absolute_url())
    assert "Made from designs by a former designer" in html
    assert "ara's" not in html, "titles are the designer's own words"
    picture = reverse("campaigns:ancestor", args=[campaign.pk, first.pk])
    assert client.get(picture).status_code == 200
    assert not Design.objects.filter(pk=alone.pk).exists()
    assert not files.path_of(alone.file).exists()


def test_a_design_that_nobody_has_kept_yet_keeps_its_attribution_too(ana: User, leave: Any) -> None:
    cara = person("cara", User.Role.DESIGNER)
    own = design_made(ana, parent=design_made(cara, is_shortlisted=True, is_kept=True))
    long_ago = timezone.now() - timedelta(days=making.KEPT_DAYS + 1)

    leave(cara)
    Design.objects.exclude(pk=own.pk).update(created_at=long_ago)
    making.sheets_clear()

    campaign = live(Design.objects.get(pk=own.pk))
    assert selectors.attribution(campaign) == ["a former designer"]


def test_what_is_nobodys_belongs_to_no_stranger_either(
    ana: User, bob: User, client: Client, as_bob: Client, leave: Any
) -> None:
    parent = design_made(ana)
    design = design_made(ana, parent=parent)
    campaign = funded(design, bob)
    leave(ana)

    for stranger in (client, as_bob):
        assert stranger.get(f"/studio/design/{parent.pk}").status_code == 404
        assert stranger.get(reverse("studio:image", args=[parent.pk, 64])).status_code == 404
        public = page(stranger, f"/studio/design/{design.pk}")
        assert "a former designer" in public
        assert "Go on from here" not in public
        assert stranger.get(reverse("campaigns:edit", args=[campaign.pk])).status_code in (302, 404)
    assert not as_bob.get(f"/api/v1/studio/designs/{design.pk}").json()["is_mine"]
    campaign.refresh_from_db()
    assert selectors.attribution(campaign) == [], "it was made from nobody else's"


# What goes --------------------------------------------------------------------------------


def test_what_was_the_designers_alone_goes_with_its_files(
    ana: User, bob: User, leave: Any, media: Path
) -> None:
    # given a draft, live and ended campaigns that nobody backs, boards, a shortlist and sheets
    draft(design_made(ana))
    ignored, taken_back, expired = (live(design_made(ana)) for _ in range(3))
    Notice.objects.create(user=bob, title="Bag", url=ignored.get_absolute_url(), about="Bags")
    pledge = pledging.pledge_make(campaign=taken_back, user=bob, size="S", quantity=1)
    pledging.pledge_withdraw(pledge=pledge)
    over(expired)
    services.campaigns_settle()
    pinned, listed = design_made(ana), design_made(ana)
    board = studio.board_create(user=ana, name="Bags")
    studio.board_pin(board=board, design=pinned)
    studio.board_share(board=board, on=True)
    studio.design_shortlist(design=listed, on=True)
    sheet = Sheet.objects.create(owner=ana, kind="from-photo", model=pinned.model)
    files.write(b"photo", files.photo_path(sheet.pk))
    design_made(ana, sheet=sheet)
    kept = design_made(bob)

    leave(ana)

    assert not Campaign.objects.exists()
    assert not Pledge.objects.exists()
    assert not Notice.objects.exists(), "nobody is led to a page that is gone"
    assert not Board.objects.exists()
    assert not Sheet.objects.exists()
    assert list(Design.objects.all()) == [kept]
    assert [path.name for path in media.rglob("*.*") if path.is_file()] == [Path(kept.file).name]


def test_a_sheet_that_is_being_made_is_stopped(ana: User, leave: Any) -> None:
    job = Job.objects.create(kind="studio.make", payload={}, created_by=ana)
    Sheet.objects.create(owner=ana, kind="sample", model=design_made(ana).model, job_id=job.pk)

    leave(ana)

    job.refresh_from_db()
    assert (job.state, job.created_by) == (Job.State.CANCELLED, None)


def test_a_backers_open_pledges_are_withdrawn_and_the_others_count_without_a_name(
    ana: User, bob: User, leave: Any, ledger: list[tuple[str, int]]
) -> None:
    done, running = funded(design_made(ana), bob), live(design_made(ana))
    pledging.pledge_make(campaign=running, user=bob, size="M", quantity=3)

    leave(bob)

    done.refresh_from_db()
    running.refresh_from_db()
    assert (done.pledged, done.backers) == (1, 1)
    assert (running.pledged, running.backers) == (0, 0)
    assert ledger == [("release", 3)]
    assert set(Pledge.objects.values_list("user", "state")) == {
        (None, "active"), (None, "withdrawn"),
    }  # fmt: skip


def test_how_many_people_looked_for_it_is_still_known(ana: User, bob: User, leave: Any) -> None:
    today = timezone.localdate()
    group = Group.objects.create(
        embedder_version="e", category="Handbags", colour="Red", shape_vector=[1.0],
        colour_vector=[1.0], people=7, first_day=today, last_day=today,
    )  # fmt: skip
    design = design_made(ana)
    design.sheet = Sheet.objects.create(owner=ana, kind="nearest", model=design.model)
    design.save()
    Inspiration.objects.create(sheet=design.sheet, group=group, people=7)
    funded(design, bob)

    leave(ana)

    design.refresh_from_db()
    assert (design.owner, design.sheet) == (None, None)
    assert people_behind(design) == 7


# Who does it ------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["page", "list"])
def test_an_admin_deletes_a_designer_whom_people_back(way: str, ana: User, bob: User) -> None:
    campaign, _draft = funded(design_made(ana), bob), draft(design_made(ana))
    admin = signed_in(person("root", is_staff=True, is_superuser=True))
    users = "/admin/core/user/"

    if way == "page":
        asked = page(admin, f"{users}{ana.pk}/delete/")
        assert "would require deleting" not in asked
        admin.post(f"{users}{ana.pk}/delete/", {"post": "yes"})
    else:
        selected = {"action": "delete_selected", "_selected_action": [ana.pk], "post": "yes"}
        admin.post(users, selected)

    assert not User.objects.filter(username="ana").exists()
    assert Campaign.objects.get() == campaign
    assert Campaign.objects.get().owner is None
