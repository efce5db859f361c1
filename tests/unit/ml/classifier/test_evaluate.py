"""The evaluation counts what it says, on small sets in the layouts people download."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ml import taxonomy
from ml.classifier import evaluate
from ml.classifier.__main__ import main
from ml.classifier.evaluate import Judged
from ml.classifier.serving import Classifier

FASHION = taxonomy.load()
SHOP_KEYS = {
    "category_top1",
    "category_top2",
    "category_top5",
    "category_macro_f1",
    "style_acc",
    "style_macro_f1",
}


def words(model: Path, data: dict[str, Any], target: Path, *more: str) -> list[str]:
    asked = ["evaluate", "--model", str(model), "--data", data["data"][0]]
    return [*asked, "--json", str(target), "--threads", "1", *more]


def test_the_command_writes_every_key_with_its_interval(
    model_folder: Path, data: dict[str, Any], tmp_path: Path
) -> None:
    target = tmp_path / "out" / "figures.json"
    photos = ["--phone", data["phone"], "--phone-map", data["phone_map"]]

    assert main(words(model_folder, data, target, *photos)) == 0

    result = json.loads(target.read_text())
    assert set(result["shop"]) == SHOP_KEYS
    assert set(result["phone"]) == {"category_top1", "category_top2", "category_top5"}
    for group in ("shop", "phone"):
        for name, value in result[group].items():
            low, high = result["intervals"][group][name]
            assert 0 <= low <= value <= high <= 1, name
    assert set(result["calibration_error"]) == {"category", "style"}
    assert result["photos"] == 60
    assert {row["class"] for row in result["per_class"]} == {"Shirts", "Handbags", "Watches"}
    assert [row["class"] for row in result["per_style"]] == ["Casual"]
    assert result["mixed_up"][0]["photos"] > 0
    page = target.with_suffix(".md").read_text()
    assert "| `category_top2` |" in page
    assert "People's photos" in page
    with Image.open(target.with_suffix(".png")) as picture:
        assert min(picture.size) > 51 * 10


def test_one_part_of_the_split_is_judged(
    classifier: Classifier, data: dict[str, Any], tmp_path: Path
) -> None:
    counts = [
        len(evaluate.judge(classifier, data["data"][0], part, tmp_path, None).kinds)
        for part in ("train", "val", "test")
    ]

    assert sum(counts) == 60
    assert counts[0] > counts[1] + counts[2]


def test_the_figures_are_what_they_are_called() -> None:
    # given four photos, of which the last two are twins and the second has no style
    categories = np.array(
        [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [0.1, 0.2, 0.7]], np.float32
    )
    judged = Judged(
        categories=categories,
        styles=np.array([[0.9, 0.1]] * 4, np.float32),
        kinds=np.array([0, 1, 2, 0]),
        usages=np.array([0, -1, 0, 1]),
        twins=np.array([0, 1, 2, 2]),
    )

    values = evaluate.measure(judged)

    assert values["category_top1"].value == pytest.approx(2 / 4)
    assert values["category_top2"].value == pytest.approx(3 / 4)
    assert values["category_top5"].value == 1
    assert values["style_acc"].value == pytest.approx(2 / 3)
    # the first class is named twice, once rightly; the second never; the third twice
    assert values["category_macro_f1"].value == pytest.approx((0.5 + 0 + 2 / 3) / 3)
    assert evaluate.calibration(judged)["style"] == pytest.approx(0.9 - 2 / 3, abs=1e-3)


def test_of_a_photos_allowed_categories_any_is_right(
    data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, classifier: Classifier
) -> None:
    names = FASHION.categories

    def look(classifier: Classifier, path: str, photos: list[str]) -> Any:
        seen = np.zeros((len(photos), 51), np.float32)
        seen[:, names.index("Tshirts")], seen[:, names.index("Handbags")] = 0.6, 0.4
        return seen, np.ones((len(photos), 8), np.float32) / 8, photos

    monkeypatch.setattr(evaluate, "look", look)

    seen = evaluate.people(classifier, data["phone"], data["phone_map"], "all", None)
    values = evaluate.measure_people(seen)

    # half are labelled "Shirt" (Shirts or Tshirts), half "Bag" (Handbags)
    assert values["category_top1"].value == pytest.approx(0.5, abs=0.1)
    assert values["category_top2"].value == 1


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--phone", "x"), "--phone needs --phone-map"),
        (("--data", "nowhere"), "nowhere does not exist"),
        (("--model", "nowhere"), "holds no manifest"),
        (("--model", "model.h5"), "never opened"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_plain_words(
    model_folder: Path,
    data: dict[str, Any],
    tmp_path: Path,
    more: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(words(model_folder, data, tmp_path / "a.json", *more)) == 2
    assert complaint in capsys.readouterr().err
    assert not (tmp_path / "a.json").exists()
