"""What goes into the network and comes out of it."""

import numpy as np
import pytest

from ml import taxonomy
from ml.classifier import network as networks
from ml.classifier.config import PRESETS, Config
from ml.classifier.network import Network

FASHION = taxonomy.load()


def test_bytes_become_two_distributions(network: Network) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (3, 75, 75, 3), np.uint8)

    answers = {k: np.asarray(v) for k, v in network.model.predict_on_batch(pixels).items()}

    assert {name: values.shape for name, values in answers.items()} == {
        "category": (3, 51),
        "style": (3, 8),
    }
    for values in answers.values():
        assert values.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_the_trainer_gives_the_logits_of_the_same_network(network: Network) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (3, 75, 75, 3), np.uint8)

    logits = np.asarray(network.trainer.predict_on_batch(pixels)["category"])
    answers = np.asarray(network.model.predict_on_batch(pixels)["category"])

    powers = np.exp(logits)
    assert answers == pytest.approx(powers / powers.sum(axis=1, keepdims=True), abs=1e-5)


def test_in_half_precision_weights_and_answers_keep_32_bits(tiny: Config) -> None:
    made = networks.build(tiny.with_options(precision="mixed_bfloat16"), FASHION)

    assert made.base.get_layer("mixed0").compute_dtype == "bfloat16"
    assert {variable.dtype for variable in made.model.weights} == {"float32"}
    assert {tensor.dtype for tensor in made.model.output.values()} == {"float32"}


@pytest.mark.slow
def test_up_to_mixed7_it_has_9_million_weights() -> None:
    made = networks.build(PRESETS["cpu-hours"], FASHION)

    assert 8.9e6 < made.model.count_params() < 9.5e6
