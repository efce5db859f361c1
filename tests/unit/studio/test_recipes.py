"""From wishes to recipes, and what a recipe draws; no model is needed for either."""

from typing import Any

import pytest

from generator.recipe import Recipe
from webapp.core.problems import Problem
from webapp.registry.models import ModelVersion
from webapp.studio import recipes
from webapp.studio.models import Design
from webapp.studio.options import SEEDS, Options, options_read

BAG = {"kind": "sample", "model": "m", "category": "Handbags", "truncation": 0.6, "seed": 1}
SHOE = BAG | {"category": "Heels", "truncation": 1.0, "seed": 2}


def design(recipe: dict[str, Any]) -> Design:
    return Design(model=ModelVersion(version="m"), recipe=recipe)


def blend(weight: float) -> dict[str, Any]:
    return {"kind": "blend", "model": "m", "weight": weight, "parents": [BAG, SHOE]}


def test_every_recipe_is_one_that_the_engine_reads() -> None:
    bag, shoe, options = design(BAG), design(SHOE), Options(seed=5, count=2)
    made = [
        *recipes.sampled("m", "Handbags", options),
        *recipes.varied(bag, options),
        *recipes.blended(bag, shoe, options),
        *recipes.recast(bag, ["Heels", "Watches"], options),
        *recipes.steered(bag, [0.6, 0.8], options),
    ]

    for recipe in made:
        assert Recipe.from_json(recipe).to_json() == recipe


def test_edits_keep_their_parents_truncation_unless_told_otherwise() -> None:
    bag, shoe = design(BAG), design(SHOE)

    assert recipes.varied(bag, Options(seed=5))[0]["truncation"] == 0.6
    assert recipes.varied(bag, Options(seed=5, truncation=1.2))[0]["truncation"] == 1.2
    strip = recipes.blended(bag, shoe, Options(seed=5, steps=3))
    assert [step["truncation"] for step in strip] == pytest.approx([0.6, 0.8, 1.0])


def test_seeds_start_again_behind_the_last() -> None:
    assert recipes.seeds(Options(seed=SEEDS - 1, count=3)) == [SEEDS - 1, 0, 1]


@pytest.mark.parametrize(
    ("recipe", "category"),
    [
        (BAG, "Handbags"),
        (blend(0.3), "Handbags"),
        (blend(0.7), "Heels"),
        ({"kind": "vary", "parents": [blend(0.7)]}, "Heels"),
        ({"kind": "recast", "category": "Watches", "parents": [BAG]}, "Watches"),
        ({"kind": "sample", "model": "m"}, ""),
    ],
)
def test_what_a_recipe_draws(recipe: dict[str, Any], category: str) -> None:
    assert recipes.category_of(recipe) == category


def test_options_come_from_forms_and_json_alike() -> None:
    pk = "7a0c5ad8-5f7c-4b57-9e39-7b9b9e5c2f10"

    form = options_read("vary", {"seed": "7", "count": "4", "radius": "0.2", "parents": pk})
    json = options_read("vary", {"seed": 7, "count": 4, "radius": 0.2, "parents": [pk]})

    assert form == json
    assert options_read("vary", form.to_json()) == form


def test_only_steering_goes_backwards() -> None:
    pk = "7a0c5ad8-5f7c-4b57-9e39-7b9b9e5c2f10"
    assert options_read("steer", {"parents": [pk], "weight": -1}).weight == -1
    with pytest.raises(Problem, match="weight must be a number from 0 to 1"):
        options_read("blend", {"parents": [pk, pk], "weight": -1})


@pytest.mark.parametrize("vector", [["x"], [float("inf")], [None]])
def test_what_is_looked_for_is_a_list_of_numbers(vector: list[Any]) -> None:
    with pytest.raises(Problem, match="list of numbers"):
        options_read("nearest", {"shape": vector, "colour": [1.0]})
