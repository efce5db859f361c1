"""The base's weights: from a file, from nowhere, and never from what cannot be trusted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from ml import taxonomy
from ml.classifier import network as networks
from ml.classifier import weights
from ml.classifier.config import Config
from ml.classifier.network import Network

FASHION = taxonomy.load()


@pytest.mark.parametrize("suffix", [".safetensors", ".npz"])
def test_a_file_fills_the_base_of_any_later_network(
    network: Network, tiny: Config, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"base{suffix}"
    weights.save(network.base, path)

    # given a second network, whose layers Keras numbers on
    made, untaught = weights.start(replace(tiny, weights=str(path)), FASHION)

    assert untaught is None
    for ours, theirs in zip(made.base.get_weights(), network.base.get_weights(), strict=True):
        assert (ours == theirs).all()


def test_the_names_are_those_of_a_fresh_inception(network: Network) -> None:
    names = [name for name, _ in weights.variables(network.base)]

    assert names[:3] == [
        "conv2d/kernel",
        "batch_normalization/beta",
        "batch_normalization/moving_mean",
    ]
    assert "conv2d_11/kernel" in names
    assert len(names) == len(set(names)) == len(network.base.weights)


def test_weights_of_a_longer_base_fit_a_shorter_one(
    network: Network, tiny: Config, tmp_path: Path
) -> None:
    longer = networks.build(replace(tiny, depth="mixed1"), FASHION)
    weights.save(longer.base, tmp_path / "long.npz")
    shorter = networks.build(tiny, FASHION)

    weights.load(shorter.base, tmp_path / "long.npz")

    stored = np.load(tmp_path / "long.npz")
    for name, variable in weights.variables(shorter.base):
        assert (variable.numpy() == stored[name]).all()
    weights.save(network.base, tmp_path / "short.npz")
    with pytest.raises(ValueError, match="lacks"):
        weights.load(longer.base, tmp_path / "short.npz")


def test_a_weight_of_another_shape_is_refused(network: Network, tmp_path: Path) -> None:
    arrays = {name: variable.numpy() for name, variable in weights.variables(network.base)}
    arrays["conv2d_3/kernel"] = np.zeros((1, 1, 2, 2), np.float32)
    safetensors.numpy.save_file(arrays, tmp_path / "odd.safetensors")

    with pytest.raises(ValueError, match=r"conv2d_3/kernel has the shape \(1, 1, 2, 2\)"):
        weights.load(network.base, tmp_path / "odd.safetensors")


@pytest.mark.parametrize("name", ["base.h5", "base.weights.h5", "base.keras", "base.pkl", "base"])
def test_other_formats_are_never_opened(network: Network, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89HDF\r\n\x1a\n")

    with pytest.raises(ValueError, match="never opened"):
        weights.load(network.base, tmp_path / name)


@pytest.mark.parametrize("name", ["base.safetensors", "base.npz"])
def test_a_damaged_or_missing_file_is_refused_in_plain_words(
    network: Network, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        weights.load(network.base, tmp_path / name)
    (tmp_path / name).write_bytes(b"not what it says")

    with pytest.raises(ValueError, match="is damaged"):
        weights.load(network.base, tmp_path / name)


def refuse(*arguments: object, **options: object) -> None:
    raise OSError("no route to host")


def test_without_a_network_the_default_goes_on_and_says_why(
    tiny: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", refuse)

    _, untaught = weights.start(replace(tiny, weights="auto"), FASHION)

    assert untaught is not None
    assert "cannot be downloaded" in untaught


def test_without_a_network_imagenet_by_name_is_an_error(
    tiny: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keras.src.utils.file_utils.get_file", refuse)

    with pytest.raises(ValueError, match="Say none to train from random weights"):
        weights.start(replace(tiny, weights="imagenet"), FASHION)
