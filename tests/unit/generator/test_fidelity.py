"""Distances between clouds whose answers are known."""

import numpy as np
import pytest

from generator.fidelity import (
    class_coverage,
    frechet_distance,
    kernel_distance,
    manifolds,
    squared_distances,
)

RNG = np.random.default_rng(0)
CLOUD = RNG.standard_normal((4000, 6))


def test_a_cloud_is_at_distance_zero_from_itself() -> None:
    assert frechet_distance(CLOUD, CLOUD) == pytest.approx(0, abs=1e-8)


def test_a_shift_counts_by_its_square() -> None:
    shift = np.array([3.0, 0, 4.0, 0, 0, 0])

    assert frechet_distance(CLOUD, CLOUD + shift) == pytest.approx(25, rel=1e-6)


def test_a_scale_counts_by_the_difference_of_deviations() -> None:
    # of each of six independent numbers: (2 - 1)²
    other = np.random.default_rng(1).standard_normal((4000, 6)) * 2

    assert frechet_distance(CLOUD, other) == pytest.approx(6, rel=0.05)


def test_fewer_vectors_than_dimensions_still_have_a_distance() -> None:
    few = RNG.standard_normal((5, 20))

    assert frechet_distance(few, few + 1) == pytest.approx(20, rel=1e-6)


def test_the_kernel_distance_has_no_bias_and_sees_a_shift() -> None:
    other = np.random.default_rng(2).standard_normal((4000, 6))

    assert abs(kernel_distance(CLOUD, other)) < 0.02
    assert kernel_distance(CLOUD, other + 1) > 0.5


def test_the_same_cloud_has_all_of_everything() -> None:
    found = manifolds(CLOUD[:500], CLOUD[:500])

    assert found.precision == found.recall == found.coverage == 1
    assert found.density > 1


def test_a_far_cloud_has_nothing() -> None:
    assert manifolds(CLOUD[:500], CLOUD[:500] + 100) == (0, 0, 0, 0)


def test_designs_of_one_kind_are_precise_and_cover_little() -> None:
    # given photos of two kinds, far apart, and designs of the first alone
    photos = np.concatenate([CLOUD[:500], CLOUD[500:1000] + 100])
    designs = CLOUD[1000:2000]

    found = manifolds(photos, designs)

    assert found.precision > 0.9
    assert found.coverage == pytest.approx(0.5, abs=0.05)
    assert found.recall == pytest.approx(0.5, abs=0.05)


def test_one_picture_again_and_again_covers_next_to_nothing() -> None:
    same = np.repeat(CLOUD[:1], 500, axis=0)

    found = manifolds(CLOUD[:500], same)

    assert found.precision == 1
    assert found.coverage < 0.05
    assert found.recall < 0.05


def test_odd_designs_are_not_counted_as_cover() -> None:
    # half of the designs are right, half far away
    designs = np.concatenate([CLOUD[1000:1500], CLOUD[1500:2000] + 100])

    assert manifolds(CLOUD[:500], designs).precision == pytest.approx(0.5, abs=0.05)


def test_tiny_clouds_are_taken() -> None:
    assert manifolds(CLOUD[:3], CLOUD[:2]).coverage > 0


def test_a_class_is_covered_by_its_own_designs_alone() -> None:
    photos = np.concatenate([CLOUD[:100], CLOUD[100:200] + 50, CLOUD[200:202]])
    labels = np.repeat([0, 1, 2], [100, 100, 2])
    # given designs that have the first two classes mixed up
    asked = np.repeat([1, 0], 100)

    right = class_coverage(photos, labels, photos[:200], labels[:200], 3)
    wrong = class_coverage(photos, labels, photos[:200], asked, 3)

    assert right[:2].tolist() == [1, 1]
    assert wrong[:2].tolist() == [0, 0]
    assert np.isnan(right[2])


def test_squared_distances_are_never_negative() -> None:
    distances = squared_distances(CLOUD[:50], CLOUD[:50])

    assert (distances >= 0).all()
    assert np.diag(distances) == pytest.approx(np.zeros(50), abs=1e-9)
