"""A model that knows nothing, published as a trained one is: enough for the mechanics."""

from pathlib import Path

import pytest
import torch

from ml import taxonomy
from ml.preprocessing import Preprocessing
from recommender import export, serving
from recommender.model import Embedder
from recommender.serving import Predictor


@pytest.fixture(scope="session")
def network() -> Embedder:
    """Random weights, with batch-norm moments that are not the trivial ones."""
    torch.manual_seed(0)
    model = Embedder(taxonomy.load())
    model.train()
    with torch.no_grad():
        for _ in range(4):
            model(torch.randn(8, 3, 64, 64))
    return model.eval()


@pytest.fixture(scope="session")
def model_folder(network: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "untrained"
    export.publish(
        network,
        folder,
        vocabulary=taxonomy.load(),
        preprocessing=Preprocessing(size=64),
        architecture={"trunk": "resnet18"},
        metrics={"category_top1": 0.02},
        # Any crop is taken, so that the second look is always exercised.
        crop={"min_area": 0.0, "max_area": 1.0, "confidence": 0.0},
        card="# A model for tests\n",
    )
    return folder


@pytest.fixture(scope="session")
def predictor(model_folder: Path) -> Predictor:
    return serving.load(model_folder, threads=1)
