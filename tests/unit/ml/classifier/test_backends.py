"""TensorFlow and torch give the same answers, and both train; each in a process of its own."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.classifier import backend, serving, weights
from ml.classifier.network import Network

ROOT = Path(serving.__file__).parents[2]
WITHOUT_TENSORFLOW = """
from importlib.machinery import PathFinder

find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name == "tensorflow" else find(name, *more)
"""
ANSWER = """
import sys
from ml.classifier import backend
backend.choose(1)
import keras, numpy as np
from ml.classifier import export
pixels = np.random.default_rng(0).integers(0, 256, (4, 75, 75, 3), np.uint8)
found = export.restore(sys.argv[1]).model.predict_on_batch(pixels)
arrays = {name: np.asarray(values) for name, values in found.items()}
np.savez(sys.argv[2], backend=keras.backend.backend(), **arrays)
"""


def start(backend: str, *words: str) -> str:
    environment = os.environ | {
        "KERAS_BACKEND": backend,
        "OMP_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_the_same_weights_give_the_same_probabilities(model_folder: Path, tmp_path: Path) -> None:
    # given a machine with TensorFlow, and one that has none
    for name, script in (("tensorflow", ANSWER), ("torch", WITHOUT_TENSORFLOW + ANSWER)):
        start(name, "-c", script, str(model_folder), str(tmp_path / f"{name}.npz"))

    one, other = (np.load(tmp_path / f"{name}.npz") for name in ("tensorflow", "torch"))
    assert (str(one["backend"]), str(other["backend"])) == ("tensorflow", "torch")
    for name in ("category", "style"):
        assert one[name].sum(axis=1) == pytest.approx(1, abs=1e-5)
        assert np.abs(one[name] - other[name]).max() < 1e-4


@pytest.mark.slow
def test_tensorflow_trains_in_two_phases_and_publishes(
    data: dict[str, Any], network: Network, tmp_path: Path
) -> None:
    weights.save(network.base, tmp_path / "base.safetensors")
    words = ["-m", "ml.classifier", "train", "--data", *data["data"], "--phone", data["phone"]]
    words += ["--phone-map", data["phone_map"], "--cache", str(data["cache"])]
    words += ["--out", str(tmp_path / "run"), "--weights", str(tmp_path / "base.safetensors")]
    words += ["--depth", "mixed0", "--unfreeze", "input", "--batch", "12", "--epochs", "1.5"]
    words += ["--threads", "1", "--set", "surfaces=6", "head=8", "head_epochs=1", "head_share=0.5"]

    said = start("tensorflow", *words)

    assert said.index("phase one") < said.index("phase two") < said.index("finished")
    assert "published" in said
    made = serving.load(tmp_path / "run" / "model", threads=1)
    assert "tensorflow" in made.manifest["framework"]
    assert made.manifest["training"]["steps"] == 6


def test_without_tensorflow_torch_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERAS_BACKEND")
    monkeypatch.setattr(
        backend, "find_spec", lambda name: None if name == "tensorflow" else find_spec(name)
    )

    assert backend.choose() == "torch"


@pytest.mark.parametrize(
    ("name", "complaint"), [("theano", "must be one of"), ("jax", "is not installed here")]
)
def test_a_backend_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, complaint: str
) -> None:
    monkeypatch.setenv("KERAS_BACKEND", name)
    monkeypatch.setattr(backend, "find_spec", lambda name: None)

    with pytest.raises(ValueError, match=complaint):
        backend.choose()
