"""Every layout becomes a set of pixels, classes and parts; what is none is refused."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator import data
from tests.unit.generator.sets import KINDS, write_idx, write_images


def test_a_shop_has_the_taxonomys_categories_that_occur(shop: Path, cache: Path) -> None:
    images = data.load(str(shop), cache, side=16)

    assert images.pixels.shape == (60, 16, 16, 3)
    assert images.categories == ("Shirts", "Watches", "Handbags")
    assert np.bincount(images.labels).tolist() == [20, 20, 20]
    assert images.taxonomy is not None
    assert set(images.parts) == {0, 1, 2}


def test_a_folder_of_images_has_no_classes(tmp_path: Path) -> None:
    images = data.load(str(write_images(tmp_path / "a")), tmp_path / "cache", side=16)

    assert images.categories == ("all",)
    assert not images.labelled
    # the white margins of a tall picture are kept
    assert (images.pixels[:, :, 0] == 255).all()


def test_subfolders_are_classes_in_folders_and_zips(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "a", classes=True)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for path in folder.rglob("*.png"):
            file.write(path, f"wrapped/{path.relative_to(folder)}")

    for path in (folder, tmp_path / "a.zip"):
        images = data.load(str(path), tmp_path / "cache", side=16)
        assert images.categories == tuple(sorted(KINDS))
        assert np.bincount(images.labels).tolist() == [10, 10, 10]


def test_the_middle_can_be_cut_out(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    wide = Image.new("RGB", (90, 30), "white")
    wide.paste("red", (30, 0, 60, 30))
    for number in range(4):
        wide.save(folder / f"{number}.png")

    images = data.load(str(folder), tmp_path / "cache", side=16, fit="crop")

    assert (images.pixels == (255, 0, 0)).all()


def test_a_broken_image_is_left_out(tmp_path: Path) -> None:
    folder = write_images(tmp_path / "a", 6)
    (folder / "9.png").write_bytes(b"not a picture")

    assert len(data.load(str(folder), tmp_path / "cache", side=16).labels) == 6


def test_idx_files_keep_their_test_part(tmp_path: Path) -> None:
    images = data.load(str(write_idx(tmp_path / "idx")), tmp_path / "cache", side=28)

    assert images.pixels.shape == (160, 28, 28, 1)
    assert images.categories == ("T-shirt/top", "Trouser", "Pullover", "Dress")
    assert (images.parts[120:] == data.TEST).all()
    assert (images.parts[:120] == data.TRAIN).mean() > 0.8


def test_what_cannot_be_used_is_refused_in_plain_words(tmp_path: Path) -> None:
    cache, empty = tmp_path / "cache", tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValueError, match="holds no images"):
        data.load(str(empty), cache, side=16)
    with pytest.raises(ValueError, match="does not exist"):
        data.load(str(tmp_path / "nowhere"), cache, side=16)
    with pytest.raises(ValueError, match="use acgan-28 or dcgan-28"):
        data.load(str(write_idx(tmp_path / "idx")), cache, side=64)
    (tmp_path / "idx" / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(ValueError, match="lacks train-labels"):
        data.load(str(tmp_path / "idx"), cache, side=28)
