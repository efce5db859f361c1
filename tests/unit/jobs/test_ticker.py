"""A clock that stands still, or whose rounds fail, is missed."""

import time

import pytest

from webapp.core import ping
from webapp.jobs import periodic, selectors, sweeper, ticker
from webapp.jobs.presence import CLOCK, Presence

# A round closes connections, which the transaction around a test would not survive.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(settings, tmp_path, monkeypatch):
    """One whose last whole round is too long ago."""
    monkeypatch.setattr(periodic, "_registered", {})
    monkeypatch.setattr(ticker, "_whole_at", time.monotonic() - ticker.RECENT_SECONDS - 1)
    settings.WORKER_ALIVE_FILE = str(tmp_path / "alive")
    return Presence({CLOCK: []}, is_well=ticker.is_recent)


def test_a_clock_whose_rounds_fail_is_missed_and_its_health_check_says_so(
    clock, settings, monkeypatch
):
    def broken():
        raise ValueError

    monkeypatch.setattr(sweeper, "sweep", broken)
    ticker.tick()
    clock.beat()
    assert selectors.workers() == []
    assert "No such file" in ping.main(settings.WORKER_ALIVE_FILE)


def test_a_round_in_which_nothing_failed_brings_it_back(clock, settings):
    clock.beat()
    assert selectors.workers() == []
    ticker.tick()
    clock.beat()
    assert [worker.keeps_time for worker in selectors.workers()] == [True]
    assert ping.main(settings.WORKER_ALIVE_FILE) == ""
