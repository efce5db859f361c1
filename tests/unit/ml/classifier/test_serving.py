"""The classifier that answers: what it opens and refuses, and what it must not import."""

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
from ml.classifier import export, serving
from ml.classifier.serving import Classifier

ROOT = Path(serving.__file__).parents[2]


def photo(seed: int, size: tuple[int, int] = (90, 120)) -> Image.Image:
    """A dark patch on a light ground."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(180, 256, (size[1], size[0], 3), np.uint8)
    pixels[30:80, 20:70] = rng.integers(0, 90, 3)
    return Image.fromarray(pixels)


def test_a_prediction_has_two_distributions(classifier: Classifier) -> None:
    [prediction] = classifier.predict([photo(0)])

    for probabilities, size in ((prediction.categories, 51), (prediction.styles, 8)):
        assert probabilities.shape == (size,)
        assert probabilities.dtype == np.float32
        assert probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_photos_are_answered_in_order_whatever_their_number(classifier: Classifier) -> None:
    photos = [photo(seed) for seed in range(serving.BATCH + 5)]

    together = classifier.predict(photos)

    for image, expected in list(zip(photos, together, strict=True))[::9]:
        [alone] = classifier.predict([image])
        assert np.abs(alone.categories - expected.categories).max() < 1e-3
    assert classifier.predict([]) == []


def test_a_given_box_is_what_is_looked_at(classifier: Classifier) -> None:
    image = photo(1)

    [boxed] = classifier.predict([image], [(0.2, 0.25, 0.8, 0.7)])
    [cut] = classifier.predict([image.crop((18, 30, 72, 84))])

    assert np.abs(boxed.categories - cut.categories).max() < 1e-3
    with pytest.raises(ValueError, match="1 photos, but 2 boxes"):
        classifier.predict([image], [(0, 0, 1, 1), (0, 0, 1, 1)])


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA", "LA", "1"])
def test_every_kind_of_picture_is_taken(classifier: Classifier, mode: str) -> None:
    source = photo(5).convert("RGBA") if mode in ("RGBA", "LA") else photo(5)

    assert len(classifier.predict([source.convert(mode)])) == 1


def test_the_temperatures_of_the_manifest_soften_each_answer_on_its_own(
    classifier: Classifier, model_folder: Path, tmp_path: Path
) -> None:
    export.revise(model_folder, tmp_path / "hot", calibration={"category": 10.0})
    hot = serving.load(tmp_path / "hot", threads=1)

    [sharp], [soft] = (c.predict([photo(4)]) for c in (classifier, hot))

    assert soft.categories.max() < sharp.categories.max()
    assert soft.categories.argmax() == sharp.categories.argmax()
    assert soft.styles == pytest.approx(sharp.styles, abs=1e-5)


def test_threads_share_a_classifier(model_folder: Path, classifier: Classifier) -> None:
    # given a model that nobody has compiled yet
    shared = serving.load(model_folder, threads=1)
    photos = [photo(seed) for seed in range(8)]
    expected = classifier.predict(photos)

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(lambda image: shared.predict([image])[0], photos))

    for answer, right in zip(answers, expected, strict=True):
        assert np.abs(answer.categories - right.categories).max() < 1e-3


@pytest.mark.parametrize("name", ["model.h5", "model.hdf5", "model.weights.h5", "model.keras"])
def test_a_single_file_is_never_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89HDF\r\n\x1a\n")

    with pytest.raises(ArtifactError, match="never opened"):
        serving.load(tmp_path / name)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.h5").write_bytes(b"\x89HDF\r\n\x1a\n")

    with pytest.raises(ArtifactError, match="holds no manifest"):
        serving.load(tmp_path)


def test_a_manifest_that_lacks_what_serving_needs_is_refused(tmp_path: Path) -> None:
    with artifacts.publishing(tmp_path / "m", kind=serving.KIND, framework="none") as draft:
        draft.manifest["preprocessing"] = {"size": 75}

    with pytest.raises(ArtifactError, match="not a complete model"):
        serving.load(tmp_path / "m")


def test_a_model_that_speaks_of_other_categories_is_refused(
    model_folder: Path, tmp_path: Path
) -> None:
    export.revise(model_folder, tmp_path / "m", taxonomy_hash="0" * 16)

    with pytest.raises(ArtifactError, match="other categories"):
        serving.load(tmp_path / "m")


def test_a_model_of_another_engine_is_refused(tmp_path: Path) -> None:
    with artifacts.publishing(tmp_path / "m", kind="embedder", framework="none"):
        pass

    with pytest.raises(ArtifactError, match="holds a 'embedder', not a 'classifier'"):
        serving.load(tmp_path / "m")


def test_a_damaged_model_is_refused_wherever_the_damage_is(
    model_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(model_folder, folder)
    rng = np.random.default_rng(0)
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for place in rng.integers(0, len(whole), 5).tolist():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(ArtifactError):
                serving.load(folder)
        for share in (0.0, 0.5, 0.999):
            path.write_bytes(whole[: int(len(whole) * share)])
            with pytest.raises(ArtifactError):
                serving.load(folder)
        path.unlink()
        with pytest.raises(ArtifactError):
            serving.load(folder)
        path.write_bytes(whole)
    serving.load(folder)


def test_serving_imports_no_training_framework(model_folder: Path) -> None:
    script = (
        "import sys\n"
        "from PIL import Image\n"
        "from ml.classifier import serving\n"
        f"classifier = serving.load({str(model_folder)!r}, threads=1)\n"
        "classifier.predict([Image.new('RGB', (60, 80))])\n"
        "heavy = {'torch', 'torchvision', 'tensorflow', 'keras', 'h5py', 'pandas', 'django'}\n"
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
