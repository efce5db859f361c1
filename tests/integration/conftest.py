"""A small shop with an index, made by small but true models (see tests.support)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.support.calls import work_at_once
from tests.support.shop import drawing, encoded, small_shop
from webapp.catalog.models import Product
from webapp.search import indexing, samples


@pytest.fixture(scope="session")
def classifier_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.classifier import make_classifier

    return make_classifier(tmp_path_factory.mktemp("classifiers") / "linear")


@pytest.fixture
def classifier(settings: Settings, classifier_folder: Path) -> Settings:
    settings.CLASSIFIER = str(classifier_folder)
    settings.INFERENCE_THREADS = 1
    return settings


@pytest.fixture(scope="session")
def embedders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """``embedders(seed)`` is the folder of a small model; equal seeds, equal models."""
    from tests.support.embedder import make_embedder

    root = tmp_path_factory.mktemp("models")

    def embedder(seed: int) -> Path:
        folder = root / str(seed)
        return folder if folder.exists() else make_embedder(folder, seed)

    return embedder


@pytest.fixture(scope="session")
def session_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of drawings are made once for all tests."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def search_settings(
    settings: Settings,
    embedders: Callable[[int], Path],
    classifier_folder: Path,
    session_var: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    settings.EMBEDDER = str(embedders(1))
    settings.CLASSIFIER = str(classifier_folder)
    settings.VAR_DIR = session_var
    settings.INFERENCE_THREADS = 1
    settings.INFERENCE_TRANSPORT = "local"
    settings.QUOTAS = {**settings.QUOTAS, "photo": (1000, 60)}
    monkeypatch.setattr(samples, "samples_draw", lambda: None)
    return settings


@pytest.fixture
def shop(
    search_settings: Settings,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    run_jobs: Callable[[], int],
) -> list[Product]:
    """Eighteen products of six kinds, in the index; photos are looked at while one waits."""
    work_at_once(monkeypatch)
    products = small_shop()
    indexing.index_enqueue()
    run_jobs()
    return products


@pytest.fixture
def bag_photo() -> bytes:
    """The picture of the first red handbag."""
    return encoded(drawing("Handbags", "Red", 0), "PNG")
