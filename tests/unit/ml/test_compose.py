"""Products are cut out whole, and boxes stay true however the scene is made."""

import numpy as np
import pytest
import torch

from ml.data import backgrounds, compose, cutout


def photo(tone: int = 40, inside: int | None = None) -> np.ndarray:
    """A dark square in the left upper part of a white photo, perhaps with another inside."""
    image = np.full((80, 80, 3), 255, np.uint8)
    image[10:40, 20:50] = tone
    if inside is not None:
        image[20:30, 30:40] = inside
    return image


def batch(count: int = 24) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    pixels = np.stack([photo()] * count)
    alpha = cutout.cut_out(pixels)
    return (
        torch.from_numpy(pixels),
        torch.from_numpy(alpha),
        torch.from_numpy(cutout.boxes_of(alpha)),
    )


def test_a_white_inside_belongs_to_the_product() -> None:
    alpha = cutout.cut_out(photo(inside=255)[None])[0]

    assert alpha[25, 35] == 255
    assert alpha[0, 0] == alpha[60, 60] == 0


def test_a_photo_without_white_is_all_product() -> None:
    alpha = cutout.cut_out(np.full((1, 80, 80, 3), 120, np.uint8))

    assert (alpha == 255).all()
    assert cutout.boxes_of(alpha).tolist() == [[0, 0, 1, 1]]


def test_white_reaches_around_corners() -> None:
    spiral = np.full((1, 80, 80, 3), 255, np.uint8)
    spiral[0, 20:60, [20, 59]] = 0
    spiral[0, [20, 59], 20:60] = 0
    spiral[0, 58:60, 40] = 255

    assert cutout.cut_out(spiral)[0, 40, 40] == 0


def test_boxes_are_fractions_of_the_image() -> None:
    box = cutout.boxes_of(cutout.cut_out(photo()[None]))[0]

    assert box == pytest.approx([20 / 80, 10 / 80, 50 / 80, 40 / 80], abs=1.5 / 80)


@pytest.mark.parametrize("size", [32, 64])
def test_the_box_follows_the_product_through_flips_turns_and_shifts(size: int) -> None:
    pixels, alpha, _ = batch()

    images, boxes = compose.plain(pixels, alpha, size, torch.Generator().manual_seed(1))

    assert images.shape == (24, 3, size, size)
    for image, box in zip(images, boxes, strict=True):
        dark = image.amax(dim=0) < 0.5
        rows, columns = dark.any(dim=1).nonzero(), dark.any(dim=0).nonzero()
        found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        assert box.tolist() == pytest.approx([float(edge) / size for edge in found], abs=2 / size)
    assert boxes[:, 0].std() > 0.05


def test_scenes_hold_the_product_inside_its_box_and_nothing_of_it_outside() -> None:
    pixels, alpha, boxes = batch(48)
    pixels[:, 10:40, 20:50] = torch.tensor([255, 0, 0], dtype=torch.uint8)
    grey = torch.full((4, 96, 96, 3), 128, dtype=torch.uint8)

    scenes, truth = compose.composed(
        pixels, alpha, boxes, grey, 64, torch.Generator().manual_seed(2)
    )

    assert scenes.shape == (48, 3, 64, 64)
    red = (scenes[:, 0] - scenes[:, 1]) > 0.35
    at = (torch.arange(64) + 0.5) / 64
    margin = 2 / 64
    x = (at > truth[:, :1] - margin) & (at < truth[:, 2:3] + margin)
    y = (at > truth[:, 1:2] - margin) & (at < truth[:, 3:] + margin)
    inside = y[:, :, None] & x[:, None, :]
    assert red[inside].float().mean() > 0.4
    assert red[~inside].float().mean() < 0.01
    assert ((truth[:, 2:] > truth[:, :2]) & (truth >= 0).all() & (truth <= 1).all()).all()


def test_photos_are_cropped_with_white_around_what_is_not_square() -> None:
    dark = torch.zeros(32, 64, 64, 3, dtype=torch.uint8)
    dark[:, :, :8] = dark[:, :, -8:] = 255
    aspects = torch.full((32,), 0.75)

    images = compose.cropped(dark, aspects, 32, torch.Generator().manual_seed(3))

    assert images.shape == (32, 3, 32, 32)
    assert images.amin() >= 0
    assert images.amax() <= 1
    # However it was cropped, garment and floor fill the longer side.
    assert (images[:, :, 12:20, 12:20].mean(dim=(1, 2, 3)) < 0.6).float().mean() > 0.9


def test_one_seed_gives_one_batch() -> None:
    surfaces = torch.from_numpy(backgrounds.procedural(6))

    runs = [
        compose.composed(*batch(8), surfaces, 32, torch.Generator().manual_seed(seed))[0]
        for seed in (5, 5, 6)
    ]

    assert torch.equal(runs[0], runs[1])
    assert not torch.equal(runs[0], runs[2])


def test_backgrounds_differ_and_margins_come_from_the_corners() -> None:
    drawn = backgrounds.procedural(12, seed=3)
    floor = np.full((1, 64, 64, 3), 200, np.uint8)
    floor[:, 22:42, 22:42] = 0

    seen = backgrounds.margins(floor, np.ones(1, np.float32))

    assert drawn.shape == (12, 96, 96, 3)
    assert len({image.tobytes() for image in drawn}) == 12
    assert seen.shape == (2, 96, 96, 3)
    assert seen.min() > 150
