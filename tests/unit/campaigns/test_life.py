"""A campaign's life, and the counts that must be right whatever happens."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.campaigns import design_made, draft, live, over, person
from webapp.campaigns import pledging, selectors, services
from webapp.campaigns.models import Campaign, Pledge
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.studio.selectors import design_is_public

pytestmark = pytest.mark.django_db
State = Campaign.State


@pytest.fixture
def ana() -> User:
    return person("ana", User.Role.DESIGNER)


@pytest.fixture
def bob() -> User:
    return person("bob")


def refused(status: int, call: Callable[[], Any]) -> None:
    with pytest.raises(Problem) as caught:
        call()
    assert caught.value.status == status


def pledge(campaign: Campaign, user: User, quantity: int = 1) -> Pledge:
    return pledging.pledge_make(campaign=campaign, user=user, size="S", quantity=quantity)


def test_a_draft_is_private_and_publishing_shows_it_and_keeps_the_design(ana: User) -> None:
    design = design_made(ana)
    campaign = draft(design)
    assert not design_is_public(design)
    refused(404, lambda: selectors.campaign_public(campaign.pk))

    services.campaign_publish(campaign=campaign)

    design.refresh_from_db()
    assert campaign.state == State.LIVE
    assert campaign.published_at is not None
    assert design.is_kept
    assert design_is_public(design)
    assert selectors.campaign_public(campaign.pk) == campaign


def test_a_design_has_one_campaign_and_only_its_designer_may_make_it(ana: User, bob: User) -> None:
    design = design_made(ana)
    draft(design)
    refused(409, lambda: draft(design))
    values = {"title": "x", "goal": 1, "price": Decimal(1), "sizes": ["S"]}
    ends_at = timezone.now() + timedelta(days=1)
    other = design_made(ana)
    refused(
        404,
        lambda: services.campaign_create(user=bob, design=other, ends_at=ends_at, **values),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("days", [-1, 0, 90])
def test_the_end_is_neither_past_nor_too_near_nor_too_far(ana: User, days: int) -> None:
    campaign = draft(design_made(ana), ends_at=timezone.now() + timedelta(days=days, minutes=5))
    refused(422, lambda: services.campaign_publish(campaign=campaign))
    assert campaign.is_draft


def test_a_published_campaign_stays_as_people_saw_it(ana: User) -> None:
    campaign = live(design_made(ana))
    refused(409, lambda: services.campaign_discard(campaign=campaign))
    refused(409, lambda: services.campaign_publish(campaign=campaign))
    refused(
        409,
        lambda: services.campaign_update(
            campaign=campaign, title="Other", story="", goal=1, price=Decimal(1), sizes=["S"],
            ends_at=campaign.ends_at, shows_film=True, shows_lineage=True,
        ),
    )  # fmt: skip


def test_a_pledge_counts_and_a_withdrawn_one_no_longer(ana: User, bob: User) -> None:
    campaign = live(design_made(ana))
    made = pledge(campaign, bob, 3)
    campaign.refresh_from_db()
    assert (campaign.pledged, campaign.backers, campaign.percent) == (3, 1, 30)

    refused(409, lambda: pledge(campaign, bob))
    pledging.pledge_withdraw(pledge=made)
    refused(404, lambda: pledging.pledge_withdraw(pledge=made))

    campaign.refresh_from_db()
    assert (campaign.pledged, campaign.backers) == (0, 0)
    pledge(campaign, bob, 2)  # and may come back


def test_what_cannot_be_pledged_counts_nothing(ana: User, bob: User) -> None:
    campaign = live(design_made(ana))
    refused(422, lambda: pledging.pledge_make(campaign=campaign, user=bob, size="XXL", quantity=1))
    refused(422, lambda: pledge(campaign, bob, 0))
    refused(422, lambda: pledge(campaign, bob, 11))
    refused(403, lambda: pledge(campaign, ana))
    refused(409, lambda: pledge(draft(design_made(ana)), bob))
    over(campaign)
    refused(409, lambda: pledge(campaign, bob))
    campaign.refresh_from_db()
    assert campaign.pledged == 0
    assert not Pledge.objects.exists()


def test_after_the_end_nobody_withdraws(ana: User, bob: User) -> None:
    campaign = live(design_made(ana))
    made = pledge(campaign, bob)
    over(campaign)
    refused(409, lambda: pledging.pledge_withdraw(pledge=made))
    made.refresh_from_db()
    assert made.is_active


def test_the_clock_moves_each_campaign_once(ana: User, bob: User) -> None:
    reached = live(design_made(ana), goal=2)
    missed, running = live(design_made(ana)), live(design_made(ana))
    pledge(reached, bob, 2)
    over(missed)

    moved = services.campaigns_settle()
    again = services.campaigns_settle()

    assert moved == {State.FUNDED: 1, State.EXPIRED: 1}
    assert again == {State.FUNDED: 0, State.EXPIRED: 0}
    for campaign, state in ((reached, "funded"), (missed, "expired"), (running, "live")):
        campaign.refresh_from_db()
        assert campaign.state == state
    assert Job.objects.filter(kind=services.END).count() == 2


def test_a_goal_reached_in_time_is_funded_however_late_the_clock_comes(
    ana: User, bob: User
) -> None:
    campaign = live(design_made(ana), goal=1)
    pledge(campaign, bob)
    over(campaign)
    assert services.campaigns_settle()[State.FUNDED] == 1


def test_a_cancelled_campaign_takes_no_pledges_and_is_not_made(ana: User, bob: User) -> None:
    campaign = live(design_made(ana), goal=1)
    pledge(campaign, bob)
    services.campaign_cancel(campaign=campaign)
    assert services.campaigns_settle() == {State.FUNDED: 0, State.EXPIRED: 0}
    refused(409, lambda: pledge(campaign, person("eve")))
    refused(409, lambda: services.campaign_cancel(campaign=campaign))


def test_an_account_that_goes_takes_its_open_pledges_with_it(ana: User, bob: User) -> None:
    open_, done = live(design_made(ana)), live(design_made(ana), goal=1)
    pledge(open_, bob, 4)
    pledge(done, bob, 2)
    services.campaigns_settle()

    bob.delete()

    open_.refresh_from_db()
    done.refresh_from_db()
    assert (open_.pledged, open_.backers) == (0, 0)
    assert (done.pledged, done.backers) == (2, 1)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "pledge", "withdraw", "settle", "cancel", "discard", "over"]),
        st.integers(0, 2),
        st.integers(1, 4),
    ),
    max_size=14,
)
ARROWS = {
    ("draft", "live"), ("live", "funded"), ("live", "expired"), ("live", "cancelled"),
}  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=ACTIONS)
def test_whatever_people_do_the_arrows_and_the_counts_hold(
    actions: list[tuple[str, int, int]], ana: User
) -> None:
    people = [User.objects.get_or_create(username=n, email=f"{n}@e.org")[0] for n in "xyz"]
    campaign = draft(design_made(ana), goal=6)
    before: str = State.DRAFT
    for action, who, number in actions:
        try:
            if action == "publish":
                services.campaign_publish(campaign=campaign)
            elif action == "pledge":
                pledge(campaign, people[who], number)
            elif action == "withdraw":
                mine = selectors.pledge_of(campaign, people[who])
                if mine is not None:
                    pledging.pledge_withdraw(pledge=mine)
            elif action == "settle":
                services.campaigns_settle()
            elif action == "cancel":
                services.campaign_cancel(campaign=campaign)
            elif action == "over" and before == State.LIVE:
                over(campaign)
            elif action == "discard" and before != State.DRAFT:
                services.campaign_discard(campaign=campaign)
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
        campaign.refresh_from_db()
        assert campaign.state == before or (before, campaign.state) in ARROWS
        active = list(campaign.pledges.filter(state=Pledge.State.ACTIVE))
        assert campaign.pledged == sum(each.quantity for each in active)
        assert campaign.backers == len(active)
        if campaign.state == State.FUNDED:
            assert campaign.pledged >= campaign.goal
        before = campaign.state
