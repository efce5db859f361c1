"""Sets of labels, missing labels and rare classes, against plain NumPy."""

import numpy as np
import pytest
from keras import ops

from ml.classifier.batches import weighted
from ml.classifier.loss import class_weights, one_hot, set_cross_entropy

LOGITS = np.random.default_rng(0).normal(0, 2, (4, 5)).astype(np.float32)


def log_softmax(logits):
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def loss(targets, smoothing=0.0):
    wanted = ops.convert_to_tensor(np.asarray(targets, np.float32))
    return float(set_cross_entropy(smoothing)(wanted, ops.convert_to_tensor(LOGITS)))


def test_one_label_a_photo_is_the_usual_cross_entropy():
    labels = np.array([3, 0, 4, 1])

    expected = -log_softmax(LOGITS)[np.arange(4), labels].mean()
    assert loss(one_hot(labels, 5)) == pytest.approx(expected, rel=1e-5)


def test_of_several_allowed_classes_the_probabilities_add_up():
    allowed = np.zeros((4, 5), bool)
    allowed[:, [1, 3]] = True

    expected = -np.log(np.exp(log_softmax(LOGITS))[:, [1, 3]].sum(axis=1)).mean()
    assert loss(allowed) == pytest.approx(expected, rel=1e-5)


def test_photos_without_a_label_do_not_count():
    known = np.array([2, 0])

    expected = -log_softmax(LOGITS)[[0, 1], known].mean()
    assert loss(one_hot(np.array([2, 0, -1, -1]), 5)) == pytest.approx(expected, rel=1e-5)
    assert loss(np.zeros((4, 5))) == 0


def test_smoothing_asks_a_little_for_every_class():
    labels, log_p = np.array([3, 0, 4, 1]), log_softmax(LOGITS)

    expected = -(0.9 * log_p[np.arange(4), labels] + 0.1 * log_p.mean(axis=1)).mean()
    assert loss(one_hot(labels, 5), smoothing=0.1) == pytest.approx(expected, rel=1e-5)


def test_a_photo_counts_by_its_weight():
    labels = np.array([3, 0, 4, 1])
    weights = np.array([1, 2, 1, 1, 0.5], np.float32)

    each = -log_softmax(LOGITS)[np.arange(4), labels] * weights[labels]
    assert loss(weighted(one_hot(labels, 5), weights)) == pytest.approx(each.mean(), rel=1e-5)


def test_rare_classes_weigh_more_by_the_square_root_and_the_mean_stays_one():
    labels = np.repeat([0, 1, -1], [400, 100, 7])

    weights = class_weights(labels, 3, 0.5)

    assert weights[1] / weights[0] == pytest.approx(2)
    assert weights[labels[labels >= 0]].mean() == pytest.approx(1)
    assert class_weights(labels, 3, 0.0) == pytest.approx(1)
    assert np.isfinite(weights).all()


def test_no_class_weighs_more_than_allowed_and_the_mean_stays_one():
    labels = np.repeat([0, 1, 2], [9000, 90, 1])

    weights = class_weights(labels, 4, 0.5, heaviest=4.0)

    assert weights.max() == pytest.approx(4.0)
    assert weights[0] < weights[1] <= weights[2]
    assert weights[labels].mean() == pytest.approx(1, abs=1e-4)


def test_no_label_at_all_is_no_trouble():
    assert np.isfinite(class_weights(np.array([-1, -1]), 3, 0.5)).all()


def test_a_photo_of_several_classes_weighs_their_mean():
    allowed = np.array([[True, True, False], [False, False, False]])

    targets = weighted(allowed, np.array([1, 3, 9], np.float32))

    assert targets.tolist() == [[2, 2, 0], [0, 0, 0]]
