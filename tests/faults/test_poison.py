"""Jobs that end their own process: three attempts each, then failed and visible; others go on."""

from pathlib import Path

import pytest

from tests.support.faults import tell, times
from tests.support.site import site

pytestmark = pytest.mark.timeout(600)
EACH = times(short=1, long=5)
OTHERS = times(short=10, long=100)
POISONS = {
    "test.poison": "was killed (SIGKILL)",
    "test.hungry": "ran out of memory",
}


def test_poison_jobs_fail_visibly_and_hurt_nobody_else(tmp_path: Path) -> None:
    with site(tmp_path / "var") as shop:
        running = shop.up()
        poisons = {kind: shop.enqueue(kind, count=EACH) for kind in POISONS}
        others = shop.enqueue("test.quick", count=OTHERS)
        for job in others:
            assert shop.ended(job, seconds=120)["state"] == "succeeded"
            assert [mark.split()[0] for mark in shop.marks(job)] == ["ran"]
        for kind, jobs in poisons.items():
            for job in jobs:
                row = shop.ended(job, seconds=240)
                assert (row["state"], row["attempts"]) == ("failed", 3)
                assert POISONS[kind] in row["error"]
                assert row["log"].count("Attempt ") == 3
                assert len(shop.marks(job)) == 3
        assert running.process.poll() is None
        shown = shop.manage("jobs", "list", "--state", "failed", "--limit", "50")
        assert len(shown.splitlines()) == EACH * len(POISONS)
    tell(
        f"poison: {EACH} jobs that kill their process and {EACH} that run out of memory failed "
        f"after 3 attempts each; {OTHERS} of {OTHERS} others ran once"
    )
