"""Measuring by command: the figures are there, and mean what they say."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from generator import classifier, data, judge, serving
from generator.__main__ import main
from generator.evaluate import evaluate
from generator.serving import Designer
from generator.train import publish, train
from ml import artifacts
from tests.unit.generator.sets import small, write_idx, write_images, write_shop

SHARES = (
    *("precision", "recall", "coverage", "coverage_min_class", "class_accuracy"),
    *("cas", "cas_real", "novelty_copies"),
)


@pytest.fixture(scope="module")
def measured(model_folder: Path, shop: Path, cache: Path, tmp_path_factory: Any) -> Path:
    target = tmp_path_factory.mktemp("evaluation") / "a.json"
    words = ["--model", str(model_folder), "--data", str(shop), "--json", str(target)]
    words += ["--features", "own", "--cache", str(cache), "--threads", "1"]
    assert main(["evaluate", *words]) == 0
    return target


def test_every_measure_is_in_the_json_and_the_table(measured: Path) -> None:
    result = json.loads(measured.read_text())

    measures = result["measures"]
    for name in SHARES:
        assert 0 <= measures[name] <= 1, name
    assert measures["density"] >= 0
    assert measures["fd_fashion51"] > measures["fd_floor"] >= 0
    assert measures["kid"] > 0
    assert "gan_train" not in measures
    assert [row["category"] for row in result["per_class"]] == ["Shirts", "Watches", "Handbags"]
    table = measured.with_suffix(".md").read_text()
    assert "`fd_fashion51`" in table
    assert "| Handbags | 20 |" in table


def test_the_evaluation_can_go_into_manifest_and_card(
    measured: Path, run: Path, tmp_path: Path
) -> None:
    words = ["--run", str(run), "--out", str(tmp_path / "m"), "--evaluation", str(measured)]

    assert main(["publish", *words]) == 0

    manifest = artifacts.verify(tmp_path / "m", serving.KIND)
    result = json.loads(measured.read_text())
    assert manifest["metrics"]["evaluation"] == result["measures"]
    assert [row["coverage"] for row in manifest["per_category"]] == [
        row["coverage"] for row in result["per_class"]
    ]
    assert "fd_fashion51" in (tmp_path / "m" / "MODEL_CARD.md").read_text()


class Perfect(Designer):
    """Gives out photos of the class asked for, as the best generator would."""

    def __init__(self, like: Designer, images: data.ImageSet) -> None:
        self.__dict__ |= like.__dict__
        self.photos, self.rng = images, np.random.default_rng(3)

    def images(self, z: Any, condition: Any, at_once: int = 1) -> Any:
        chosen = [
            self.rng.choice(np.flatnonzero(self.photos.labels == label))
            for label in condition.argmax(axis=1)
        ]
        return self.photos.pixels[chosen]


@pytest.mark.usefixtures("patient_classifiers")
def test_photos_themselves_are_as_good_as_the_floor_and_all_copies(
    designer: Designer, tmp_path: Path
) -> None:
    images = data.load(str(write_shop(tmp_path / "s", 240)), tmp_path / "cache", side=16)
    eyes = judge.appoint("own", images, torch.device("cpu"))

    measures = evaluate(Perfect(designer, images), images, eyes)["measures"]

    assert measures["fd_fashion51"] < 4 * measures["fd_floor"] + 0.05
    assert measures["coverage"] > 0.6
    assert measures["class_accuracy"] == pytest.approx(measures["class_accuracy_real"], abs=0.1)
    assert measures["cas"] > 0.7 * measures["cas_real"]
    assert measures["novelty_copies"] > 0.5


def test_grey_sets_are_measured_by_what_can_be_learned_from_the_designs(tmp_path: Path) -> None:
    path = str(write_idx(tmp_path / "idx"))
    folder = train(path, tmp_path / "run", config=small("acgan-28", kimg=0.016))
    assert folder is not None

    words = ["--model", str(folder), "--data", path, "--json", str(tmp_path / "a.json")]
    assert main(["evaluate", *words, "--threads", "1"]) == 0

    measures = json.loads((tmp_path / "a.json").read_text())["measures"]
    assert measures["gan_train"] == measures["cas"]


@pytest.mark.usefixtures("patient_classifiers")
def test_a_classifier_learns_what_it_is_shown(tmp_path: Path) -> None:
    images = data.load(str(write_idx(tmp_path / "idx", 400)), tmp_path / "cache", side=28)
    train_rows, test_rows = images.rows(data.TRAIN), images.rows(data.TEST)
    cpu = torch.device("cpu")

    model = classifier.fit(
        images.pixels[train_rows], images.labels[train_rows], 4, epochs=10, device=cpu
    )

    _, said = classifier.look(model, images.pixels[test_rows], cpu)
    assert (said == images.labels[test_rows]).mean() > 0.9


def test_what_does_not_fit_is_refused(
    model_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.json"
    words = ["evaluate", "--model", str(model_folder), "--json", str(target), "--threads", "1"]
    others = write_images(tmp_path / "others", classes=True)
    (others / "Shirts").rename(others / "Hats")

    assert main([*words, "--data", str(write_idx(tmp_path / "idx"))]) == 2
    assert main([*words, "--data", str(others), "--features", "own"]) == 2
    assert main([*words, "--data", str(tmp_path / "nowhere")]) == 2

    said = capsys.readouterr().err
    assert "have 28 × 28 pixels" in said
    assert "makes no Hats" in said
    assert "does not exist" in said
    assert not target.exists()


def test_a_run_without_a_tick_cannot_be_published(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no checkpoint to publish yet"):
        publish(tmp_path, tmp_path / "m")
