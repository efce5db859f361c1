"""Near-identical photos form groups, and no split parts a group."""

import numpy as np
import pytest

from ml.data import twins


def vectors(seed: int = 0, count: int = 300) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 900), np.float32)


def test_photos_closer_than_the_limit_are_one_group_and_others_are_not() -> None:
    base = vectors()
    near = base[:5] + np.float32(0.02)
    far = base[5:10] + np.float32(0.05)

    groups = twins.twin_groups(np.concatenate([base, near, far]))

    assert groups[300:305].tolist() == [0, 1, 2, 3, 4]
    assert groups[305:].tolist() == [305, 306, 307, 308, 309]


def test_chains_of_twins_are_one_group() -> None:
    start = vectors(count=1)
    steps = [start + np.float32(0.025 * number) for number in range(700)]

    # More than one block of the search, and first and last are far apart.
    groups = twins.twin_groups(np.concatenate(steps))

    assert set(groups.tolist()) == {0}


def test_every_group_is_on_one_side_whatever_the_order() -> None:
    names = [f"p{number}" for number in range(200)]
    groups = np.arange(200) // 4

    parts = twins.split_groups(names, groups)
    order = np.random.default_rng(0).permutation(200)
    renumbered = np.unique(groups[order], return_inverse=True)[1]
    again = twins.split_groups([names[i] for i in order], renumbered)

    assert all(len(set(parts[groups == group])) == 1 for group in range(50))
    np.testing.assert_array_equal(again, parts[order])


def test_the_split_has_the_shares_asked_for_and_follows_the_seed() -> None:
    keys = [str(number) for number in range(5000)]

    first = np.bincount([twins.split_of(key) for key in keys]) / 5000
    other = [twins.split_of(key, seed=1) for key in keys]

    assert first == pytest.approx([0.8, 0.1, 0.1], abs=0.02)
    assert other != [twins.split_of(key) for key in keys]


def test_thumbnails_leave_the_white_bars_out() -> None:
    narrow = np.full((1, 80, 80, 3), 255, np.uint8)
    narrow[:, :, 10:70] = 0

    thumbnail = twins.thumbnails(narrow, np.array([0.75], np.float32))

    assert thumbnail.shape == (1, 900)
    assert thumbnail.max() == 0
