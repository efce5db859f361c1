"""Leader clustering finds planted groups, whatever the order."""

import numpy as np
import pytest

from webapp.demand.clustering import centre, clusters, unit

WIDTH = 32


def planted(sizes: list[int], *, spread: float = 0.04, seed: int = 0) -> np.ndarray:
    """Vectors around as many directions at right angles, one group after the other."""
    rng = np.random.default_rng(seed)
    rows = [
        np.eye(WIDTH)[place] + spread * rng.normal(size=WIDTH)
        for place, size in enumerate(sizes)
        for _ in range(size)
    ]
    return unit(np.array(rows, np.float32))


def test_planted_groups_are_found_the_largest_first() -> None:
    found = clusters(planted([4, 9, 1, 6]), 0.85)

    assert [sorted(rows) for rows in found] == [
        list(range(4, 13)),
        list(range(14, 20)),
        list(range(4)),
        [13],
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_they_came_changes_nothing(seed: int) -> None:
    vectors = planted([5, 7, 3], spread=0.09)
    order = np.random.default_rng(seed).permutation(len(vectors))

    straight = {frozenset(rows) for rows in clusters(vectors, 0.8)}
    mixed = clusters(vectors[order], 0.8)
    shuffled = {frozenset(int(order[row]) for row in rows) for rows in mixed}

    assert straight == shuffled


def test_everybody_is_in_one_group_and_near_its_leader() -> None:
    vectors = unit(np.random.default_rng(3).normal(size=(200, 6)).astype(np.float32))

    found = clusters(vectors, 0.7)

    assert sorted(row for rows in found for row in rows) == list(range(200))
    assert all((vectors[rows] @ vectors[rows[0]] >= 0.7 - 1e-6).all() for rows in found)


def test_nothing_makes_no_groups() -> None:
    assert clusters(np.zeros((0, 4), np.float32), 0.85) == []


def test_a_vector_of_zeros_is_alone() -> None:
    vectors = unit(np.array([[0, 0], [1, 0], [1, 0]], np.float32))

    assert clusters(vectors, 0.85) == [[1, 2], [0]]


def test_the_centre_is_the_mean_direction() -> None:
    vectors = unit(np.array([[1, 0], [0, 1]], np.float32))

    assert centre(vectors) == pytest.approx([0.5**0.5, 0.5**0.5])
