"""One copy of the weights: OpenVINO answers as torch does, and training can go on from it."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError
from ml.preprocessing import IMAGENET_MEAN, IMAGENET_STD, Preprocessing
from recommender import export, serving
from recommender.model import Embedder, Outputs
from recommender.serving import Predictor


@pytest.fixture(scope="module")
def pixels() -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (40, 64, 64, 3), np.uint8)


@torch.no_grad()
def torch_outputs(model: Embedder, pixels: NDArray[np.uint8]) -> Outputs:
    images = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    mean, std = (torch.tensor(v)[:, None, None] for v in (IMAGENET_MEAN, IMAGENET_STD))
    outputs: Outputs = model((images - mean) / std)
    return outputs


def test_the_graph_agrees_with_torch(
    network: Embedder, predictor: Predictor, pixels: NDArray[np.uint8]
) -> None:
    ours, theirs = predictor.raw(pixels), torch_outputs(network, pixels)

    for part in ("shape", "colour"):
        cosine = (getattr(ours, part) * getattr(theirs, part).numpy()).sum(axis=1)
        assert cosine.min() > 0.999
    assert np.abs(ours.boxes - theirs.boxes.numpy()).max() < 0.02
    for name in ("category_logits", "colour_logits", "usage_logits", "gender_logits"):
        expected = torch.softmax(getattr(theirs, name), dim=1).numpy()
        assert np.abs(serving.softmax(getattr(ours, name)) - expected).max() < 0.01


def test_in_full_precision_it_agrees_to_a_thousandth(
    network: Embedder, model_folder: Path, pixels: NDArray[np.uint8]
) -> None:
    precise = serving.Predictor(model_folder, threads=1, precision="f32")
    ours, theirs = precise.raw(pixels), torch_outputs(network, pixels)

    for name in Outputs._fields:
        difference = np.abs(getattr(ours, name) - getattr(theirs, name).numpy()).max()
        assert difference < 3e-3 * max(1.0, float(getattr(theirs, name).abs().max()))


def test_a_vector_does_not_depend_on_its_batch_mates(
    predictor: Predictor, pixels: NDArray[np.uint8]
) -> None:
    alone, together = predictor.raw(pixels[:1]), predictor.raw(pixels)

    assert float((alone.shape[0] * together.shape[0]).sum()) > 0.999


def test_training_can_go_on_from_the_published_weights(
    network: Embedder, model_folder: Path
) -> None:
    restored = export.restore(model_folder)

    for name, tensor in network.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            assert torch.allclose(restored.state_dict()[name], tensor, rtol=1e-3, atol=1e-6), name


def test_the_weights_are_on_disk_once(model_folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in model_folder.iterdir()}

    assert max(sizes, key=lambda name: sizes[name]) == serving.WEIGHTS
    assert sum(sizes.values()) < 24 * 2**20
    assert sum(sizes.values()) - sizes[serving.WEIGHTS] < 2**19


def test_the_manifest_tells_what_serving_and_training_need(model_folder: Path) -> None:
    manifest = artifacts.verify(model_folder, serving.KIND)

    assert manifest["preprocessing"]["size"] == 64
    assert manifest["taxonomy_hash"] == taxonomy.load().hash
    assert manifest["architecture"] == {"trunk": "resnet18"}
    assert manifest["metrics"] == {"category_top1": 0.02}
    assert {"torch", "openvino"} <= set(manifest["framework"].replace(",", "").split())


def test_a_revised_model_has_the_same_weights_and_new_facts(
    model_folder: Path, tmp_path: Path
) -> None:
    old = artifacts.verify(model_folder, serving.KIND)
    calibration = {"temperature": 1.5, "thresholds": [0.4] * 51}

    export.revise(model_folder, tmp_path / "b", calibration=calibration, card="# Newer\n")

    new = artifacts.verify(tmp_path / "b", serving.KIND)
    assert new["files"][serving.WEIGHTS] == old["files"][serving.WEIGHTS]
    assert new["version"] != old["version"]
    assert new["calibration"] == calibration
    assert new["metrics"] == old["metrics"]
    assert (tmp_path / "b" / "MODEL_CARD.md").read_text() == "# Newer\n"
    assert serving.load(tmp_path / "b").temperature == 1.5


def test_weights_of_another_network_are_refused(model_folder: Path, tmp_path: Path) -> None:
    # given a manifest that names a deeper trunk than the weights have
    export.revise(model_folder, tmp_path / "b", architecture={"trunk": "resnet34"})

    with pytest.raises(ArtifactError, match="another network"):
        export.restore(tmp_path / "b")


def test_a_taxonomy_survives_the_journey(model_folder: Path) -> None:
    written = taxonomy.load(model_folder / serving.TAXONOMY)

    assert written == taxonomy.load()


def test_nothing_is_left_of_a_failed_export(tmp_path: Path) -> None:
    broken = Embedder(taxonomy.load())
    broken.box_head = torch.nn.Linear(3, 4)
    target = tmp_path / "models" / "a"

    with pytest.raises(RuntimeError):
        export.publish(
            broken,
            target,
            vocabulary=taxonomy.load(),
            preprocessing=Preprocessing(),
            architecture={},
        )

    assert list(target.parent.iterdir()) == []


def test_the_shipped_model_is_revised_by_name_and_keeps_its_weights(tmp_path: Path) -> None:
    export.revise("shipped", tmp_path / "new", metrics={"test": {"a": 1}})

    same, other = serving.SHIPPED / "weights.safetensors", tmp_path / "new" / "weights.safetensors"
    assert same.read_bytes() == other.read_bytes()
    torch.testing.assert_close(
        export.restore("shipped").state_dict(), export.restore(tmp_path / "new").state_dict()
    )
