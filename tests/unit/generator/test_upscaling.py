"""Designs at four times their size: learned and classical, and how they are measured."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from generator import data
from generator.__main__ import main
from generator.upscaling import measure, serving
from generator.upscaling.network import Upscaler
from generator.upscaling.quality import psnr, ssim
from generator.upscaling.train import publish, shrunk, train
from ml.artifacts import ArtifactError


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stripes and squares of 256 px."""
    folder = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    for number in range(12):
        image = np.full((256, 256, 3), 255, np.uint8)
        for _ in range(30):
            x, y = rng.integers(0, 230, 2)
            image[y : y + rng.integers(4, 60), x : x + rng.integers(4, 60)] = rng.integers(
                0, 256, 3
            )
        Image.fromarray(image).save(folder / f"{number}.png")
    return folder


@pytest.fixture(scope="module")
def folder(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("upscaler")
    words = ["--data", str(photos), "--out", str(work / "u"), "--cache", str(work / "cache")]
    more = ["--minutes", "0.1", "--size", "16", "--threads", "1"]
    assert main(["train-upscaler", *words, *more]) == 0
    return work / "u"


def test_an_untrained_network_is_the_filter_it_starts_from() -> None:
    images = torch.rand(1, 3, 8, 8)

    large = Upscaler()(images)

    smooth = torch.nn.functional.interpolate(images, scale_factor=4, mode="bilinear")
    torch.testing.assert_close(large, smooth)


def test_a_trained_one_comes_closer_than_its_filter(photos: Path, tmp_path: Path) -> None:
    model, facts = train([str(photos)], cache=tmp_path, minutes=0.1, device="cpu")

    images = data.load(str(photos), tmp_path, side=256)
    large = torch.from_numpy(np.array(images.pixels)).permute(0, 3, 1, 2).float() / 255
    with torch.inference_mode():
        learned = (model(shrunk(large)) - large).square().mean()
        filtered = (Upscaler()(shrunk(large)) - large).square().mean()
    assert facts["steps"] > 3
    assert learned < filtered


def test_the_published_one_agrees_with_the_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = Upscaler().eval()
    torch.nn.init.normal_(model.layers[-1].weight, 0, 0.02)  # type: ignore[arg-type]
    publish(model, tmp_path / "u", 16, {})
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3)).astype(np.uint8)

    large = serving.load(tmp_path / "u", threads=1)(pixels)

    with torch.inference_mode():
        [expected] = model(torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)
    expected = (expected.permute(1, 2, 0) * 255).clamp(0, 255).numpy()
    assert large.shape == (64, 64, 3)
    assert np.abs(large - expected).max() < 1.5


def test_designs_are_enlarged_to_any_side(folder: Path) -> None:
    learned = serving.load(folder, threads=1)
    pixels = np.full((16, 16, 3), 200, np.uint8)

    for by in (None, learned):
        for side in (16, 64, 100):
            image = serving.enlarge(pixels, side, by)
            assert (image.size, image.mode) == ((side, side), "RGB")
    assert serving.enlarge(pixels[..., :1], 40).size == (40, 40)
    with pytest.raises(ValueError, match="16 to 4096 pixels"):
        serving.enlarge(pixels, 8)
    with pytest.raises(ValueError, match="16 × 16 pixels"):
        learned(np.zeros((20, 20, 3), np.uint8))


def test_upscalers_are_measured_on_held_back_photos(
    photos: Path, folder: Path, capsys: Any
) -> None:
    words = ["--data", str(photos), "--upscaler", str(folder), "--threads", "1"]

    assert main(["measure-upscaler", *words]) == 0

    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row.split("|")[1].strip() for row in rows[1:]] == [
        *measure.FILTERS,
        "learned",
    ]


def test_known_qualities() -> None:
    rng = np.random.default_rng(0)
    image = rng.integers(0, 200, (32, 32, 3)).astype(np.uint8)

    assert psnr(image, image) == float("inf")
    assert ssim(image, image) == pytest.approx(1)
    # an error of 10 everywhere: 20 log10(255 / 10)
    assert psnr(image, image + 10) == pytest.approx(28.13, abs=0.01)
    other = rng.integers(0, 200, (32, 32, 3)).astype(np.uint8)
    assert abs(ssim(image, other)) < 0.2


def test_an_upscaler_that_is_none_is_refused(model_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="not a 'upscaler'"):
        serving.load(model_folder)
    with pytest.raises(ArtifactError, match="no manifest"):
        serving.load(tmp_path)
    with pytest.raises(ValueError, match="--minutes must be above 0"):
        train([], cache=tmp_path, minutes=0)
