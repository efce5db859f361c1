"""A temperature makes confidence and accuracy meet."""

import numpy as np
import pytest

from ml.metrics import calibration_error
from ml.temperature import fit_temperature, pooled, retempered


def drawn(count: int, overconfidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of a model that is too sure of itself, and the labels it guesses at."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 1.5, (count, 6))
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(6, p=row) for row in honest])
    sure = np.exp(logits * overconfidence)
    return (sure / sure.sum(axis=1, keepdims=True)).astype(np.float32), labels


def test_the_temperature_undoes_overconfidence() -> None:
    probabilities, labels = drawn(4000, 2.0)

    temperature = fit_temperature([(probabilities, np.eye(6, dtype=bool)[labels])])

    assert temperature == pytest.approx(2.0, rel=0.1)
    warmed = retempered(probabilities, temperature)
    assert calibration_error(warmed, labels) < calibration_error(probabilities, labels) / 3


def test_a_temperature_of_one_changes_nothing() -> None:
    probabilities, _ = drawn(20, 1.0)

    assert retempered(probabilities, 1.0) == pytest.approx(probabilities, abs=1e-6)


def test_two_models_together_let_either_veto() -> None:
    ours = np.array([[0.6, 0.4, 0.0]], np.float32)
    theirs = np.array([[0.5, 0.0, 0.5]], np.float32)

    both = pooled(ours, theirs, 0.5)

    assert both.sum() == pytest.approx(1)
    assert both[0, 0] > 0.99
    # all of the share to one of them is that one alone
    assert pooled(ours, theirs, 0.0)[0] == pytest.approx(ours[0], abs=1e-6)
    assert pooled(ours, theirs, 1.0)[0] == pytest.approx(theirs[0], abs=1e-6)
