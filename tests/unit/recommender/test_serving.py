"""The predictor: what it opens and refuses, where it looks, and what it must not import."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml import artifacts
from ml.artifacts import ArtifactError
from ml.preprocessing import WHOLE, Preprocessing, square, unsquare
from recommender import export, serving
from recommender.serving import CropRule, Predictor

ROOT = Path(serving.__file__).parents[1]


def photo(seed: int, size: tuple[int, int] = (90, 120)) -> Image.Image:
    """A dark patch on a light ground."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(180, 256, (size[1], size[0], 3), np.uint8)
    pixels[30:80, 20:70] = rng.integers(0, 90, 3)
    return Image.fromarray(pixels)


def test_a_prediction_has_the_promised_parts(predictor: Predictor) -> None:
    [prediction] = predictor.predict([photo(0)])

    assert prediction.shape.shape == (192,)
    assert prediction.colour.shape == (64,)
    assert np.linalg.norm(prediction.shape) == pytest.approx(1, abs=0.01)
    sizes = {"categories": 51, "colours": 47, "usages": 8, "genders": 5}
    for name, size in sizes.items():
        probabilities = getattr(prediction, name)
        assert probabilities.shape == (size,)
        assert probabilities.dtype == np.float32
        assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    for x1, y1, x2, y2 in (prediction.box, prediction.proposed_box):
        assert 0 <= x1 <= x2 <= 1
        assert 0 <= y1 <= y2 <= 1


def test_photos_are_answered_in_order_whatever_their_number(predictor: Predictor) -> None:
    photos = [photo(seed) for seed in range(serving.BATCH + 5)]

    together = predictor.predict(photos, [WHOLE] * len(photos))

    for image, expected in list(zip(photos, together, strict=True))[::9]:
        [alone] = predictor.predict([image], [WHOLE])
        assert float(alone.shape @ expected.shape) > 0.999


def test_no_photos_give_no_predictions(predictor: Predictor) -> None:
    assert predictor.predict([]) == []


def test_photos_and_boxes_must_pair_up(predictor: Predictor) -> None:
    with pytest.raises(ValueError, match="1 photos, but 2 boxes"):
        predictor.predict([photo(0)], [WHOLE, WHOLE])


def test_a_given_box_is_what_is_looked_at(predictor: Predictor) -> None:
    image = photo(1)
    box = (0.2, 0.25, 0.8, 0.7)

    [boxed] = predictor.predict([image], [box])
    [cut] = predictor.predict([image.crop((18, 30, 72, 84))], [WHOLE])

    assert boxed.box == box
    assert float(boxed.shape @ cut.shape) > 0.999


def test_without_a_box_the_proposed_one_is_grown_and_looked_at(predictor: Predictor) -> None:
    image = photo(2)
    [whole] = predictor.predict([image], [WHOLE])

    [chosen] = predictor.predict([image])

    assert chosen.proposed_box == pytest.approx(whole.proposed_box, abs=0.01)
    assert chosen.box == pytest.approx(CropRule().grow(whole.proposed_box), abs=0.02)


@pytest.mark.parametrize("rule", [{"min_area": 1.0}, {"confidence": 1e6}])
def test_a_crop_the_rule_forbids_is_not_used(
    model_folder: Path, tmp_path: Path, rule: dict[str, float]
) -> None:
    export.revise(model_folder, tmp_path / "strict", crop={"max_area": 1.0} | rule)
    strict = serving.load(tmp_path / "strict", threads=1)

    [prediction] = strict.predict([photo(3)])

    assert prediction.box == WHOLE


def test_the_temperature_of_the_manifest_softens_the_categories(
    predictor: Predictor, model_folder: Path, tmp_path: Path
) -> None:
    export.revise(model_folder, tmp_path / "hot", calibration={"temperature": 10.0})
    hot = serving.load(tmp_path / "hot", threads=1)

    [sharp], [soft] = (p.predict([photo(4)], [WHOLE]) for p in (predictor, hot))

    assert soft.categories.max() < sharp.categories.max()
    assert soft.categories.argmax() == sharp.categories.argmax()


