"""Of many designs those most like a target are found."""

from typing import Any

import numpy as np
import pytest

from generator.nearest import nearest
from generator.serving import Designer


def look(pixels: Any) -> Any:
    """Unit vectors of the mean colours of four quarters."""
    half = pixels.shape[1] // 2
    quarters = [pixels[:, y : y + half, x : x + half] for y in (0, half) for x in (0, half)]
    rows = np.concatenate([part.mean(axis=(1, 2)) for part in quarters], axis=1) - 128
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_design_of_the_pool_finds_itself(designer: Designer) -> None:
    targets = look(designer.sample("Handbags", [11]))

    found = nearest(designer, "Handbags", targets, look, count=3, pool=32)

    assert found[0].seed == 11
    assert {recipe.category for recipe in found} == {"Handbags"}


def test_nearer_ones_come_first_and_the_same_every_time(designer: Designer) -> None:
    targets = look(designer.sample("Watches", [900, 901]))

    found = nearest(designer, "Handbags", targets, look, count=8, pool=32, seed=5)

    likeness = [float((look(designer.render(recipe)[None]) @ targets.T).mean()) for recipe in found]
    assert likeness == pytest.approx(sorted(likeness, reverse=True), abs=1e-3)
    assert found == nearest(designer, "Handbags", targets, look, count=8, pool=32, seed=5)


def test_what_cannot_be_searched_is_refused(designer: Designer) -> None:
    targets = look(designer.sample("Watches", [1]))
    with pytest.raises(ValueError, match="no category 'Hats'"):
        nearest(designer, "Hats", targets, look, count=1, pool=2)
    with pytest.raises(ValueError, match="cannot be chosen"):
        nearest(designer, "Watches", targets, look, count=3, pool=2)
    with pytest.raises(ValueError, match="of another model"):
        nearest(designer, "Watches", targets[:, :5], look, count=1, pool=2)
