"""The loss means what it says, and missing labels cost nothing and teach nothing."""

import math

import pytest
import torch

from ml import taxonomy
from recommender.config import Config
from recommender.loss import Objective, Targets, as_sets, box_error, cross_entropy, loss
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

    labels = as_sets(torch.tensor([1, -1, -1]), 4)
    (cross_entropy(logits, labels, 0.1) + box_error(boxes, truth)).backward()

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
    label = torch.tensor([[True, False, False]])

    assert float(cross_entropy(logits, label)) == pytest.approx(0, abs=1e-6)
    assert float(cross_entropy(logits, label, 0.1)) > 1


def unit(count: int, width: int) -> torch.Tensor:
    return torch.nn.functional.normalize(torch.randn(count, width), dim=1)


KINDS = torch.eye(len(FASHION.categories), dtype=torch.bool)


def terms_of(objective: Objective, shape: torch.Tensor) -> dict[str, torch.Tensor]:
    """Of photos of which only the category is known, one of each of the first categories."""
    count = len(shape)
    outputs = Outputs(
        shape=shape,
        colour=unit(count, 64),
        category_logits=torch.randn(count, len(FASHION.categories)),
        colour_logits=torch.randn(count, len(FASHION.colours)),
        usage_logits=torch.randn(count, len(FASHION.usages)),
        gender_logits=torch.randn(count, len(FASHION.genders)),
        boxes=torch.rand(count, 4),
    )
    unknown = torch.full((count,), -1)
    targets = Targets(KINDS[:count], unknown, unknown, unknown, torch.full((count, 4), NAN))
    terms: dict[str, torch.Tensor] = objective(outputs, targets)
    return terms


def test_the_metric_term_pulls_vectors_to_their_own_proxy() -> None:
    torch.manual_seed(0)
    objective = Objective(Config(), FASHION)
    proxies = torch.nn.functional.normalize(objective.category_proxies.detach(), dim=1)

    own, any_, foreign = (
        terms_of(objective, shape)["shape_metric"].item()
        for shape in (proxies[:4], unit(4, 192), proxies[4:8])
    )

    assert own < any_ < foreign


def test_what_is_not_known_teaches_nothing_and_keeps_the_loss_a_number() -> None:
    objective = Objective(Config(), FASHION)

    terms = terms_of(objective, unit(3, 192))

    assert float(terms["colour"]) == float(terms["box"]) == 0
    assert 0 < terms["loss"].item() < math.inf


def test_proxies_are_placed_amid_the_photos_of_their_class() -> None:
    objective = Objective(Config(), FASHION)
    shapes, tones = unit(6, 192), unit(6, 64)
    labels = torch.tensor([2, 2, 2, 5, 5, -1])
    untouched = objective.category_proxies[7].clone()

    objective.place(shapes, labels, tones, labels)

    mean = torch.nn.functional.normalize(shapes[:3].mean(dim=0), dim=0)
    found = torch.nn.functional.normalize(objective.category_proxies[2].detach(), dim=0)
    torch.testing.assert_close(found, mean)
    torch.testing.assert_close(objective.category_proxies[7], untouched)
