"""What a provider of payments is told, and when."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from pytest_django import Settings

from tests.support.campaigns import Ledger, design_made, live, over, person
from webapp.campaigns import pledging, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(settings: Settings) -> Iterator[list[tuple[str, int]]]:
    settings.PAYMENTS = "tests.support.campaigns.Ledger"
    yield Ledger.lines
    Ledger.lines.clear()


def test_promises_are_held_and_then_collected_or_released(
    lines: list[tuple[str, int]],
    run_jobs: Callable[[], int],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    ana, bob, eve = person("ana"), person("bob"), person("eve")
    wanted, missed = live(design_made(ana), goal=2), live(design_made(ana))

    with django_capture_on_commit_callbacks(execute=True):
        for campaign, user, quantity in ((wanted, bob, 2), (wanted, eve, 3), (missed, bob, 4)):
            pledging.pledge_make(campaign=campaign, user=user, size="S", quantity=quantity)
        pledging.pledge_withdraw(pledge=wanted.pledges.get(user=eve))
    assert lines == [("hold", 2), ("hold", 3), ("hold", 4), ("release", 3)]

    lines.clear()
    over(missed)
    services.campaigns_settle()
    run_jobs()
    assert sorted(lines) == [("collect", 2), ("release", 4)]
