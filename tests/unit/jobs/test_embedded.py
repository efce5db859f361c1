"""Workers in threads of one process must not get into each other's way."""

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
