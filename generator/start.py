"""Start a run from a model or another run: a small set learns on what a large one has taught.

Classes of the same name keep their vectors; a class that the start does not know begins as the
one that its photos look most like.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from generator.config import Config
from generator.data import ImageSet
from generator.trainer import Trainer
from ml.artifacts import ArtifactError
from ml.training import BEST, Ema, load_checkpoint

log = logging.getLogger(__name__)

PHOTOS = 200
"""Of a class, that say what it looks like."""
SHAPE = ("network", "size", "latent", "embedding", "width")
"""Knobs in which both must agree."""


class Start(NamedTuple):
    generator: dict[str, Tensor]
    discriminator: dict[str, Tensor] | None
    categories: list[str]
    config: dict[str, Any]


def start_from(folder: str | Path, trainer: Trainer, config: Config, images: ImageSet) -> None:
    """Give the trainer the weights of a published model, or of a run, which has both networks.

    Raises ValueError if they are of another shape.
    """
    start = _read(Path(folder))
    if differing := [k for k in SHAPE if start.config.get(k) != getattr(config, k)]:
        wanted = ", ".join(f"{k}={start.config.get(k)}" for k in differing)
        raise ValueError(f"{folder} holds another network: add --set {wanted}.")
    places = _places(start.categories, images) if config.network == "acgan64" else None
    try:
        _fill(trainer.generator, start.generator, {"embed.weight": 1}, places, start.categories)
        if start.discriminator is not None:
            rows = {"class_head.weight": 0}
            _fill(trainer.discriminator, start.discriminator, rows, places, start.categories)
    except RuntimeError as error:
        raise ValueError(f"{folder} holds another network than this run's: {error}") from error
    trainer.ema = Ema(trainer.generator, config.ema)


def _read(folder: Path) -> Start:
    state = load_checkpoint(folder, torch.device("cpu"))
    if state is not None:
        # The averaged generator, with the discriminator that it was last trained against.
        best = load_checkpoint(folder, torch.device("cpu"), BEST) or {"ema": state["ema"]}
        return Start(best["ema"], state["discriminator"], state["categories"], state["config"])
    from generator.export import read

    weights, manifest = read(folder)
    return Start(weights, None, manifest["categories"], manifest["config"])


def _places(known: Sequence[str], images: ImageSet) -> list[int]:
    """For each class of the set, its place among the known ones."""
    return [
        known.index(name) if name in known else _nearest(known, images, label)
        for label, name in enumerate(images.categories)
    ]


def _nearest(known: Sequence[str], images: ImageSet, label: int) -> int:
    name = images.categories[label]
    try:
        from ml.features import Features, matching

        features = Features()
    except (ArtifactError, ImportError):
        log.warning("no embedder says what %r looks like: it starts as %r", name, known[0])
        return 0
    rows = np.flatnonzero(images.labels == label)[:PHOTOS]
    seen = features.see(images.pixels[rows]).categories.mean(axis=0)
    places = matching(known, features.taxonomy.categories)
    chances = np.where(places >= 0, seen[places], -1.0)
    best = int(chances.argmax())
    log.info("%r starts as %r, which its photos look like", name, known[best])
    return best


def _fill(
    network: torch.nn.Module,
    weights: dict[str, Tensor],
    by_class: dict[str, int],
    places: list[int] | None,
    categories: Sequence[str],
) -> None:
    """Load the weights; those with a slice a class are put together from the start's slices."""
    own = network.state_dict()
    filled = {name: value for name, value in weights.items() if name in own}
    for name, dim in by_class.items():
        if places is None or name not in filled:
            continue
        old = filled[name]
        # A head of 2K outputs has the classes twice: of reals, then of fakes.
        halves = old.split(len(categories), dim=dim)
        chosen = [half.index_select(dim, torch.tensor(places)) for half in halves]
        filled[name] = torch.cat(chosen, dim=dim)
    missing = network.load_state_dict(filled, strict=False).missing_keys
    if lost := [name for name in missing if not name.endswith("num_batches_tracked")]:
        raise RuntimeError(f"it lacks {', '.join(lost[:3])}")
