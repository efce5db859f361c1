"""A studio with a tiny true generator (see tests.support.generator)."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.studio.engine import designers


@pytest.fixture(scope="session")
def generators(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """``generators(seed)`` is the folder of a tiny generator; equal seeds, equal models."""
    from tests.support.generator import make_generator

    root = tmp_path_factory.mktemp("generators")

    def generator(seed: int) -> Path:
        folder = root / str(seed)
        return folder if folder.exists() else make_generator(folder, seed)

    return generator


@pytest.fixture
def studio_settings(tmp_path: Path, settings: Settings) -> Settings:
    settings.VAR_DIR = tmp_path / "var"
    settings.INFERENCE_THREADS = 1
    settings.INFERENCE_TRANSPORT = "local"
    settings.QUOTAS = {**settings.QUOTAS, "design": (1000, 60), "preview": (1000, 60)}
    return settings


@pytest.fixture
def model(generators: Callable[[int], Path], studio_settings: Settings, db: None) -> ModelVersion:
    """The champion of its kind."""
    from tests.support.generator import published

    return published(generators(0))


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana", "ana@example.org", "x", role=User.Role.DESIGNER)


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben", "ben@example.org", "x", role=User.Role.DESIGNER)


@pytest.fixture
def nothing_open() -> Iterator[None]:
    """No model is open in this process, before and after."""
    designers.close()
    yield
    designers.close()
