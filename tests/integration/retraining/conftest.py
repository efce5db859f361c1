"""A small shop, an embedder that serves it, and runs that take seconds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.shop import small_shop
from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.registry.services import model_register
from webapp.retraining import presets, selectors
from webapp.retraining.contracts import Data
from webapp.retraining.models import TrainingRun
from webapp.retraining.services import Wish, run_start

TINY = ("size=32", "final_size=32", "batch=12", "surfaces=6", "minutes=0", "epochs=2",
        "tick_seconds=0", "ema=0.9")  # fmt: skip


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.TRAINING_THREADS = 1
    settings.INFERENCE_THREADS = 1
    return settings.VAR_DIR


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", "boss@example.org", "x")


@pytest.fixture
def admin(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


@pytest.fixture(scope="session")
def embedder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.embedder import make_embedder

    return make_embedder(tmp_path_factory.mktemp("embedders") / "tiny", seed=1)


@pytest.fixture
def champion(db: None, embedder_folder: Path) -> ModelVersion:
    """The tiny embedder, live."""
    from webapp.registry import engine

    manifest = engine.manifest_of(str(embedder_folder), "embedder")
    model = model_register(
        kind="embedder",
        folder=str(embedder_folder),
        manifest=manifest,
        version=manifest["version"],
    )
    ModelVersion.objects.filter(pk=model.pk).update(is_live=True)
    model.refresh_from_db()
    return model


@pytest.fixture
def shop(db: None) -> int:
    """60 products; returns how many."""
    return len(small_shop(10))


@pytest.fixture
def begin(boss: User) -> Callable[..., TrainingRun]:
    """``begin(kind="embedder", **wish)`` queues a run of seconds."""

    def start(**wish: Any) -> TrainingRun:
        wanted = {"kind": "embedder", "data": Data(), "knobs": TINY, "start": "scratch"} | wish
        return run_start(wish=Wish(**wanted), by=boss)

    return start


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of pictures is enough."""
    from dataclasses import replace

    known = {kind: replace(each, least=1) for kind, each in presets.TRAINABLE.items()}
    monkeypatch.setattr(presets, "TRAINABLE", known)


def fresh(run: TrainingRun) -> TrainingRun:
    return selectors.runs().get(pk=run.pk)
