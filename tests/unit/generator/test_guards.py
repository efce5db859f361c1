"""The guards see a collapse and say so in plain words."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from generator import data, judge
from generator.guards import Guards, fallen, risen
from generator.judge import Seen
from ml.artifacts import ArtifactError
from tests.unit.generator.sets import write_idx


class Honest:
    """Sees the mean colour of a picture, and its class by the first channel's middle."""

    name = "a judge for tests"

    def __call__(self, pixels: NDArray[np.uint8]) -> Seen:
        colours = pixels.reshape(len(pixels), -1, pixels.shape[-1]).mean(axis=1) / 255
        return Seen(colours.astype(np.float32), (colours[:, 0] > 0.5).astype(np.int64))


def pictures(first: float, count: int, spread: float, seed: int) -> NDArray[np.uint8]:
    """count × 4 × 4 × 3 of one colour each; red is about ``first``, the rest is anything."""
    rng = np.random.default_rng(seed)
    colours = rng.uniform(0.5 - spread, 0.5 + spread, (count, 3))
    colours[:, 0] = first + rng.uniform(-0.1, 0.1, count)
    return np.broadcast_to(255 * colours[:, None, None], (count, 4, 4, 3)).astype(np.uint8)


@pytest.fixture
def guards() -> Guards:
    pixels = np.concatenate([pictures(0.2, 60, 0.4, 0), pictures(0.8, 60, 0.4, 1)])
    images = data.ImageSet(
        name="colours",
        pixels=pixels,
        labels=np.repeat([0, 1], 60),
        categories=("dark", "light"),
        parts=np.tile([0, 0, 1], 40),
        groups=np.arange(120),
        fingerprint="a",
    )
    return Guards(images, Honest())


ASKED = np.repeat([0, 1], 30)


def test_good_designs_pass_without_a_word(guards: Guards) -> None:
    designs = np.concatenate([pictures(0.2, 30, 0.4, 5), pictures(0.8, 30, 0.4, 6)])

    health = guards.look(designs, ASKED, peaks={})

    assert health.warnings == []
    assert health.measures["class_accuracy"] == health.measures["class_accuracy_real"] == 1
    assert health.measures["spread"] == pytest.approx(1, abs=0.15)
    assert health.measures["coverage"] > 0.8
    assert min(share for share in health.class_coverage if share is not None) > 0.7


def test_the_distance_is_one_of_pictures_not_of_how_many_there_are_of_a_class() -> None:
    """Given four times as many dark photos as light ones, and as many designs of each; when
    they are alike, then the distance says so."""
    pixels = np.concatenate([pictures(0.2, 240, 0.4, 0), pictures(0.8, 60, 0.4, 1)])
    labels = np.repeat([0, 1], [240, 60])
    parts, groups = np.tile([0, 0, 1], 100), np.arange(300)
    images = data.ImageSet("colours", pixels, labels, ("dark", "light"), parts, groups, "a")
    designs = np.concatenate([pictures(0.2, 30, 0.4, 5), pictures(0.8, 30, 0.4, 6)])

    health = Guards(images, Honest()).look(designs, ASKED, peaks={})

    assert health.measures["fd"] < 0.01


def test_designs_that_were_asked_for_no_class_are_judged_as_one(guards: Guards) -> None:
    designs = np.concatenate([pictures(0.2, 30, 0.4, 5), pictures(0.8, 30, 0.4, 6)])

    health = guards.look(designs, np.full(60, -1), peaks={})

    assert "class_accuracy" not in health.measures
    assert health.measures["spread"] == pytest.approx(1, abs=0.15)
    assert health.warnings == []


def test_one_picture_again_and_again_is_named(guards: Guards) -> None:
    # given dark designs that are all alike
    designs = np.concatenate([pictures(0.2, 1, 0.4, 5).repeat(30, 0), pictures(0.8, 30, 0.4, 6)])

    health = guards.look(designs, ASKED, peaks={}, fraction=0.5)
    early = guards.look(designs, ASKED, peaks={}, fraction=0.1)

    assert health.warnings == ["Nearly the same picture again and again: dark."]
    assert early.warnings == []
    assert health.measures["coverage_min_class"] < 0.2


def test_a_fall_is_told_with_both_figures(guards: Guards) -> None:
    # given designs of the wrong class, after a tick when all were right
    designs = np.concatenate([pictures(0.8, 30, 0.4, 5), pictures(0.8, 30, 0.4, 6)])

    health = guards.look(designs, ASKED, peaks={"class_accuracy": 0.9})

    [warning] = health.warnings
    assert warning == (
        "The designs are losing their classes: 50% of them are seen as what was asked for, "
        "after 90% at best."
    )


def test_better_designs_have_the_better_score(guards: Guards) -> None:
    good = np.concatenate([pictures(0.2, 30, 0.4, 5), pictures(0.8, 30, 0.4, 6)])
    poor = np.concatenate([pictures(0.4, 30, 0.1, 5), pictures(0.6, 30, 0.1, 6)])

    assert guards.look(good, ASKED, peaks={}).score < guards.look(poor, ASKED, peaks={}).score


def test_peaks_are_kept_and_each_fall_has_its_sentence() -> None:
    peaks = risen({"coverage": 0.5, "spread": 0.2, "fd": 3.0}, {"spread": 0.8})

    assert peaks == {"coverage": 0.5, "spread": 0.8}
    sentences = fallen({"coverage": 0.1, "spread": 0.3}, peaks)
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "The designs of a class are growing alike",
        "The designs cover ever fewer kinds of photos",
    ]
    assert fallen({"coverage": 0.4}, peaks) == []


@pytest.mark.usefixtures("patient_classifiers")
def test_grey_sets_get_a_judge_of_their_own(tmp_path: Path) -> None:
    images = data.load(str(write_idx(tmp_path / "idx", 400)), tmp_path / "cache", side=28)

    eyes = judge.appoint(None, images, torch.device("cpu"))

    seen = eyes(images.pixels[images.rows(data.TEST)])
    right = seen.classes == images.labels[images.rows(data.TEST)]
    assert right.mean() > 0.9
    assert seen.vectors.shape == (40, 128)


def test_the_embedder_judges_colour_photos_by_the_set_s_own_classes(
    shop: Path, cache: Path
) -> None:
    images = data.load(str(shop), cache, side=16)

    eyes = judge.appoint(None, images, torch.device("cpu"), threads=1)

    seen = eyes(images.pixels[:5])
    assert eyes.name.startswith("embedder ")
    assert set(seen.classes) <= {0, 1, 2}


def test_a_judge_that_was_named_must_be_there(shop: Path, cache: Path, tmp_path: Path) -> None:
    images = data.load(str(shop), cache, side=16)

    with pytest.raises(ArtifactError, match="not a published folder"):
        judge.appoint(str(tmp_path), images, torch.device("cpu"))
