"""The two phases of a run: who learns in each, how fast, and how a step is compiled."""

from typing import Any

import keras

from ml.classifier import network
from ml.classifier.backend import compiles
from ml.classifier.config import Config
from ml.classifier.loss import set_cross_entropy
from ml.classifier.network import Network
from ml.training import one_cycle

HEAD, TOP, ALL = "head", "top", "all"


def begin(made: Network, phase: str, config: Config) -> Any:
    """Freeze what the phase keeps still and compile the trainer; gives a fresh optimizer.

    Under mixed_float16 Keras wraps it to scale the loss.
    """
    network.freeze(made, phase, config.unfreeze, config.norms)
    optimizer = keras.optimizers.AdamW(
        config.learning_rate, weight_decay=config.weight_decay, global_clipnorm=5.0
    )
    # Norms and biases are few, and pulling them to zero only hurts.
    optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
    entropy = set_cross_entropy(config.smoothing)
    made.trainer.compile(
        optimizer=optimizer,
        loss={"category": entropy, "style": entropy},
        loss_weights={"category": 1.0, "style": config.style_weight},
        jit_compile=compiles(),
    )
    made.trainer.optimizer.build(made.trainer.trainable_variables)
    return made.trainer.optimizer


def rate(config: Config, phase: str, done: float) -> float:
    """The learning rate after ``done`` (0 to 1) of a phase."""
    if phase == HEAD:
        return config.learning_rate
    peak = config.learning_rate * (config.fine_rate if phase == TOP else 1.0)
    return peak * one_cycle(done)
