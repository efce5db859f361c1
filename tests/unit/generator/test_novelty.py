"""Copies are found, new designs pass, and twins do not hide a copy."""

import numpy as np

from generator.novelty import Novelty

RNG = np.random.default_rng(0)
PHOTOS = RNG.integers(0, 256, (60, 16, 16, 3)).astype(np.uint8)
VECTORS = RNG.standard_normal((60, 8)).astype(np.float32)
ALONE = np.arange(60)


def nearly(rows: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Photos and features with a little noise on them."""
    pixels = np.clip(PHOTOS[rows].astype(int) + RNG.integers(-3, 4, (len(rows), 16, 16, 3)), 0, 255)
    return pixels.astype(np.uint8), VECTORS[rows] + 0.01


def test_a_copy_is_found_with_its_photo() -> None:
    verdicts = Novelty(PHOTOS, VECTORS, ALONE).check(*nearly([3, 17]))

    assert verdicts.copies.tolist() == [True, True]
    assert verdicts.nearest.tolist() == verdicts.nearest_pixels.tolist() == [3, 17]


def test_other_pictures_are_no_copies() -> None:
    pixels = RNG.integers(0, 256, (20, 16, 16, 3)).astype(np.uint8)
    far = 10 * RNG.standard_normal((20, 8)).astype(np.float32)

    assert not Novelty(PHOTOS, VECTORS, ALONE).check(pixels, far).copies.any()


def test_pixels_and_features_must_agree() -> None:
    pixels, vectors = nearly([3, 17])

    verdicts = Novelty(PHOTOS, VECTORS, ALONE).check(pixels, vectors + 50)

    assert verdicts.by_pixels.all()
    assert not verdicts.copies.any()


def test_a_twin_does_not_hide_a_copy() -> None:
    # given two photos that are nearly the same, known as twins
    photos, vectors = PHOTOS.copy(), VECTORS.copy()
    photos[1], vectors[1] = photos[0], vectors[0]
    groups = ALONE.copy()
    groups[1] = 0
    pixels, made = nearly([0])

    assert Novelty(photos, vectors, groups).check(pixels, made).copies.all()
    assert not Novelty(photos, vectors, ALONE).check(pixels, made).copies.any()


def test_grey_pictures_are_taken() -> None:
    novelty = Novelty(PHOTOS[..., :1], VECTORS, ALONE)

    assert novelty.check(PHOTOS[:2, ..., :1], VECTORS[:2]).copies.all()
