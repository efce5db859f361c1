"""The production shape: web, worker and beat as processes of their own, on Redis and PostgreSQL."""

import sys
from pathlib import Path

import pytest

from tests.services import RedisServer
from tests.support.site import site, wait_for

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


def test_worker_and_beat_do_what_up_does_alone(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer
) -> None:
    environment = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_server.url}
    celery = (sys.executable, "-W", "ignore", "-m", "celery", "-A", "webapp")
    with site(tmp_path / "var", environment) as shop:
        beat = shop.start(*celery, "beat", log="beat.log")
        worker = shop.start(
            *celery, "worker", "-Q", "default", "--concurrency", "2", log="worker.log"
        )
        (quick,) = shop.enqueue("test.quick")
        assert shop.ended(quick)["state"] == "succeeded"
        # When a worker is stopped in the middle of a job, the next one goes on with it.
        (steps,) = shop.enqueue("test.steps", steps=120)
        wait_for(lambda: len(shop.marks(steps)) > 5)
        worker.terminate()
        assert worker.wait(timeout=20) == 0
        assert shop.job(steps)["state"] == "queued"
        shop.start(*celery, "worker", "-Q", "default", log="worker2.log")
        assert shop.ended(steps)["state"] == "succeeded"
        words = [mark.split()[0] for mark in shop.marks(steps)]
        assert (words.count("step"), words.count("published")) == (120, 1)
        wait_for(lambda: (shop.folder / "beats").exists(), "beat keeps no time")
        beat.terminate()
        beat.wait(timeout=10)
