"""The studio where a worker draws: the site itself opens no model."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.services import RedisServer
from tests.support.calls import work_through, worker_of
from tests.support.site import wait_for
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.registry.models import ModelVersion
from webapp.studio import files, selectors, services
from webapp.studio.models import Sheet

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.fixture
def committed(
    transactional_db: None, generators: Callable[[int], Path], studio_settings: Settings
) -> ModelVersion:
    """A model that other processes see."""
    from tests.support.generator import published

    return published(generators(0))


@pytest.fixture
def broker(
    redis_server: RedisServer, studio_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> RedisServer:
    """Redis, and this process as a site that hands its drawing to it."""
    work_through(redis_server, studio_settings, monkeypatch)
    return redis_server


@pytest.fixture
def worker(
    broker: RedisServer, committed: ModelVersion, settings: Settings, tmp_path: Path
) -> Iterator[object]:
    with worker_of(broker, settings, tmp_path) as process:
        yield process


def make(user: User, category: str = "Handbags") -> Sheet:
    return services.sheet_make(
        user=user, kind="sample", category=category, options={"seed": 2, "count": 4}
    )


@pytest.fixture
def cleo(committed: ModelVersion) -> User:
    return User.objects.create_user("cleo", "cleo@example.org", "x")


def test_a_worker_draws_enlarges_and_refuses(
    worker: Any, broker: RedisServer, cleo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a site that opens no model
    monkeypatch.setattr("webapp.studio.engine.draw", None)
    monkeypatch.setattr("webapp.studio.engine.enlarge", None)

    design = make(cleo).designs.first()

    assert design is not None
    assert files.path_of(design.file).is_file()
    assert selectors.design_file(design, 256).suffix == ".webp"
    with pytest.raises(Problem) as refused:
        services.recipe_import(user=cleo, entry=design.recipe | {"category": "Hats"})
    assert refused.value.status == 422
    with broker.client() as redis:
        wait_for(lambda: not redis.keys("celery-task-meta-*"), "answers are left in Redis")


def test_without_a_worker_nothing_is_drawn_and_nothing_left(
    broker: RedisServer, cleo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PATIENCE", 0.5)

    with pytest.raises(Problem, match="Many people are designing") as refused:
        make(cleo)

    assert refused.value.status == 503
    assert not Sheet.objects.exists()


def test_without_redis_the_studio_rests(broker: RedisServer, cleo: User) -> None:
    broker.kill()

    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(Problem, match="your designs are kept"):
            make(cleo)

    assert time.monotonic() - began < 10
    assert not Sheet.objects.exists()
