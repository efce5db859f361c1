"""A tiny true embedder: random trunk, heads fitted in closed form to the drawings of the test
shop. It tells a red handbag from a blue shoe, and takes a second to make."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from ml import taxonomy
from ml.preprocessing import Preprocessing
from recommender.export import publish
from recommender.model import Embedder
from tests.support.shop import KINDS, drawing

SIDE = 48
DRAWINGS_PER_KIND = 4
SHARPNESS = 12.0


def make_embedder(folder: Path, seed: int) -> Path:
    """Publish the model into ``folder``; equal seeds make equal models."""
    torch.manual_seed(seed)
    words = taxonomy.load()
    model = Embedder(words).eval()
    labels = [kind for kind in KINDS for _ in range(DRAWINGS_PER_KIND)]
    features = _features(model, [drawing(*kind, seed=n) for n, kind in enumerate(labels)])
    with torch.no_grad():
        for part in (model.shape_part, model.colour_part):
            part.bias.sub_(part(features).mean(0))
        _fit(model.category_head, features, [words.categories.index(c) for c, _ in labels])
        _fit(model.colour_head, features, [words.colours.index(c) for _, c in labels])
    publish(
        model,
        folder,
        vocabulary=words,
        preprocessing=Preprocessing(size=SIDE),
        architecture={"trunk": "resnet18"},
        crop={"max_area": 0.0},  # the box head is random: no proposal of it is ever used
        calibration={"thresholds": [0.5] * len(words.categories)},
    )
    return folder


def _features(model: Embedder, images: Sequence[object]) -> Tensor:
    preprocessing = Preprocessing(size=SIDE)
    pixels = torch.from_numpy(preprocessing.pixels(images)).float() / 255  # type: ignore[arg-type]
    normal = (pixels - torch.tensor(preprocessing.mean)) / torch.tensor(preprocessing.std)
    caught: list[Tensor] = []
    hook = model.category_head.register_forward_hook(
        lambda _, inputs, out: caught.append(inputs[0])
    )
    with torch.no_grad():
        model(normal.permute(0, 3, 1, 2))
    hook.remove()
    return caught[0]


def _fit(head: nn.Linear, features: Tensor, labels: Sequence[int]) -> None:
    """Ridge regression of the labels on the centred features."""
    mean = features.mean(0)
    centred = features - mean
    wanted = nn.functional.one_hot(torch.tensor(labels), head.out_features).float()
    kernel = centred @ centred.T
    ridge = kernel + 0.01 * kernel.diagonal().mean() * torch.eye(len(labels))
    weights = SHARPNESS * (torch.linalg.solve(ridge, wanted).T @ centred)
    head.weight.copy_(weights)
    head.bias.copy_(-weights @ mean)
