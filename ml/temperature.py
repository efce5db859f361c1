"""Probabilities that mean what they say: one model's, by one number, and two models' together.

Guo et al., "On Calibration of Modern Neural Networks", 2017: logits divided by a temperature,
which is fitted on validation photos.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLDEST, HOTTEST = 0.2, 5.0

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]


def retempered(probabilities: Floats, temperature: float) -> NDArray[np.float32]:
    """N × classes: what the softmax would have given at another temperature."""
    powers = np.power(probabilities.astype(np.float64) + 1e-12, 1 / temperature)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def pooled(ours: Floats, theirs: Floats, share: float) -> NDArray[np.float32]:
    """Two models' N × classes as one, ``share`` of it the second's: their geometric mean.

    Either may veto what it finds impossible (Genest and Zidek, "Combining probability
    distributions", 1986: the logarithmic pool).
    """
    logs = (1 - share) * np.log(ours + 1e-9) + share * np.log(theirs + 1e-9)
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def fit_temperature(samples: Sequence[tuple[Floats, Bools]]) -> float:
    """The temperature of least negative log-likelihood; the samples count the same.

    A sample is N × classes probabilities and the classes that would be right for each.
    """

    def loss(temperature: float) -> float:
        masses = [
            (retempered(probabilities, temperature) * allowed).sum(axis=1)
            for probabilities, allowed in samples
        ]
        return -sum(float(np.mean(np.log(mass + 1e-12))) for mass in masses)

    return _golden(loss, COLDEST, HOTTEST)


def _golden(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function of one valley is least (golden-section search, on a log scale)."""
    ratio = (5**0.5 - 1) / 2
    left, right = float(np.log(low)), float(np.log(high))
    for _ in range(40):
        inner, outer = right - ratio * (right - left), left + ratio * (right - left)
        if function(float(np.exp(inner))) < function(float(np.exp(outer))):
            right = outer
        else:
            left = inner
    return float(np.exp((left + right) / 2))
