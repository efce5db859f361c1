"""Quick calls in tests: at once, or through Redis and a worker process of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.db import connection
from pytest_django import Settings

from tests.services import RedisServer
from tests.support.site import wait_for
from webapp.jobs import calls

ROOT = Path(__file__).resolve().parents[2]


class AtOnce:
    """Stands in for the thread pool, so that a test's transaction sees what it does."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> None:
        function(*arguments)


def work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "_pool", AtOnce())
    # The test's own connection holds its transaction.
    monkeypatch.setattr(calls, "close_old_connections", lambda: None)


def work_through(redis: RedisServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process is a site that hands its quick calls to Redis."""
    settings.INFERENCE_TRANSPORT = "celery"
    app = Celery("site", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(
        broker_url=redis.url,
        result_backend=redis.url,
        broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2},
    )
    monkeypatch.setattr(calls, "current_app", app)
    monkeypatch.setattr(calls, "_away_until", 0.0)


@contextmanager
def worker_of(
    redis: RedisServer, settings: Settings, folder: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A Celery worker in a process of its own, on the test's database and media; after
    ``work_through``."""
    log = folder / "worker.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "celery", "-A", "webapp.celery", "worker",
             "-Q", "inference", "--concurrency", "1", "--pool", "prefork", "--without-gossip",
             "--without-mingle", "-l", "INFO"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
                "TEST_DATABASE": str(connection.settings_dict["NAME"]),
                "TEST_MEDIA": str(settings.MEDIA_ROOT),
                "ATELIER_VAR": str(settings.VAR_DIR),
                "REDIS_URL": redis.url,
                "OMP_NUM_THREADS": "1",
            },
            stdout=stream,
            stderr=stream,
        )  # fmt: skip
    try:
        wait_for(
            lambda: vars(calls)["current_app"].control.ping(timeout=0.5),
            lambda: f"no worker: {log.read_text()}",
            seconds=60,
        )
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)
