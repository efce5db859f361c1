"""The network: InceptionV3 without its top, pooled, and a head with two answers.

Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016. It takes
bytes (B × size × size × 3) and scales them to -1 to 1 itself; ``category`` and ``style`` come
out as probabilities.
"""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from ml.classifier.backend import policy
from ml.classifier.config import INPUT, Config
from ml.taxonomy import Taxonomy

HEADS = ("category", "style")
MOMENTUM = 0.9
"""Of the batch norms' moments. Keras's 0.99 lags hundreds of steps behind a base that learns from
random weights, and what is published averages the moments over many steps anyway."""


@dataclass(frozen=True)
class Network:
    """One network, two doors: both share every layer."""

    model: Any
    """Keras model from bytes to probabilities: what is published."""
    trainer: Any
    """From bytes to logits: what is trained, since a logarithm of logits keeps its digits."""

    @property
    def base(self) -> Any:
        return self.model.get_layer("base")

    @property
    def size(self) -> int:
        """Pixels a side of its input."""
        return int(self.model.inputs[0].shape[1])

    def weights(self) -> list[NDArray[np.float32]]:
        """A copy of every weight and batch-norm moment, in the model's order."""
        return [np.array(value) for value in self.model.get_weights()]


def build(config: Config, taxonomy: Taxonomy, weights: str | None = None) -> Network:
    """A network with random weights, or with keras.applications' own base ("imagenet").

    Its layers compute in ``config.precision``.
    """
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(policy(config.precision))
    try:
        return _built(config, taxonomy, weights)
    finally:
        keras.config.set_dtype_policy(before)


def _built(config: Config, taxonomy: Taxonomy, weights: str | None) -> Network:
    shape = (config.size, config.size, 3)
    whole = keras.applications.InceptionV3(
        include_top=False, weights=weights, input_shape=shape, name="inception"
    )
    base = keras.Model(whole.input, whole.get_layer(config.depth).output, name="base")
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = MOMENTUM
    pixels = keras.Input(shape, dtype="uint8", name="pixels")
    values = base(keras.layers.Rescaling(1 / 127.5, offset=-1, name="scale")(pixels))
    values = keras.layers.GlobalAveragePooling2D(name="pool")(values)
    values = keras.layers.Dropout(config.dropout, seed=config.seed, name="drop")(values)
    values = keras.layers.Dense(config.head, activation="relu", name="features")(values)
    values = keras.layers.Dropout(config.dropout, seed=config.seed + 1, name="drop_head")(values)
    answers = {}
    for name, classes in zip(HEADS, (taxonomy.categories, taxonomy.usages), strict=True):
        # In 32 bits even where the rest has 16: probabilities need their digits.
        logits = keras.layers.Dense(len(classes), dtype="float32", name=f"{name}_logits")(values)
        answers[name] = keras.layers.Softmax(dtype="float32", name=name)(logits)
    return opened(keras.Model(pixels, answers, name="classifier"))


def opened(model: Any) -> Network:
    """The network of a model that ``build`` made, fresh or loaded."""
    logits = {name: model.get_layer(f"{name}_logits").output for name in HEADS}
    return Network(model, keras.Model(model.input, logits, name="trainer"))


def freeze(network: Network, phase: str, unfreeze: str = INPUT, norms: bool = False) -> None:
    """Say what learns in a phase: "head", "top" (blocks above ``unfreeze`` too) or "all".

    A batch norm that does not learn is in inference mode (https://keras.io/guides/
    transfer_learning): with the moments of a few dozen photos it would wreck what a
    pretrained base knows. ``norms`` lets those of the top learn none the less, which a base
    needs whose photos were larger or whose moments are rounded. From random weights ("all")
    they learn as usual.
    """
    base = network.base
    base.trainable = phase != "head"
    if phase != "top":
        return
    lower = set()
    if unfreeze != INPUT:
        below = keras.Model(base.input, base.get_layer(unfreeze).output)
        lower = {layer.name for layer in below.layers}
    for layer in base.layers:
        still = isinstance(layer, keras.layers.BatchNormalization) and not norms
        layer.trainable = layer.name not in lower and not still
