"""Redis goes away, comes back, or forgets everything: pages stay up and every job runs once."""

import urllib.request
from pathlib import Path

import pytest

from tests.services import RedisServer
from tests.support.site import Site, site

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
OUTAGES = 3


@pytest.fixture
def shop(tmp_path: Path, redis_server: RedisServer):
    with site(tmp_path / "var", {"REDIS_URL": redis_server.url}) as made:
        yield made


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as response:
        return int(response.status)


def all_ran_once(shop: Site, jobs: list[str]) -> None:
    for job in jobs:
        assert shop.ended(job, seconds=60)["state"] == "succeeded"
        assert [mark.split()[0] for mark in shop.marks(job)] == ["ran"]


def test_jobs_queued_while_redis_is_down_run_once_when_it_is_back(
    shop: Site, redis_server: RedisServer
) -> None:
    running = shop.up()
    jobs = shop.enqueue("test.quick", count=3)
    for _ in range(OUTAGES):
        redis_server.kill()
        jobs += shop.enqueue("test.quick", count=5)  # to the outbox
        for _ in range(5):
            assert status(running.url + "api/v1/health") == 200
        redis_server.start()
        shop.ended(jobs[-1], seconds=60)
    all_ran_once(shop, jobs)


def test_what_a_wiped_redis_forgot_is_sent_again(shop: Site, redis_server: RedisServer) -> None:
    jobs = shop.enqueue("test.quick", count=20)  # sent to a Redis that nobody works yet
    assert all(row["dispatched_at"] for row in shop.query("SELECT dispatched_at FROM jobs_job"))
    redis_server.wipe()
    shop.up()
    all_ran_once(shop, jobs)
