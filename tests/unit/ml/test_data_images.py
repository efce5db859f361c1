"""Images are decoded once; broken ones are left out and never stop a run."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.data.images import derived, load_images


def data_set(folder: Path, names: list[str]) -> Path:
    (folder / "images").mkdir(parents=True)
    (folder / "styles.csv").write_text("id\n")
    for number, name in enumerate(names):
        Image.new("RGB", (30, 40), (number * 40, 0, 0)).save(folder / "images" / f"{name}.jpg")
    return folder


def test_images_are_squared_with_white_and_keep_their_proportions(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "shop", ["a"])

    store = load_images(folder, ["a"], 16, tmp_path / "cache")

    assert store.pixels.shape == (1, 16, 16, 3)
    assert store.pixels[0, 8, 0].tolist() == [255, 255, 255]
    assert store.pixels[0, 8, 8].max() < 20
    assert store.aspects[0] == pytest.approx(0.75)


def test_broken_and_absent_images_are_left_out(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "shop", ["a", "b"])
    (folder / "images" / "b.jpg").write_bytes(b"not a picture")

    store = load_images(folder, ["b", "c", "a"], 16, tmp_path / "cache")

    assert store.names == ["a"]
    assert len(store.pixels) == 1


def test_pictures_may_be_jpeg_png_or_webp(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "shop", ["a"])
    for name in ("b.png", "c.webp"):
        Image.new("RGB", (30, 40)).save(folder / "images" / name)

    assert load_images(folder, ["a", "b", "c"], 16, tmp_path / "cache").names == ["a", "b", "c"]


def test_nothing_readable_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "shop", [])

    with pytest.raises(ValueError, match="None of 1 images"):
        load_images(folder, ["a"], 16, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_second_call_maps_what_the_first_decoded(tmp_path: Path) -> None:
    folder = data_set(tmp_path / "shop", ["a", "b"])
    first = load_images(folder, ["a", "b"], 16, tmp_path / "cache")
    stat = (folder / "images").stat()
    (folder / "images" / "a.jpg").write_bytes(b"gone")

    second = load_images(folder, ["b", "a"], 16, tmp_path / "cache")

    assert stat.st_mtime_ns == (folder / "images").stat().st_mtime_ns
    assert second.fingerprint == first.fingerprint
    np.testing.assert_array_equal(second.pixels, first.pixels)
    assert isinstance(second.pixels, np.memmap)


def test_derived_arrays_are_made_once_a_key(tmp_path: Path) -> None:
    calls = []

    def make() -> np.ndarray:
        calls.append(1)
        return np.arange(3)

    for key in (["x", 1], ["x", 1], ["x", 2]):
        assert derived(tmp_path, key, make).tolist() == [0, 1, 2]
    assert len(calls) == 2
