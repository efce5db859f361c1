"""How good is it, and how sure are we: accuracy, ranking, boxes, calibration, intervals.

Functions of arrays only. Where a measure is a mean over samples, the function gives the
values of the samples, so that one ``bootstrap`` puts an interval on any of them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]

RESAMPLES = 1000
CHUNK = 50
"""Resamples drawn at once, to bound memory."""


class Interval(NamedTuple):
    """A measure with its 95% bootstrap interval."""

    value: float
    low: float
    high: float


def in_top(probabilities: Floats, labels: Ints, k: int) -> Bools:
    """N: is the true class (N × classes, N) among the k most probable?"""
    own = np.take_along_axis(probabilities, labels[:, None], axis=1)
    better: Ints = (probabilities > own).sum(axis=1)
    return np.asarray(better < k)


def confusion(predicted: Ints, labels: Ints, classes: int, weights: Ints | None = None) -> Floats:
    """classes × classes counts, a row for each true class."""
    cells = labels.astype(np.int64) * classes + predicted
    counts = np.bincount(cells, weights, minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.float64)


class ClassScores(NamedTuple):
    """One number a class; NaN where a class never occurs (or is never predicted)."""

    precision: Floats
    recall: Floats
    f1: Floats
    support: Ints


def class_scores(counts: Floats) -> ClassScores:
    """Scores of each class from a confusion matrix."""
    right, support, guesses = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(guesses > 0, right / guesses, np.nan)
        recall = np.where(support > 0, right / support, np.nan)
        f1 = np.where(support > 0, 2 * right / (support + guesses), np.nan)
    return ClassScores(precision, recall, f1, support.astype(np.int64))


def macro_f1(counts: Floats) -> float:
    """Mean F1 over the classes that occur, each counting the same."""
    return float(np.nanmean(class_scores(counts).f1))


def precision_at(relevant: Bools, k: int) -> Floats:
    """Q: the share of the first k results that are relevant; fewer results count as misses.

    ``relevant`` is Q × results in rank order.
    """
    return np.asarray(relevant[:, :k].sum(axis=1) / k)


def hit_at(relevant: Bools, k: int) -> Bools:
    """Q: is anything relevant among the first k? Retrieval papers call its mean R@k."""
    return np.asarray(relevant[:, :k].any(axis=1))


def average_precision_at(relevant: Bools, totals: Ints, k: int) -> Floats:
    """Q: average precision over the first k, where ``totals`` relevant items exist (≥ 1)."""
    first = relevant[:, :k]
    ranks = np.arange(1, first.shape[1] + 1)
    gained = (first * np.cumsum(first, axis=1) / ranks).sum(axis=1)
    return np.asarray(gained / np.minimum(totals, k))


def box_iou(first: Floats, second: Floats) -> Floats:
    """N: intersection over union of N × 4 boxes (x1, y1, x2, y2); 0 where both are empty."""
    low = np.maximum(first[:, :2], second[:, :2])
    high = np.minimum(first[:, 2:], second[:, 2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    sizes = [np.prod(np.maximum(box[:, 2:] - box[:, :2], 0), axis=1) for box in (first, second)]
    union = sizes[0] + sizes[1] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(union), where=union > 0))


def calibration_error(probabilities: Floats, labels: Ints, bins: int = 15) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart (Guo et al., 2017)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(bin_of, right - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def bootstrap(values: Floats | Bools, groups: Ints | None = None, *, seed: int = 0) -> Interval:
    """Mean of N values with the 95% percentile interval.

    Values of one group (twins, one person's photos) are drawn together, since they are not
    independent. Raises ValueError without values.
    """
    if not len(values):
        raise ValueError("No values to average.")
    numbers = np.asarray(values, np.float64)
    labels = (
        np.arange(len(numbers)) if groups is None else np.unique(groups, return_inverse=True)[1]
    )
    sums, sizes = np.bincount(labels, numbers), np.bincount(labels).astype(np.float64)
    rng = np.random.default_rng(seed)
    means = []
    for _ in range(RESAMPLES // CHUNK):
        # Poisson counts stand for the multinomial ones, and are much faster to draw.
        drawn = rng.poisson(1.0, (CHUNK, len(sums))).astype(np.float64)
        totals = drawn @ sizes
        means.append((drawn @ sums)[totals > 0] / totals[totals > 0])
    return _interval(float(numbers.mean()), np.concatenate(means))


def bootstrap_statistic(
    statistic: Callable[[Ints], float], groups: Ints, *, seed: int = 0, resamples: int = 200
) -> Interval:
    """The same for any statistic of the samples, given how often each of them was drawn."""
    labels = np.unique(groups, return_inverse=True)[1]
    count = int(labels.max()) + 1
    rng = np.random.default_rng(seed)
    drawn = [rng.multinomial(count, np.full(count, 1 / count)) for _ in range(resamples)]
    values = np.array([statistic(times[labels]) for times in drawn])
    return _interval(statistic(np.ones(len(groups), np.int64)), values)


def _interval(value: float, resampled: Floats) -> Interval:
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Interval(value, float(low), float(high))
