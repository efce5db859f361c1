"""Every measure against a value worked out by hand, and intervals against theory."""

import numpy as np
import pytest

from ml import metrics

PROBABILITIES = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.4, 0.5, 0.1]], np.float32)
LABELS = np.array([0, 1, 2])


@pytest.mark.parametrize(("k", "expected"), [(1, [1, 0, 0]), (2, [1, 1, 0]), (3, [1, 1, 1])])
def test_in_top(k: int, expected: list[int]) -> None:
    assert metrics.in_top(PROBABILITIES, LABELS, k).tolist() == [bool(v) for v in expected]


def test_class_scores_and_macro_f1() -> None:
    # given: class 0 right twice and once taken for 1; class 1 right once; class 2 never occurs
    counts = metrics.confusion(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 3)
    scores = metrics.class_scores(counts)

    assert counts.tolist() == [[2, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert scores.precision[:2].tolist() == [1.0, 0.5]
    assert scores.recall[:2].tolist() == [pytest.approx(2 / 3), 1.0]
    assert np.isnan(scores.f1[2])
    assert metrics.macro_f1(counts) == pytest.approx((0.8 + 2 / 3) / 2)


def test_confusion_counts_a_resampled_item_as_often_as_it_was_drawn() -> None:
    counts = metrics.confusion(np.array([0, 1]), np.array([0, 0]), 2, np.array([3, 0]))

    assert counts.tolist() == [[3, 0], [0, 0]]


def test_ranking_measures() -> None:
    relevant = np.array([[1, 0, 1, 0], [0, 0, 0, 0]], bool)

    assert metrics.precision_at(relevant, 1).tolist() == [1.0, 0.0]
    assert metrics.precision_at(relevant, 4).tolist() == [0.5, 0.0]
    assert metrics.hit_at(relevant, 2).tolist() == [True, False]
    # (1/1 + 2/3) / min(5 relevant, 4 results), and nothing found
    expected = [(1 + 2 / 3) / 4, 0.0]
    assert metrics.average_precision_at(relevant, np.array([5, 5]), 4).tolist() == pytest.approx(
        expected
    )


def test_precision_counts_missing_results_as_misses() -> None:
    assert metrics.precision_at(np.ones((1, 3), bool), 10).tolist() == [0.3]


def test_box_iou() -> None:
    box = np.array([[0, 0, 1, 1], [0, 0, 0.5, 0.5], [0, 0, 0.2, 0.2], [0.5, 0.5, 0.5, 0.5]])
    other = np.array([[0, 0, 1, 1], [0, 0, 1, 0.5], [0.5, 0.5, 1, 1], [0.5, 0.5, 0.5, 0.5]])

    assert metrics.box_iou(box, other).tolist() == pytest.approx([1, 0.5, 0, 0])


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    # given a model that says 90% and is right half the time
    probabilities = np.array([[0.9, 0.1]] * 4)

    assert metrics.calibration_error(probabilities, np.array([0, 0, 1, 1])) == pytest.approx(0.4)


def test_bootstrap_agrees_with_the_normal_approximation() -> None:
    values = np.repeat([1.0, 0.0], [700, 300])
    interval = metrics.bootstrap(values)
    width = 1.96 * np.sqrt(0.7 * 0.3 / 1000)

    assert interval.value == 0.7
    assert interval.low == pytest.approx(0.7 - width, abs=0.006)
    assert interval.high == pytest.approx(0.7 + width, abs=0.006)


def test_bootstrap_is_wider_when_values_come_in_groups() -> None:
    # given 1000 values that are really 50 values of 20 copies each
    values = np.repeat(np.arange(50) % 2, 20).astype(float)
    alone, grouped = metrics.bootstrap(values), metrics.bootstrap(values, np.arange(1000) // 20)

    assert grouped.high - grouped.low > 3 * (alone.high - alone.low)


def test_bootstrap_of_a_statistic_agrees_with_that_of_the_mean() -> None:
    values = np.random.default_rng(0).random(400)
    groups = np.arange(400)
    mean = metrics.bootstrap(values)
    same = metrics.bootstrap_statistic(
        lambda times: float(np.average(values, weights=times)), groups
    )

    assert same.value == pytest.approx(mean.value)
    assert same.low == pytest.approx(mean.low, abs=0.01)
    assert same.high == pytest.approx(mean.high, abs=0.01)


def test_bootstrap_without_values_is_an_error() -> None:
    with pytest.raises(ValueError, match="No values"):
        metrics.bootstrap(np.array([]))
