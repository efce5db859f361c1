"""Batches: one prior for reals and fakes, reals of the class asked for, the same for a step."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generator import codes, data
from generator.augment import AUGMENTATIONS, augment, draw
from generator.feed import ByClass, Codes, Feed, as_images, as_pixels, prior
from tests.unit.generator.sets import small

CPU = torch.device("cpu")


def test_the_prior_is_the_square_root_of_the_counts() -> None:
    labels = np.array([0] * 900 + [1] * 100 + [3] * 4)

    chances = prior(labels, 4, 0.5)

    assert chances == pytest.approx(np.array([30, 10, 0, 2]) / 42)
    assert prior(labels, 4, 1.0)[0] == pytest.approx(900 / 1004)
    assert prior(labels, 4, 0.0) == pytest.approx([1 / 3, 1 / 3, 0, 1 / 3])


def test_reals_and_fakes_have_labels_of_the_same_prior(shop: Path, cache: Path) -> None:
    # given three classes of 90, 9 and 1 photos
    labels = np.repeat([0, 1, 2], [90, 9, 1])
    classes = ByClass(labels, np.arange(100), 3, 0.5)
    images = data.load(str(shop), cache, side=16)
    feed = Feed(
        small("acgan-64", batch=100), torch.from_numpy(images.pixels[:1].repeat(100, 0)), classes
    )

    batches = [feed.batch(step) for step in range(100)]

    expected = prior(labels, 3, 0.5)
    for name in ("real_labels", "fake_labels"):
        drawn = torch.cat([getattr(batch, name) for batch in batches])
        shares = np.bincount(drawn.numpy(), minlength=3) / len(drawn)
        assert shares == pytest.approx(expected, abs=0.02), name


def test_a_real_image_is_of_the_class_it_is_said_to_be(shop: Path, cache: Path) -> None:
    images = data.load(str(shop), cache, side=16)
    feed = Feed.of(small("acgan-64", batch=32), images, None, CPU)

    batch = feed.batch(0)

    owners = {images.pixels[i].tobytes(): images.labels[i] for i in range(len(images.labels))}
    found = [owners[pixels.tobytes()] for pixels in as_pixels(batch.real)]
    assert found == batch.real_labels.tolist()
    assert batch.real_condition.argmax(dim=1).tolist() == batch.real_labels.tolist()
    train = {images.pixels[i].tobytes() for i in images.rows(data.TRAIN)}
    assert {pixels.tobytes() for pixels in as_pixels(batch.real)} <= train


def test_a_step_has_one_batch_and_another_salt_another(shop: Path, cache: Path) -> None:
    images = data.load(str(shop), cache, side=16)
    feed = Feed.of(small("acgan-64"), images, None, CPU)

    assert torch.equal(feed.batch(7).z, feed.batch(7).z)
    assert torch.equal(feed.batch(7).real, feed.batch(7).real)
    assert not torch.equal(feed.batch(7).z, feed.batch(8).z)
    assert not torch.equal(feed.batch(7).z, feed.batch(7, salt=1).z)


def test_a_photos_real_image_is_a_neighbour_and_never_itself(shop: Path, cache: Path) -> None:
    images = data.load(str(shop), cache, side=16)
    vectors = np.eye(len(images.labels), 5, dtype=np.float32)
    near = (np.arange(len(images.labels))[:, None] + [1, 2]) % len(images.labels)
    feed = Feed.of(small("encoder-64"), images, Codes(vectors, near), CPU)

    condition, _, rows = feed.conditions.draw(50, torch.Generator().manual_seed(0))

    assert feed.conditions.width == 5
    for row, code in zip(rows.tolist(), condition.numpy(), strict=True):
        references = [r for r in range(len(near)) if row in near[r]]
        assert any((vectors[r] == code).all() for r in references)


def test_neighbours_are_the_nearest_outside_the_group_of_twins() -> None:
    angles = np.deg2rad([0, 1, 5, 10, 90])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    near = codes.nearest(vectors, np.array([0, 0, 2, 3, 4]), 2)

    assert sorted(near[0]) == [2, 3]
    assert sorted(near[3]) == [1, 2]
    with pytest.raises(ValueError, match="too few"):
        codes.nearest(vectors, np.arange(5), 5)


def test_bytes_survive_the_way_to_the_network_and_back() -> None:
    pixels = np.arange(256, dtype=np.uint8).reshape(1, 16, 16, 1)

    assert (as_pixels(as_images(torch.from_numpy(pixels))) == pixels).all()


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_augmentation_lets_gradients_through_and_repeats_by_seed(name: str) -> None:
    images = torch.rand(4, 3, 16, 16, requires_grad=True)

    first, second = (
        augment(images, [name], draw([name], 4, 16, torch.Generator().manual_seed(3)))
        for _ in range(2)
    )

    assert torch.equal(first, second)
    assert first.shape == images.shape
    (gradient,) = torch.autograd.grad(first.sum(), images)
    assert gradient.abs().sum() > 0


def test_translation_moves_and_cutout_hides() -> None:
    images = torch.ones(64, 1, 16, 16)
    rng = torch.Generator().manual_seed(0)

    moved, hidden = (
        augment(images, [name], draw([name], 64, 16, rng)) for name in ("translation", "cutout")
    )

    # at most an eighth of the side each way, so the middle is always there
    assert (moved[:, :, 2:14, 2:14] == 1).all()
    assert (moved == 0).any()
    assert (hidden == 0).float().mean(dim=(1, 2, 3)).max() == 0.25
    assert (hidden == 0).any(dim=3).any(dim=2).all()


def test_a_share_of_images_is_spared() -> None:
    images = torch.ones(400, 1, 16, 16)
    names = ["translation", "cutout"]

    seen = augment(images, names, draw(names, 400, 16, torch.Generator().manual_seed(0), 0.75))

    spared = (seen == 1).flatten(1).all(dim=1).float().mean()
    assert spared == pytest.approx(0.25, abs=0.06)


def test_pairs_have_one_class_and_two_photos() -> None:
    """Given pairs, the second half of a batch has the classes of the first, of other photos."""
    labels = np.repeat(np.arange(4), 500)
    classes = ByClass(labels, np.arange(2000), 4, 0.5, pairs=True)

    _, drawn, rows = classes.draw(64, torch.Generator().manual_seed(0))

    assert (drawn[:32] == drawn[32:]).all()
    assert (rows[:32] != rows[32:]).float().mean() > 0.9
