"""Training learns, reports, stops when asked, and goes on where it stood."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import torch

from ml import training
from ml.classifier import __main__ as command
from ml.classifier import export, serving, weights
from ml.classifier.config import PRESETS, Config
from ml.classifier.network import Network
from ml.classifier.train import train


def last(folder: Path) -> dict[str, Any]:
    state = training.load_checkpoint(folder, torch.device("cpu"))
    assert state is not None
    return state


def test_from_scratch_everything_learns_and_the_log_says_why(
    data: dict[str, Any], tiny: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports: list[tuple[float, float, dict[str, float]]] = []

    folder = train(
        out=tmp_path / "run",
        config=tiny.with_options(epochs=4),
        on_progress=lambda *report: reports.append(report),
        **data,
    )

    assert folder is not None
    said = capsys.readouterr().err
    assert "no pretrained weights were asked for" in said
    assert "none of it is frozen" in said
    assert "everything learns" in said
    assert "phase one" not in said
    lines = [json.loads(line) for line in (tmp_path / "run" / "stats.jsonl").open()]
    losses = [line["loss"] for line in lines if "loss" in line]
    assert np.mean(losses[-4:]) < np.mean(losses[:4])
    assert {"rate", "eta_minutes", "epoch"} <= set(lines[0])
    assert reports[-1][:2] == (1.0, 1.0)
    assert (tmp_path / "run" / "curves.png").exists()
    manifest = serving.load(folder, threads=1).manifest
    assert set(manifest["calibration"]) == {"category", "style"}
    assert {"shop.category", "shop.style", "phone.category"} <= set(manifest["metrics"]["val"])
    assert manifest["data_fingerprint"]
    assert "random weights" in (folder / "MODEL_CARD.md").read_text()


def test_a_run_by_the_clock_never_reports_more_than_all_of_it(
    data: dict[str, Any], tiny: Config, tmp_path: Path
) -> None:
    # given a last step that ends later than the clock
    reports: list[float] = []
    train(
        out=tmp_path / "run",
        config=tiny.with_options(minutes=0.0001),
        on_progress=lambda done, total, metrics: reports.append(done / total),
        **data,
    )
    assert max(reports) == 1


def test_with_a_pretrained_base_it_is_frozen_first_and_its_moments_stay(
    data: dict[str, Any],
    tiny: Config,
    network: Network,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # given a file that stands for the download
    weights.save(network.base, tmp_path / "base.safetensors")
    config = tiny.with_options(
        weights=str(tmp_path / "base.safetensors"), head_epochs=1, head_share=0.5
    )

    only_one = config.with_options(head_epochs=99, head_share=1)
    train(out=tmp_path / "one", config=only_one, **data)
    train(out=tmp_path / "both", config=config, **data)

    said = capsys.readouterr().err
    assert said.index("phase one") < said.index("phase two")
    assert "random weights" not in said
    one, both = (last(tmp_path / name)["variables"] for name in ("one", "both"))
    paths = [variable.path for variable in network.trainer.variables]
    before = [torch.from_numpy(variable.numpy()) for variable in network.trainer.variables]
    for path, old, first, second in zip(paths, before, one, both, strict=True):
        if "conv2d" in path:
            assert torch.equal(old, first), path
            assert not torch.equal(old, second), path
        if "batch_normalization" in path:
            assert torch.equal(old, first), path
            assert torch.equal(old, second), path
    assert "base.safetensors" in (tmp_path / "both" / "model" / "MODEL_CARD.md").read_text()


def test_a_stopped_run_resumes_to_the_same_weights(
    data: dict[str, Any], tiny: Config, network: Network, tmp_path: Path
) -> None:
    # given a run whose phases meet in the middle
    weights.save(network.base, tmp_path / "base.npz")
    config = tiny.with_options(weights=str(tmp_path / "base.npz"), head_epochs=1, head_share=0.9)
    whole = train(out=tmp_path / "whole", config=config, **data)
    steps = int(last(tmp_path / "whole")["step"])

    def stop_after(count: int) -> Callable[[], bool]:
        asked = iter(range(count))
        return lambda: next(asked, None) is None

    first, second = steps // 4, steps // 2
    parts = {"out": tmp_path / "parts", "config": config, **data}
    assert train(should_stop=stop_after(first), **parts) is None
    assert last(tmp_path / "parts")["phase"] == "head"
    assert train(should_stop=stop_after(second), resume=True, **parts) is None
    assert last(tmp_path / "parts")["phase"] == "top"
    assert last(tmp_path / "parts")["step"] == first + second
    finished = train(resume=True, **parts)

    assert whole is not None
    assert finished is not None
    one, other = last(tmp_path / "whole"), last(tmp_path / "parts")
    assert one["step"] == other["step"]
    for name in ("variables", "averages", "optimizer"):
        for ours, theirs in zip(one[name], other[name], strict=True):
            torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6)


def test_a_run_in_half_precision_resumes_and_publishes_32_bits(
    data: dict[str, Any], tiny: Config, tmp_path: Path
) -> None:
    # given the precision of GPUs, for which Keras scales the loss
    config = tiny.with_options(precision="mixed_float16", epochs=1)
    turns = iter([False, False, True])

    stopped = train(out=tmp_path, config=config, should_stop=lambda: next(turns), **data)
    folder = train(out=tmp_path, config=config, resume=True, **data)

    assert stopped is None
    assert folder is not None
    made = export.restore(folder)
    assert {str(layer.dtype_policy.name) for layer in made.base.layers} == {"float32"}
    assert all(np.isfinite(weight).all() for weight in made.weights())
    assert keras.config.dtype_policy().name == "float32"


def test_a_run_starts_from_a_model_or_another_run(
    data: dict[str, Any], tiny: Config, network: Network, model_folder: Path, tmp_path: Path
) -> None:
    still = tiny.with_options(epochs=0.5, learning_rate=1e-12)

    train(out=tmp_path / "first", config=still, init=model_folder, **data)
    train(out=tmp_path / "second", config=still, init=tmp_path / "first", **data)

    for name in ("first", "second"):
        state = last(tmp_path / name)
        assert state["untaught"] is None
        for ours, theirs in zip(state["averages"], network.weights(), strict=True):
            np.testing.assert_allclose(ours.numpy(), theirs, atol=2e-3)


def test_a_model_of_another_depth_is_no_start(
    data: dict[str, Any], tiny: Config, model_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="another network than this run's"):
        train(out=tmp_path, config=tiny.with_options(head=9), init=model_folder, **data)


def test_nothing_better_for_long_ends_a_run_with_the_best_weights(
    data: dict[str, Any], tiny: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter([0.5, 0.8, 0.6, 0.7, 0.1])
    monkeypatch.setattr("ml.classifier.train.validate", lambda *arguments: {"score": next(scores)})

    train(out=tmp_path, config=tiny.with_options(epochs=99, validate_minutes=0, patience=2), **data)

    state = last(tmp_path)
    assert state["step"] < 99
    assert state["best"]["stale"] == 2
    assert state["best"]["metrics"] == {"score": 0.8}
    pairs = zip(state["best"]["values"], state["averages"], strict=True)
    assert any(not torch.equal(best, late) for best, late in pairs)


def test_a_finished_folder_is_not_overwritten_by_mistake(
    data: dict[str, Any], tiny: Config, tmp_path: Path
) -> None:
    short = tiny.with_options(epochs=0.3)
    train(out=tmp_path, config=short, **data)

    with pytest.raises(ValueError, match="--resume"):
        train(out=tmp_path, config=short, **data)
    with pytest.raises(ValueError, match="other data"):
        train(out=tmp_path, config=short, resume=True, **{**data, "phone": None, "phone_map": None})
    with pytest.raises(ValueError, match="another network"):
        train(out=tmp_path, config=short.with_options(head=9), resume=True, **data)


def test_a_photo_set_without_its_map_is_refused(
    data: dict[str, Any], tiny: Config, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="--phone-map"):
        train(out=tmp_path, config=tiny, **{**data, "phone_map": None})


def test_a_loss_that_is_no_number_ends_the_run(
    data: dict[str, Any], tiny: Config, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="lower the learning rate"):
        train(out=tmp_path, config=tiny.with_options(learning_rate=1e30), **data)


def test_sigterm_leaves_a_checkpoint(data: dict[str, Any], tiny: Config, tmp_path: Path) -> None:
    stopped = train(
        out=tmp_path,
        config=tiny.with_options(epochs=100),
        on_progress=lambda *report: os.kill(os.getpid(), signal.SIGTERM),
        **data,
    )

    assert stopped is None
    assert last(tmp_path)["step"] == 1


def arguments(data: dict[str, Any], out: Path, *more: str) -> list[str]:
    words = ["train", "--data", *data["data"], "--phone", data["phone"], "--out", str(out)]
    words += ["--phone-map", data["phone_map"], "--cache", str(data["cache"])]
    return [*words, "--weights", "none", "--batch", "12", "--set", "surfaces=6", *more]


def test_a_dry_run_leaves_no_checkpoint_and_any_knob_can_be_set(
    data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("depth=mixed0", "unfreeze=input", "dropout=0.2", "head=8", "--dry-run")

    assert command.main(arguments(data, tmp_path, *more)) == 0

    assert "dry run at 75 px" in capsys.readouterr().err
    assert not (tmp_path / training.CHECKPOINT).exists()
    config = json.loads((tmp_path / "options.json").read_text())["config"]
    assert (config["dropout"], config["depth"], config["batch"]) == (0.2, "mixed0", 12)


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--size", "64"), "size must be at least 75"),
        (("--depth", "mixed11"), "depth must be mixed0 to mixed10"),
        (("--depth", "mixed3", "--unfreeze", "mixed3"), "a block below depth=mixed3"),
        (("--epochs", "0"), "positive number of epochs"),
        (("--set", "dropout=1"), "dropout must be at least 0 and below 1"),
        (("--set", "balance=2"), "balance must lie between 0 and 1"),
        (("--set", "precision=half"), "precision must be one of auto"),
        (("--set", "speed=3"), "the knobs are weights, size"),
        (("--set", "head=many"), "must be of type int"),
        (("--learning-rate", "0"), "above 0"),
        (("--weights", "weights.h5"), "never opened"),
        (("--init", "nowhere"), "nowhere"),
        (("--phone", "elsewhere"), "does not exist"),
    ],
)
def test_absurd_options_are_refused_in_plain_words(
    data: dict[str, Any],
    tmp_path: Path,
    more: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(arguments(data, tmp_path, *more)) == 2
    assert complaint in capsys.readouterr().err


def test_presets_are_sound() -> None:
    for preset in PRESETS.values():
        preset.with_options()
