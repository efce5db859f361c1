"""What the classifier is trained on: cross-entropies of sets, with heavier rare classes.

Works on every backend of Keras. Targets are B × classes: 0 where a class would be wrong, the
photo's weight where it would be right; a row of zeros is a photo whose label is not known.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from keras import ops
from numpy.typing import NDArray

Floats = NDArray[np.float32]
IMPOSSIBLE = -1e9
"""A logarithm of a probability that no network reaches, and that no arithmetic makes a NaN of."""


def set_cross_entropy(smoothing: float = 0.0) -> Callable[[Any, Any], Any]:
    """A loss for ``compile``: the weighted mean of -log p(label) over the photos that have one.

    Where several classes would be right, p is their sum, so the network may choose among them;
    ``smoothing`` is the share of the target spread over all classes.
    """

    def loss(targets: Any, logits: Any) -> Any:
        log_p = ops.log_softmax(ops.cast(logits, "float32"), axis=-1)
        weights = ops.max(targets, axis=-1)
        known = ops.cast(weights > 0, "float32")
        hit = -ops.logsumexp(ops.where(targets > 0, log_p, IMPOSSIBLE), axis=-1)
        each = (1 - smoothing) * hit - smoothing * ops.mean(log_p, axis=-1)
        # Rows without a label would bring a huge number times zero.
        each = ops.where(weights > 0, each, 0.0)
        return ops.sum(each * weights) / ops.maximum(ops.sum(known), 1.0)

    return loss


def class_weights(
    labels: NDArray[np.int64], classes: int, power: float, heaviest: float = np.inf
) -> Floats:
    """A weight for each class: its number of labels to the power of -``power``.

    They are scaled so that the labels' mean weight is 1, none being above ``heaviest``. Labels
    of -1 do not count; classes that never occur weigh as much as one that occurs once.
    """
    counts = np.bincount(labels[labels >= 0], minlength=classes).astype(np.float64)
    if not counts.any():
        return np.ones(classes, np.float32)
    shares = counts / counts.sum()
    weights = np.maximum(counts, 1) ** -power
    # Cutting the highest lowers the mean, and raising it again may need another cut.
    for _ in range(20):
        weights = np.minimum(weights / (weights * shares).sum(), heaviest)
    return np.asarray(weights, np.float32)


def one_hot(labels: NDArray[np.int64], classes: int) -> NDArray[np.bool_]:
    """N × classes, bool; a row of False for -1."""
    return np.asarray(labels[:, None] == np.arange(classes)[None])
