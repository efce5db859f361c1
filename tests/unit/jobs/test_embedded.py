"""Workers in threads of one process must not get into each other's way."""

import pytest
from django.core.management import CommandError, call_command
from kombu.asynchronous import get_event_loop
from pytest_django import Settings

from webapp.jobs import embedded


def test_workers_side_by_side_share_no_event_loop(settings: Settings) -> None:
    # given Redis, whose transport would put both workers on the process's one event loop, where
    # each thread polls the other's connections and messages are left lying
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    for name, shape in embedded.WORKERS.items():
        embedded.worker(name, *shape)

    assert get_event_loop() is None


def test_pages_alone_need_somebody_else_for_the_queues(settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "memory://localhost/"
    with pytest.raises(CommandError, match="needs REDIS_URL"):
        call_command("up", "--web-only")
