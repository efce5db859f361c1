"""A small but true classifier (see tests.support.classifier)."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(scope="session")
def classifier_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.classifier import make_classifier

    return make_classifier(tmp_path_factory.mktemp("classifiers") / "linear")


@pytest.fixture
def classifier(settings: Settings, classifier_folder: Path) -> Settings:
    settings.CLASSIFIER = str(classifier_folder)
    settings.INFERENCE_THREADS = 1
    return settings
