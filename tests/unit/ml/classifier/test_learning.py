"""What learns in which phase: the base's weights and its batch norms' moments."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ml import taxonomy
from ml.classifier import learning
from ml.classifier import network as networks
from ml.classifier.config import Config
from ml.classifier.network import Network


@pytest.fixture(scope="module")
def made(tiny: Config) -> Network:
    config = tiny.with_options(depth="mixed1", unfreeze="mixed0")
    return networks.build(config, taxonomy.load())


def moved_by_a_step(made: Network, phase: str, config: Config) -> set[str]:
    """Names of the weights and moments that two steps of a phase changed."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 255, (4, 75, 75, 3), np.uint8)
    targets = {"category": np.eye(51, dtype="f4")[:4], "style": np.eye(8, dtype="f4")[:4]}
    optimizer = learning.begin(made, phase, config)
    optimizer.learning_rate = 0.01
    before: list[NDArray[np.float32]] = made.weights()
    for _ in range(2):
        made.trainer.train_on_batch(pixels, targets)
    pairs = zip(made.model.weights, before, made.weights(), strict=True)
    return {variable.path for variable, old, new in pairs if not np.array_equal(old, new)}


def is_moment(path: str) -> bool:
    return "moving" in path


def test_the_head_learns_alone(made: Network, tiny: Config) -> None:
    config = tiny.with_options(depth="mixed1", unfreeze="mixed0")

    moved = moved_by_a_step(made, learning.HEAD, config)

    assert moved == {
        f"{layer}/{part}"
        for layer in ("features", "category_logits", "style_logits")
        for part in ("kernel", "bias")
    }


def test_then_the_upper_blocks_learn_but_no_batch_norm_does(made: Network, tiny: Config) -> None:
    config = tiny.with_options(depth="mixed1", unfreeze="mixed0")

    moved = moved_by_a_step(made, learning.TOP, config)

    convolutions = {path for path in moved if "conv2d" in path}
    assert not any("batch_normalization" in path for path in moved)
    # the seven convolutions of the block above the named one
    assert len(convolutions) == 7
    assert "category_logits/kernel" in moved


def test_the_upper_blocks_batch_norms_learn_where_asked_to(made: Network, tiny: Config) -> None:
    config = tiny.with_options(depth="mixed1", unfreeze="mixed0", norms=True)

    moved = moved_by_a_step(made, learning.TOP, config)

    norms = {path.split("/")[-2] for path in moved if "batch_normalization" in path}
    assert len(norms) == 7
    assert any(is_moment(path) for path in moved)


def test_unfrozen_from_the_input_every_convolution_learns(made: Network, tiny: Config) -> None:
    config = tiny.with_options(depth="mixed1", unfreeze="input")

    moved = moved_by_a_step(made, learning.TOP, config)

    assert len({path for path in moved if "conv2d" in path}) == 19
    assert not any("batch_normalization" in path for path in moved)


def test_from_random_weights_everything_learns_moments_included(
    made: Network, tiny: Config
) -> None:
    moved = moved_by_a_step(made, learning.ALL, tiny)

    assert moved == {variable.path for variable in made.model.weights}


def test_rates_fall_from_phase_to_phase() -> None:
    config = Config(learning_rate=1e-3, fine_rate=0.1)

    rates = [learning.rate(config, learning.TOP, done) for done in (0.0, 0.2, 0.5, 1.0)]

    assert learning.rate(config, learning.HEAD, 0.7) == 1e-3
    assert max(rates) <= 1e-4
    assert rates[-1] < 1e-5
    assert learning.rate(config, learning.ALL, 0.08) == pytest.approx(1e-3)
