"""A tiny shop, and a tiny generator trained on it: enough for the mechanics."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from generator import classifier, serving
from generator.serving import Designer
from generator.train import train
from tests.unit.generator.sets import small, write_shop


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Tiny networks gain nothing by threads, and tests run side by side."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True, scope="session")
def _hasty_classifiers() -> Iterator[None]:
    """Judges that are trained in place need not be good ones, except where a test says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classifier, "LEAST", 5)
        yield


@pytest.fixture
def patient_classifiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifier, "LEAST", 50)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shop(tmp_path_factory.mktemp("shop") / "shop")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def run(shop: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of acgan-64."""
    folder = tmp_path_factory.mktemp("runs") / "a"
    config = small("acgan-64")
    train(str(shop), folder, config=config, preset="acgan-64", features="own", cache=cache)
    return folder


@pytest.fixture(scope="session")
def model_folder(run: Path) -> Path:
    return run / "model"


@pytest.fixture(scope="session")
def designer(model_folder: Path) -> Designer:
    return serving.load(model_folder, threads=1)
