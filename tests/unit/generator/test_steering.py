"""A planted direction is found again, and turning towards it stays on the sphere."""

import numpy as np
import pytest

from generator import recipe, steering
from generator.recipe import Recipe, Space, sampled

RNG = np.random.default_rng(3)
WIDTH = 16
SPACE = Space("m", latent=WIDTH, condition=2, categories=("Bags", "Shoes"))


def unit(values: np.ndarray) -> np.ndarray:
    return values / np.linalg.norm(values)


PLANTED = unit(RNG.standard_normal(WIDTH))


def backed(latents: np.ndarray) -> np.ndarray:
    """Pledges that grow along the planted direction, with some luck."""
    luck = 0.3 * RNG.standard_normal(len(latents))
    return np.maximum(0, np.expm1(1.5 + latents @ PLANTED + luck)).round()


def steer(parent: Recipe, weight: float, **changes: object) -> Recipe:
    latent = tuple(float(value) for value in PLANTED)
    return Recipe("steer", "m", weight=weight, parents=(parent,), **{"latent": latent} | changes)  # type: ignore[arg-type]


def test_a_planted_direction_is_found() -> None:
    latents = RNG.standard_normal((200, WIDTH))

    found = steering.direction(latents, backed(latents))

    assert np.linalg.norm(found) == pytest.approx(1)
    assert found @ PLANTED > 0.95


def test_few_designs_point_roughly_there() -> None:
    latents = RNG.standard_normal((12, WIDTH))

    assert steering.direction(latents, backed(latents)) @ PLANTED > 0.3


def test_one_success_is_not_the_whole_direction() -> None:
    # given a success a thousand times as large, which lies elsewhere
    latents = RNG.standard_normal((200, WIDTH))
    pledges = backed(latents)
    other = RNG.standard_normal(WIDTH)
    other -= PLANTED * (PLANTED @ other)
    latents[0], pledges[0] = 4 * unit(other), 50_000

    assert steering.direction(latents, pledges) @ PLANTED > 0.8


def test_what_tells_nothing_is_said() -> None:
    latents = RNG.standard_normal((10, WIDTH))
    for points, pledges in (
        (latents, np.full(10, 3)),
        (latents[:1], [5]),
        (np.ones((4, WIDTH)), [1, 2, 3, 4]),
    ):
        with pytest.raises(steering.NoDirection):
            steering.direction(points, pledges)
    for points, pledges in ((latents, [1, 2]), (latents[0], [1]), (latents, np.full(10, -1))):
        with pytest.raises(ValueError, match=r"fit together|counts"):
            steering.direction(points, pledges)


def test_steering_turns_on_the_sphere() -> None:
    parent = sampled(SPACE, "Bags", 5)
    z, condition = SPACE.point(parent)

    points = {weight: SPACE.point(steer(parent, weight)) for weight in (-1.0, 0.0, 0.5, 1.0)}

    along = [float(points[weight][0] @ PLANTED) for weight in points]
    assert along == sorted(along)
    assert np.allclose(points[0.0][0], z, atol=1e-5)
    for turned, told in points.values():
        assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(z), rel=1e-5)
        assert (told == condition).all()


def test_right_angled_latents_turn_by_45_degrees() -> None:
    across = RNG.standard_normal(WIDTH)
    across -= PLANTED * (across @ PLANTED)

    turned = recipe.steered(across, PLANTED, 1.0)

    assert unit(turned) @ unit(across) == pytest.approx(np.cos(np.pi / 4))


def test_a_latent_that_points_just_away_stays() -> None:
    assert (recipe.steered(-2 * PLANTED, PLANTED, 1.0) == -2 * PLANTED).all()


def test_a_steered_recipe_survives_json() -> None:
    made = steer(sampled(SPACE, "Bags", 5), -0.25)

    assert Recipe.from_json(made.to_json()) == made


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weight": -1.5}, "between -1 and 1"),
        ({"latent": (1.0, 1.0)}, "length 1"),
        ({"latent": ()}, "length 1"),
        ({"latent": (float("inf"),)}, "finite"),
    ],
)
def test_absurd_directions_are_refused(changes: dict[str, object], words: str) -> None:
    parent = sampled(SPACE, "Bags", 5)
    weight = float(changes.pop("weight", 0.5))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=words):
        steer(parent, weight, **changes)


def test_a_direction_of_another_width_is_refused() -> None:
    short = steer(sampled(SPACE, "Bags", 5), 0.5, latent=(1.0,))
    with pytest.raises(ValueError, match="16 numbers"):
        SPACE.point(short)


def test_only_steering_goes_backwards() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Recipe("blend", "m", weight=-0.1, parents=(sampled(SPACE, "Bags", 1),) * 2)