def test_threads_share_a_predictor(model_folder: Path) -> None:
    # given a model that nobody has compiled yet
    shared = serving.load(model_folder, threads=1)
    photos = [photo(seed) for seed in range(8)]
    expected = shared.__class__(model_folder, threads=1).predict(photos)

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(lambda image: shared.predict([image])[0], photos))

    for answer, right in zip(answers, expected, strict=True):
        assert float(answer.shape @ right.shape) > 0.999


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1"])
def test_every_kind_of_picture_is_taken(predictor: Predictor, mode: str) -> None:
    source = photo(5).convert("RGBA") if mode in ("RGBA", "LA") else photo(5)

    assert len(predictor.predict([source.convert(mode)])) == 1


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (3000, 2)])
def test_odd_shapes_are_taken(predictor: Predictor, size: tuple[int, int]) -> None:
    assert len(predictor.predict([Image.new("RGB", size, "red")])) == 1


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))

    assert square(clear, 8).getextrema() == ((255, 255), (255, 255), (255, 255))


def test_a_crop_keeps_its_proportions_and_is_centred_on_white() -> None:
    pixels = np.asarray(square(Image.new("RGB", (60, 80), "black"), 64))

    assert (pixels[:, 8:56] == 0).all()
    assert (pixels[:, :8] == 255).all()
    assert (pixels[:, 56:] == 255).all()


def test_a_box_finds_its_way_back_from_the_square() -> None:
    # given a 60 × 80 photo: in the square, its sides lie at 1/8 and 7/8
    image = Image.new("RGB", (60, 80))

    assert unsquare((0.125, 0, 0.875, 1), image) == pytest.approx(WHOLE)
    assert unsquare((0.5, 0.5, 0.875, 1), image) == pytest.approx((0.5, 0.5, 1, 1))
    # and from a crop of its lower right quarter
    assert unsquare((0.125, 0, 0.5, 0.5), image, (0.5, 0.5, 1, 1)) == pytest.approx(
        (0.5, 0.5, 0.75, 0.75)
    )


def test_preprocessing_survives_the_manifest() -> None:
    ours = Preprocessing(size=80)

    assert Preprocessing.from_manifest(ours.to_manifest()) == ours


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="holds no manifest"):
        serving.load(tmp_path / "nowhere")


def test_a_manifest_that_lacks_what_serving_needs_is_refused(tmp_path: Path) -> None:
    with artifacts.publishing(tmp_path / "m", kind=serving.KIND, framework="none") as draft:
        draft.manifest["preprocessing"] = {"size": 64}

    with pytest.raises(ArtifactError, match="not a complete model"):
        serving.load(tmp_path / "m")


def test_a_model_that_speaks_of_other_categories_is_refused(
    model_folder: Path, tmp_path: Path
) -> None:
    export.revise(model_folder, tmp_path / "m", taxonomy_hash="0" * 16)

    with pytest.raises(ArtifactError, match="other categories"):
        serving.load(tmp_path / "m")


def test_a_damaged_model_is_refused_at_80_places(model_folder: Path, tmp_path: Path) -> None:
    """Lines 10 and 16 of the reliability brief: the model's share of the 240 cases."""
    folder = tmp_path / "damaged"
    shutil.copytree(model_folder, folder)
    rng = np.random.default_rng(0)
    cases = 0
    for path in sorted(folder.iterdir()):
        size = path.stat().st_size
        with path.open("r+b") as file:
            for place in rng.integers(0, size, 8).tolist():
                file.seek(place)
                whole = file.read(1)
                for damage in (bytes([whole[0] ^ (1 << place % 8)]), bytes([whole[0] ^ 0xFF])):
                    file.seek(place)
                    file.write(damage)
                    file.flush()
                    with pytest.raises(ArtifactError):
                        serving.load(folder)
                    cases += 1
                file.seek(place)
                file.write(whole)
        serving.load(folder)
    for path in sorted(folder.iterdir()):
        whole_file = path.read_bytes()
        for share in (0.0, 0.5, 0.999):
            path.write_bytes(whole_file[: int(len(whole_file) * share)])
            with pytest.raises(ArtifactError):
                serving.load(folder)
            cases += 1
        path.write_bytes(whole_file)
    assert cases >= 80
    serving.load(folder)


def test_serving_imports_no_training_framework(model_folder: Path) -> None:
    script = (
        "import sys\n"
        "from PIL import Image\n"
        "from recommender import index, search, serving\n"
        f"predictor = serving.load({str(model_folder)!r}, threads=1)\n"
        "predictor.predict([Image.new('RGB', (60, 80))])\n"
        "heavy = {'torch', 'torchvision', 'tensorflow', 'keras', 'pandas', 'django'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"
