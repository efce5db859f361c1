"""A tiny classifier that knows nothing, published as a trained one is, and a tiny shop.

Most tests compute on Keras's torch backend, which starts fast; ``test_backends`` proves in
processes of its own that TensorFlow does the same.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml import taxonomy
from ml.classifier import backend
from ml.classifier.config import Config
from ml.classifier.network import Network
from ml.classifier.serving import Classifier
from tests.unit.recommender.photos import write_phone, write_shop

backend.choose()

TINY = Config(
    weights="none",
    depth="mixed0",
    unfreeze="input",
    head=8,
    batch=12,
    epochs=2,
    surfaces=6,
    tick_seconds=0,
    ema=0.9,
)


@pytest.fixture(scope="session")
def tiny() -> Config:
    """Two passes over a tiny shop, with a network that ends after the first block."""
    return TINY


@pytest.fixture(scope="session")
def network() -> Network:
    """Random weights, with batch-norm moments that are not the trivial ones."""
    from ml.classifier import network

    made = network.build(TINY, taxonomy.load())
    rng = np.random.default_rng(0)
    for variable in made.model.weights:
        if variable.name == "moving_mean":
            variable.assign(rng.normal(0, 0.2, variable.shape))
        if variable.name == "moving_variance":
            variable.assign(rng.uniform(0.5, 1.5, variable.shape))
    return made


@pytest.fixture(scope="session")
def model_folder(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from ml.classifier import export

    folder = tmp_path_factory.mktemp("models") / "untrained"
    export.publish(
        network,
        folder,
        vocabulary=taxonomy.load(),
        card="# A model for tests\n",
        architecture={"base": "inception_v3", "depth": TINY.depth, "head": TINY.head},
        metrics={"val": {"category": 0.02}},
    )
    return folder


@pytest.fixture(scope="session")
def classifier(model_folder: Path) -> Classifier:
    from ml.classifier import serving

    return serving.load(model_folder, threads=1)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``train`` wants to know of a shop and of people's photos."""
    folder = tmp_path_factory.mktemp("data")
    phone, mapping = write_phone(folder / "phone")
    return {
        "data": [str(write_shop(folder / "shop"))],
        "phone": str(phone),
        "phone_map": str(mapping),
        "cache": folder / "cache",
    }
