"""Redis goes away, comes back, or forgets everything: pages stay up and every job runs once."""

import time
import urllib.request
from pathlib import Path

import pytest

from tests.services import RedisServer
from tests.support.faults import tell, times
from tests.support.site import Site, site

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]
OUTAGES = times(short=2, long=5)
DOWN_SECONDS = times(short=2, long=8)
WIPES = times(short=1, long=5)
PATIENCE = 60
"""Seconds in which everything queued has run once Redis is back."""


@pytest.fixture
def shop(tmp_path: Path, redis_server: RedisServer):
    with site(tmp_path / "var", {"REDIS_URL": redis_server.url}) as made:
        yield made


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as response:
        return int(response.status)


def all_ran_once(shop: Site, jobs: list[str]) -> None:
    for job in jobs:
        assert shop.ended(job, seconds=PATIENCE)["state"] == "succeeded"
        assert [mark.split()[0] for mark in shop.marks(job)] == ["ran"]


def test_jobs_queued_while_redis_is_down_run_once_when_it_is_back(
    shop: Site, redis_server: RedisServer
) -> None:
    running = shop.up()
    jobs = shop.enqueue("test.quick", count=3)
    pages = 0
    slowest = 0.0
    for _ in range(OUTAGES):
        redis_server.kill()
        back_at = time.monotonic() + DOWN_SECONDS
        jobs += shop.enqueue("test.quick", count=5)  # to the outbox
        while True:
            assert status(running.url + ("", "api/v1/health", "shop")[pages % 3]) == 200
            pages += 1
            if time.monotonic() > back_at and pages >= 5:
                break
        redis_server.start()
        began = time.monotonic()
        for job in jobs[-5:]:
            shop.ended(job, seconds=PATIENCE)
        slowest = max(slowest, time.monotonic() - began)
    all_ran_once(shop, jobs)
    tell(
        f"Redis down {DOWN_SECONDS} s, {OUTAGES} times: {pages} of {pages} pages were 200, "
        f"{len(jobs)} of {len(jobs)} jobs ran, none twice, at most {slowest:.1f} s later"
    )


def test_what_a_wiped_redis_forgot_is_sent_again(shop: Site, redis_server: RedisServer) -> None:
    jobs: list[str] = []
    for _ in range(WIPES):
        jobs += shop.enqueue("test.quick", count=20)  # sent to a Redis that nobody works yet
        waiting = shop.query("SELECT dispatched_at FROM jobs_job WHERE state = 'queued'")
        assert len(waiting) == 20
        assert all(row["dispatched_at"] for row in waiting)
        redis_server.wipe()
        running = shop.up()
        all_ran_once(shop, jobs)
        running.stop()
    tell(f"Redis wiped {WIPES} times: {len(jobs)} of {len(jobs)} jobs ran, none twice")
