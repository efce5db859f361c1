"""The loss means what it says, and missing labels cost nothing and teach nothing."""

import math

import pytest
import torch

from ml import taxonomy
from recommender.config import Config
from recommender.loss import Objective, Targets, box_error, cross_entropy, loss
from recommender.model import Outputs

FASHION = taxonomy.load()
NAN = float("nan")


def test_loss_is_cross_entropy_plus_mean_squared_error_of_the_box() -> None:
    logits = torch.tensor([[2.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    boxes = torch.tensor([[0.0, 0.0, 1.0, 1.0], [0.2, 0.2, 0.8, 0.8]])
    truth = torch.tensor([[0.1, 0.0, 1.0, 0.9], [0.2, 0.2, 0.8, 0.8]])
    labels = torch.tensor([0, 1])

    value = loss(logits, labels, boxes, truth)

    expected = torch.nn.functional.cross_entropy(logits, labels)
    expected += torch.nn.functional.mse_loss(boxes, truth)
    assert float(value) == pytest.approx(float(expected))


def test_a_set_of_labels_asks_for_the_sum_of_their_probabilities() -> None:
    logits = torch.tensor([[0.0, 0.0, 0.0, 0.0]])
    allowed = torch.tensor([[True, True, False, False]])

    assert float(cross_entropy(logits, allowed)) == pytest.approx(math.log(2))


def test_missing_labels_and_boxes_are_masked() -> None:
    logits = torch.randn(3, 4, requires_grad=True)
    boxes = torch.rand(3, 4, requires_grad=True)
    truth = torch.tensor([[0.0, 0.0, 1.0, 1.0], [NAN] * 4, [NAN] * 4])

    (cross_entropy(logits, torch.tensor([1, -1, -1]), 0.1) + box_error(boxes, truth)).backward()

    assert logits.grad is not None
    assert boxes.grad is not None
    assert logits.grad[0].abs().sum() > 0
    assert boxes.grad[0].abs().sum() > 0
    assert logits.grad[1:].abs().sum() == boxes.grad[1:].abs().sum() == 0


def test_nothing_known_is_zero_and_finite() -> None:
    value = loss(
        torch.randn(2, 3),
        torch.zeros(2, 3, dtype=torch.bool),
        torch.rand(2, 4),
        torch.full((2, 4), NAN),
    )

    assert float(value) == 0


def test_smoothing_keeps_a_sure_answer_from_being_free() -> None:
    logits = torch.tensor([[50.0, 0.0, 0.0]])
    label = torch.tensor([0])

    assert float(cross_entropy(logits, label)) == pytest.approx(0, abs=1e-6)
    assert float(cross_entropy(logits, label, 0.1)) > 1


def unit(count: int, width: int) -> torch.Tensor:
    return torch.nn.functional.normalize(torch.randn(count, width), dim=1)


def test_the_objective_pulls_vectors_to_their_own_proxy() -> None:
    torch.manual_seed(0)
    objective = Objective(Config(), FASHION)
    proxies = torch.nn.functional.normalize(objective.category_proxies.detach(), dim=1)
    categories = torch.zeros(4, len(FASHION.categories), dtype=torch.bool)
    categories[torch.arange(4), torch.arange(4)] = True

    def shape_term(shape: torch.Tensor) -> float:
        outputs = Outputs(
            shape=shape,
            colour=unit(4, 64),
            category_logits=torch.randn(4, len(FASHION.categories)),
            colour_logits=torch.randn(4, len(FASHION.colours)),
            usage_logits=torch.randn(4, len(FASHION.usages)),
            gender_logits=torch.randn(4, len(FASHION.genders)),
            boxes=torch.rand(4, 4),
        )
        unknown = torch.full((4,), -1)
        targets = Targets(categories, unknown, unknown, unknown, torch.full((4, 4), NAN))
        terms = objective(outputs, targets)
        assert float(terms["colour"]) == float(terms["box"]) == 0
        assert float(terms["loss"]) > 0
        return float(terms["shape_proxy"])

    assert shape_term(proxies[:4]) < shape_term(unit(4, 192)) < shape_term(proxies[4:8])
