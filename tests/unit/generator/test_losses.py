"""Known values of the losses, and what their gradients ask for."""

import math

import pytest
import torch
from torch import Tensor, nn

from generator.auxiliary import AUXILIARY
from generator.losses import ADVERSARIAL, gradient_penalty, variety
from generator.networks.verdict import Verdict

ZERO = torch.zeros(3)


def scores(*values: float) -> Tensor:
    return torch.tensor(values)


@pytest.mark.parametrize(
    ("name", "undecided_d", "undecided_g"),
    [
        ("hinge", 2.0, 0.0),
        ("bce", 2 * math.log(2), math.log(2)),
        ("least_squares", 0.5, 0.5),
        ("relativistic", math.log(2), math.log(2)),
    ],
)
def test_an_undecided_discriminator_costs_what_the_papers_say(
    name: str, undecided_d: float, undecided_g: float
) -> None:
    game = ADVERSARIAL[name]

    assert float(game.discriminator(ZERO, ZERO)) == pytest.approx(undecided_d)
    assert float(game.generator(ZERO, ZERO)) == pytest.approx(undecided_g)


def test_known_values() -> None:
    fake, real = scores(-2.0, 0.5), scores(3.0, 0.0)

    assert float(ADVERSARIAL["hinge"].discriminator(fake, real)) == pytest.approx(0.5 + 0.75)
    assert float(ADVERSARIAL["hinge"].generator(fake, real)) == pytest.approx(0.75)
    assert float(ADVERSARIAL["least_squares"].discriminator(fake, real)) == pytest.approx(
        0.5 * (2.5 + 2.125)
    )
    assert float(ADVERSARIAL["least_squares"].generator(fake, real)) == pytest.approx(0.5 * 4.625)
    expected = (math.log1p(math.exp(-5)) + math.log1p(math.exp(0.5))) / 2
    assert float(ADVERSARIAL["relativistic"].discriminator(fake, real)) == pytest.approx(expected)


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_the_players_pull_the_scores_of_fakes_apart(name: str) -> None:
    fake = torch.zeros(3, requires_grad=True)

    (up,) = torch.autograd.grad(ADVERSARIAL[name].discriminator(fake, ZERO + 0.5), fake)
    (down,) = torch.autograd.grad(ADVERSARIAL[name].generator(fake, ZERO + 0.5), fake)

    assert (down < 0).all()
    if name != "least_squares":  # where a fake of score 0 is what the discriminator wants
        assert (up > 0).all()


def test_the_gradient_penalty_is_half_the_squared_slope() -> None:
    # given a score that rises by 3 a pixel, in an image of 4 pixels
    layer = nn.Linear(4, 1)
    nn.init.constant_(layer.weight, 3.0)
    images = torch.randn(5, 1, 2, 2, requires_grad=True)

    penalty = gradient_penalty(layer(images.flatten(1)).squeeze(1), images)

    assert penalty.item() == pytest.approx(0.5 * 4 * 9)
    penalty.backward()
    assert layer.weight.grad is not None


def verdict(logits: Tensor, embedding: Tensor | None = None, scale: float = 1.0) -> Verdict:
    return Verdict(torch.zeros(len(logits)), logits, embedding, scale)


LABELS = torch.tensor([0, 1])


def test_plain_ac_gan_is_cross_entropy_for_both_players() -> None:
    certain = verdict(torch.tensor([[50.0, 0.0], [0.0, 50.0]]))
    even = verdict(torch.zeros(2, 2))

    assert float(AUXILIARY["plain"].discriminator(certain, even, LABELS, LABELS)) == pytest.approx(
        math.log(2)
    )
    assert float(AUXILIARY["plain"].generator(even, LABELS)) == pytest.approx(math.log(2))


def test_adc_tells_reals_and_fakes_of_a_class_apart() -> None:
    # given 2 classes, so 4 outputs: reals, then fakes
    as_real = verdict(50 * torch.eye(4)[[0, 1]])
    as_fake = verdict(50 * torch.eye(4)[[2, 3]])
    auxiliary = AUXILIARY["adc"]

    assert float(auxiliary.discriminator(as_real, as_fake, LABELS, LABELS)) < 1e-6
    assert float(auxiliary.discriminator(as_fake, as_real, LABELS, LABELS)) == pytest.approx(100)
    # and the generator gains by being taken for real, whatever the other classes say
    assert float(auxiliary.generator(as_real, LABELS)) == pytest.approx(-50)
    assert float(auxiliary.generator(as_fake, LABELS)) == pytest.approx(50)
    shifted = verdict(as_fake.logits + torch.tensor([0.0, 9.0, 0.0, 9.0]))  # type: ignore[operator]
    assert float(auxiliary.generator(shifted, LABELS)) == pytest.approx(50)


def test_data_to_data_wants_classes_together_and_apart() -> None:
    # given vectors of two classes at opposite ends, and the same in one place
    apart = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    together = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    proxies = apart
    scale = 5.0

    def cost(embedding: Tensor) -> float:
        said = verdict(scale * embedding @ proxies.T, embedding, scale)
        return float(AUXILIARY["d2d"].generator(said, LABELS))

    # at its best: exp(0) for the class, exp(0) for the one image of the other class
    assert cost(apart) == pytest.approx(math.log(2))
    assert cost(together) > cost(apart) + 1


def test_a_discriminator_without_a_class_head_says_so() -> None:
    with pytest.raises(ValueError, match="no class head"):
        AUXILIARY["plain"].generator(Verdict(ZERO), LABELS)


def test_variety_is_asked_for_as_far_as_reals_have_it() -> None:
    """Given reals of a class that differ by 1, fakes that do not differ cost 1, fakes that
    differ by half cost a half, and fakes that differ by more cost nothing."""
    black, white = torch.zeros(1, 3, 32, 32), torch.ones(1, 3, 32, 32)
    reals = torch.cat([black, white])

    assert float(variety(torch.cat([white, white]), reals)) == pytest.approx(1)
    assert float(variety(torch.cat([black, white / 2]), reals)) == pytest.approx(0.5)
    assert float(variety(torch.cat([-white, white]), reals)) == 0


def test_fakes_that_are_too_alike_are_pushed_apart() -> None:
    alike = torch.cat([torch.full((1, 3, 32, 32), 0.4), torch.full((1, 3, 32, 32), 0.5)])
    alike.requires_grad_()

    variety(alike, torch.cat([torch.zeros(1, 3, 32, 32), torch.ones(1, 3, 32, 32)])).backward()

    assert alike.grad is not None
    assert (alike.grad[0] > 0).all()
    assert (alike.grad[1] < 0).all()
