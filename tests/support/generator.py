"""A tiny true generator: random weights, the whole path of a published one, made in a moment."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from generator.config import PRESETS
from generator.export import publish_state
from generator.networks import Shape, build_generator
from ml import taxonomy
from tests.support.shop import KINDS
from webapp.registry import services
from webapp.registry.models import ModelVersion

PRESET = "acgan-64"
CATEGORIES = tuple(dict.fromkeys(category for category, _colour in KINDS))
"""The test shop's."""


def make_generator(
    folder: Path, seed: int = 0, *, preset: str = PRESET, encoder: str | None = None, **options: Any
) -> Path:
    """Publish an untrained generator of 64 px; equal seeds make equal models."""
    torch.manual_seed(seed)
    words = taxonomy.load()
    small = {"width": 4, "latent": 16, "embedding": 16, "size": 64} | options
    config = PRESETS[preset].with_options(**small)
    photos = list(range(50, 50 + 100 * len(CATEGORIES), 100))
    condition = len(CATEGORIES)
    if encoder is not None:
        condition = 192 + 64 + len(words.categories)
    network = build_generator(config, Shape(3, condition)).eval()
    for weight in network.parameters():  # strong enough for pictures that differ
        weight.data *= 2
    state = {
        "config": asdict(config),
        "preset": preset,
        "channels": 3,
        "condition": condition,
        "ema": network.state_dict(),
        "best": {
            "kimg": 1.0,
            "measures": {"fd_fashion51": 1.0},
            "class_coverage": [0.8, 0.1, None, 0.9],
        },
        "minutes": 12.0,
        "categories": list(CATEGORIES),
        "photos": photos,
        "taxonomy": words.name,
        "taxonomy_hash": words.hash,
        "encoder": encoder,
        "data": "shop",
        "data_fingerprint": f"seed-{seed}",
        "judge": "nobody",
    }
    publish_state(state, folder)
    return folder


def published(folder: Path, kind: str = PRESET, *, live: bool = True) -> ModelVersion:
    """Registered, and the champion of its kind."""
    model = services.model_publish(source=folder, kind=kind)
    if live:
        services.promote(model=model, by=None, expected=None)
    model.refresh_from_db()
    return model
