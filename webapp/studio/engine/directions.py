"""Towards what people fund."""

from collections.abc import Sequence
from typing import Any

from webapp.registry.models import ModelVersion

from .designers import designer

DIGITS = 5
"""Of the numbers in a recipe: finer ones change no pixel."""


def direction(
    model: ModelVersion, recipes: Sequence[dict[str, Any]], pledges: Sequence[int]
) -> list[float] | None:
    """A unit vector of the model's latent space; None where the designs tell nothing, because
    all were backed alike. Raises ValueError for recipes of another model."""
    import numpy as np

    from generator import steering
    from generator.recipe import Recipe

    space = designer(model).space
    points = [space.point(Recipe.from_json(recipe))[0] for recipe in recipes]
    try:
        vector = steering.direction(np.stack(points), np.array(pledges))
    except steering.NoDirection:
        return None
    return [round(float(value), DIGITS) for value in vector]
