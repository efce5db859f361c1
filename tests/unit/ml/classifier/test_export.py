"""One copy of the weights: OpenVINO answers as Keras does, and training can go on from it."""

import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError
from ml.classifier import export, graph, serving, storage
from ml.classifier.network import Network
from ml.classifier.serving import Classifier, Raw


@pytest.fixture(scope="module")
def pixels() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (40, 75, 75, 3), np.uint8)


def answers(model: object, pixels: NDArray[np.uint8]) -> Raw:
    found = model.predict_on_batch(pixels)
    return Raw(*(np.asarray(found[name]) for name in Raw._fields))


def test_in_full_precision_the_graph_agrees_with_keras_to_a_thousandth(
    network: Network, model_folder: Path, pixels: NDArray[np.uint8]
) -> None:
    precise = serving.Classifier(model_folder, threads=1, precision="f32")

    ours, theirs = precise.raw(pixels), answers(network.model, pixels)

    for one, other in zip(ours, theirs, strict=True):
        assert np.abs(one - other).max() < 1e-3
        # Probabilities of a network that knows nothing are small, so look closer.
        assert np.abs(np.log(one) - np.log(other)).max() < 1e-2


def test_an_answer_does_not_depend_on_its_batch_mates(
    classifier: Classifier, pixels: NDArray[np.uint8]
) -> None:
    alone, together = classifier.raw(pixels[:1]), classifier.raw(pixels)

    assert np.abs(alone.category[0] - together.category[0]).max() < 1e-3


def test_keras_opens_the_file_as_an_ordinary_model_of_32_bits(
    network: Network, model_folder: Path
) -> None:
    model = keras.saving.load_model(model_folder / serving.WEIGHTS, safe_mode=True)

    for stored, weight in zip(model.weights, network.model.weights, strict=True):
        assert stored.dtype == "float32"
        np.testing.assert_allclose(stored.numpy(), weight.numpy(), rtol=1e-3, atol=1e-6)


def test_training_can_go_on_from_the_published_weights(
    network: Network, model_folder: Path
) -> None:
    restored = export.restore(model_folder)

    assert restored.size == 75
    assert list(restored.trainer.output) == list(network.trainer.output)
    for ours, theirs in zip(restored.weights(), network.weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-6)


def test_the_weights_are_on_disk_once_and_in_half_precision(
    network: Network, model_folder: Path
) -> None:
    sizes = {path.name: path.stat().st_size for path in model_folder.iterdir()}

    assert set(sizes) == {
        "graph.xml",
        "model.keras",
        "manifest.json",
        "taxonomy.json",
        "MODEL_CARD.md",
    }
    weights = network.model.count_params()
    assert sizes["model.keras"] < 2.1 * weights + 2**18


def test_nothing_of_the_file_is_compressed_so_that_the_graph_can_point_into_it(
    model_folder: Path,
) -> None:
    with zipfile.ZipFile(model_folder / serving.WEIGHTS) as file:
        assert {entry.compress_type for entry in file.infolist()} == {zipfile.ZIP_STORED}
        assert file.testzip() is None


def test_places_find_every_kernel_by_its_content(network: Network, model_folder: Path) -> None:
    path = model_folder / serving.WEIGHTS
    places, raw = storage.Places(path), path.read_bytes()

    for weight in network.model.weights:
        content = storage.halved(weight.numpy()).tobytes()
        start = places.of(content)
        assert start is not None
        assert raw[start : start + len(content)] == content
    assert places.of(b"something else") is None


def test_the_manifest_tells_what_serving_and_training_need(model_folder: Path) -> None:
    manifest = artifacts.verify(model_folder, serving.KIND)

    assert manifest["preprocessing"] == {"size": 75, "mean": [0.5] * 3, "std": [0.5] * 3}
    assert manifest["taxonomy_hash"] == taxonomy.load().hash
    assert manifest["architecture"]["depth"] == "mixed0"
    assert {"keras", "openvino"} <= set(manifest["framework"].replace(",", "").split())


def test_a_revised_model_has_the_same_weights_and_new_facts(
    model_folder: Path, tmp_path: Path
) -> None:
    old = artifacts.verify(model_folder, serving.KIND)

    export.revise(model_folder, tmp_path / "b", calibration={"category": 1.5}, card="# Newer\n")

    new = artifacts.verify(tmp_path / "b", serving.KIND)
    assert new["files"][serving.WEIGHTS] == old["files"][serving.WEIGHTS]
    assert new["version"] != old["version"]
    assert new["metrics"] == old["metrics"]
    assert (tmp_path / "b" / "MODEL_CARD.md").read_text() == "# Newer\n"
    assert serving.load(tmp_path / "b").temperatures == {"category": 1.5, "style": 1.0}


def test_a_file_without_its_manifest_is_never_handed_to_keras(
    model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "read", lambda path: pytest.fail("opened"))
    copy = tmp_path / serving.WEIGHTS
    copy.write_bytes((model_folder / serving.WEIGHTS).read_bytes())

    with pytest.raises(ArtifactError, match="single file"):
        export.restore(copy)
    with pytest.raises(ArtifactError, match="holds no manifest"):
        export.restore(tmp_path)


def test_a_layer_that_has_no_translation_is_named() -> None:
    pixels = keras.Input((8, 8, 3), dtype="uint8")
    values = keras.layers.DepthwiseConv2D(3, name="odd")(keras.layers.Rescaling(1.0)(pixels))
    model = keras.Model(pixels, {"category": values})

    with pytest.raises(ValueError, match=r"DepthwiseConv2D layers \(odd\) cannot be exported"):
        graph.convert(model)


def test_nothing_is_left_of_a_failed_export(network: Network, tmp_path: Path) -> None:
    target = tmp_path / "models" / "a"

    with pytest.raises(TypeError):
        export.publish(network, target, vocabulary=taxonomy.load(), card="#", odd=object())

    assert list(target.parent.iterdir()) == []
