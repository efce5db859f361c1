"""From a designer's wish to recipes (see generator.recipe), as plain JSON: no engine here.

The engine checks and completes them when it draws, so nothing is checked twice.
"""

from collections.abc import Sequence
from typing import Any

from .models import Design, Sheet
from .options import SEEDS, TRUNCATION, Options

Kind = Sheet.Kind
Recipe = dict[str, Any]


def sampled(model: str, category: str, options: Options) -> list[Recipe]:
    return [
        _with_category(
            {
                "kind": "sample",
                "model": model,
                "truncation": _scale(options.truncation, TRUNCATION),
                "seed": seed,
            },
            category,
        )
        for seed in seeds(options)
    ]


def varied(parent: Design, options: Options) -> list[Recipe]:
    return [
        _edit("vary", parent, options) | {"seed": seed, "radius": options.radius}
        for seed in seeds(options)
    ]


def recast(parent: Design, categories: Sequence[str], options: Options) -> list[Recipe]:
    return [_edit("recast", parent, options) | {"category": name} for name in categories]


def steered(parent: Design, direction: Sequence[float], options: Options) -> list[Recipe]:
    return [
        _edit("steer", parent, options)
        | {"weight": options.weight, "latent": [float(value) for value in direction]}
    ]


def blended(first: Design, second: Design, options: Options) -> list[Recipe]:
    """Both ends and the steps between them."""
    weights = [step / (options.steps - 1) for step in range(options.steps)]
    one, other = (float(design.recipe.get("truncation", 1.0)) for design in (first, second))
    return [
        {
            "kind": "blend",
            "model": first.model.version,
            "truncation": _scale(options.truncation, (1 - weight) * one + weight * other),
            "weight": weight,
            "parents": [first.recipe, second.recipe],
        }
        for weight in weights
    ]


def seeds(options: Options) -> list[int]:
    """Neighbours, so that one number tells of a whole sheet."""
    return [(options.seed + number) % SEEDS for number in range(options.count)]


def category_of(recipe: Recipe) -> str:
    """What a recipe draws: its own category, or that of the parent it is nearer to."""
    while recipe.get("category") is None and recipe.get("parents"):
        nearer = 1 if recipe["kind"] == "blend" and recipe.get("weight", 0) > 0.5 else 0
        recipe = recipe["parents"][nearer]
    return str(recipe.get("category") or "")


def document(recipe: Recipe) -> Recipe:
    """As it is exported, and as it lies in the picture."""
    return {"format": 1} | recipe


def _edit(kind: str, parent: Design, options: Options) -> Recipe:
    own = float(parent.recipe.get("truncation", 1.0))
    return {
        "kind": kind,
        "model": parent.model.version,
        "truncation": _scale(options.truncation, own),
        "parents": [parent.recipe],
    }


def _scale(asked: float | None, otherwise: float) -> float:
    return otherwise if asked is None else asked


def _with_category(recipe: Recipe, category: str) -> Recipe:
    return recipe | {"category": category} if category else recipe
