"""On a GPU a step is replayed as one graph, and stays the step that was written."""

import numpy as np
import pytest
import torch

from generator.config import Config
from generator.data import ImageSet
from generator.feed import Feed
from generator.networks import Shape
from generator.recording import WARM_UP
from generator.trainer import Trainer

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device"),
]
CLASSES = 3
ROUNDS = WARM_UP + 5


@pytest.mark.parametrize(
    "options",
    [
        {"augment": "translation,cutout,colour", "variety": 1.0},
        {"adversarial": "relativistic", "gradient_penalty": 1.0},
        {"auxiliary": "d2d"},
        {"network": "acgan28", "auxiliary": "plain", "adversarial": "bce", "halves": True},
        {"network": "dcgan64", "auxiliary": "none", "optimizer": "rmsprop"},
    ],
)
def test_a_replayed_round_is_the_round_as_it_is_written(options: dict[str, object]) -> None:
    """Given two trainers of one seed, of which one replays; after some rounds their losses are
    the same, but for the last digits."""
    config = Config(size=16, width=16, batch=32).with_options(**options)

    written, replayed = (_play(config.with_options(record=record)) for record in (False, True))

    # Dropout draws other units in a graph: only what does not depend on it is compared there.
    tolerance = 0.5 if config.network == "acgan28" else 0.05
    torch.testing.assert_close(replayed, written, atol=tolerance, rtol=tolerance)


def test_a_restored_trainer_replays_with_its_own_moments() -> None:
    config = Config(size=16, width=16, batch=32)
    trainer, feed = _trainer(config)
    for number in range(ROUNDS):
        trainer.step(feed, number)
    state = {name: _copied(value) for name, value in trainer.state().items()}
    went_on = [_losses(trainer, feed, ROUNDS + number) for number in range(ROUNDS)]

    trainer.restore(state)

    again = [_losses(trainer, feed, ROUNDS + number) for number in range(ROUNDS)]
    torch.testing.assert_close(again, went_on, atol=0.05, rtol=0.05)


def _play(config: Config) -> list[torch.Tensor]:
    trainer, feed = _trainer(config)
    return [_losses(trainer, feed, number) for number in range(ROUNDS)]


def _losses(trainer: Trainer, feed: Feed, number: int) -> torch.Tensor:
    said = trainer.step(feed, number)
    return torch.stack([said["loss_d"], said["loss_g"]]).float().cpu()


def _trainer(config: Config) -> tuple[Trainer, Feed]:
    device = torch.device("cuda")
    rng = np.random.default_rng(0)
    photos = ImageSet(
        name="noise",
        pixels=rng.integers(0, 256, (60, config.size, config.size, 3)).astype(np.uint8),
        labels=np.arange(60) % CLASSES,
        categories=("a", "b", "c"),
        parts=np.zeros(60, np.int64),
        groups=np.arange(60),
        fingerprint="noise",
    )
    feed = Feed.of(config, photos, None, device)
    return Trainer(config, Shape(3, feed.conditions.width), device), feed


def _copied(value: object) -> object:
    if isinstance(value, torch.Tensor):
        return value.clone()
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return value
