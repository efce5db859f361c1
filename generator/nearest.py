"""Designs that look like something of which there is no photo, only vectors."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.recipe import SEEDS, Recipe, sampled
from generator.serving import Designer

POOL = 256
"""Latents tried: the best dozen of them are in the nearest twentieth of all."""
AT_ONCE = 16

Look = Callable[[NDArray[np.uint8]], NDArray[np.floating[Any]]]
"""N × size × size × channels bytes to N × D vectors of length 1."""


def nearest(
    designer: Designer,
    category: str | None,
    targets: NDArray[np.floating[Any]],
    look: Look,
    *,
    count: int,
    pool: int = POOL,
    seed: int = 0,
    truncation: float = 1.0,
) -> list[Recipe]:
    """The recipes, best first, of the ``count`` among ``pool`` seeds from ``seed`` on whose designs
    are most like the targets (T × D, of length 1): by their mean cosine.

    Raises ValueError for a category that the model cannot draw, a pool smaller than the count,
    or targets of another width than what ``look`` gives.
    """
    if not 1 <= count <= pool:
        raise ValueError(f"Of {pool} designs, {count} cannot be chosen.")
    recipes = [
        sampled(designer.space, category, (seed + number) % SEEDS, truncation)
        for number in range(pool)
    ]
    points = [designer.space.point(recipe) for recipe in recipes]
    z, condition = (np.stack(parts) for parts in zip(*points, strict=True))
    # Drawn together: a rounding that differs moves nobody's rank by much, and nothing is kept.
    vectors = look(designer.images(z, condition, AT_ONCE))
    if targets.ndim != 2 or vectors.shape[1] != targets.shape[1]:
        raise ValueError(
            f"What is looked for has {targets.shape[-1]} numbers, and designs have "
            f"{vectors.shape[1]}: the vectors are of another model."
        )
    likeness = (vectors @ targets.T).mean(axis=1)
    return [recipes[place] for place in np.argsort(-likeness, kind="stable")[:count]]
