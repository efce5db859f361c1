"""Training learns, reports, stops when asked, and goes on exactly where it stood."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from ml import taxonomy, training
from recommender import __main__ as command
from recommender import serving
from recommender.config import PRESETS, Config
from recommender.train import train
from tests.unit.recommender.photos import write_phone, write_shop

SMALL = Config(size=32, final_size=32, batch=12, epochs=2, surfaces=6, tick_seconds=0, ema=0.9)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("data")
    phone, mapping = write_phone(folder / "phone")
    shop = write_shop(folder / "shop")
    return {
        "data": [str(shop)],
        "phone": str(phone),
        "phone_map": str(mapping),
        "cache": folder / "cache",
        "device": "cpu",
    }


def last(folder: Path) -> dict[str, Any]:
    state = training.load_checkpoint(folder, torch.device("cpu"))
    assert state is not None
    return state


def test_a_run_learns_reports_and_publishes_what_serving_opens(
    data: dict[str, Any], tmp_path: Path
) -> None:
    reports: list[tuple[float, float, dict[str, float]]] = []

    folder = train(
        out=tmp_path / "run",
        config=SMALL.with_options(epochs=6),
        on_progress=lambda *report: reports.append(report),
        **data,
    )

    assert folder is not None
    predictor = serving.load(folder, threads=1)
    assert predictor.manifest["data_fingerprint"]
    assert "shop.category" in predictor.manifest["metrics"]["val"]
    card = (folder / "MODEL_CARD.md").read_text()
    for words in ("resnet18", "random weights", "| shop |", "people's photos", "`shop.category`"):
        assert words in card
    lines = [json.loads(line) for line in (tmp_path / "run" / "stats.jsonl").open()]
    losses = [line["loss"] for line in lines if "loss" in line]
    assert losses[-1] < losses[0]
    assert reports[-1][:2] == (1.0, 1.0)
    options = json.loads((tmp_path / "run" / "options.json").read_text())
    assert options["config"]["size"] == 32


def test_a_run_by_the_clock_never_reports_more_than_all_of_it(
    data: dict[str, Any], tmp_path: Path
) -> None:
    # given a last step that ends later than the clock
    reports: list[float] = []
    train(
        out=tmp_path / "run",
        config=SMALL.with_options(minutes=0.0001),
        on_progress=lambda done, total, metrics: reports.append(done / total),
        **data,
    )
    assert max(reports) == 1


DROPPING = SMALL.with_options(trunk="efficientnet_lite0", dropout=0.3, drop_path=0.2)


@pytest.mark.parametrize("config", [SMALL, DROPPING], ids=["resnet", "dropping units and blocks"])
def test_a_stopped_run_resumes_to_the_same_weights(
    config: Config, data: dict[str, Any], tmp_path: Path
) -> None:
    whole = train(out=tmp_path / "whole", config=config, **data)
    steps = int(last(tmp_path / "whole")["step"])
    asked = 0

    def stop_halfway() -> bool:
        nonlocal asked
        asked += 1
        return asked > steps // 2

    stopped = train(out=tmp_path / "parts", config=config, should_stop=stop_halfway, **data)
    assert stopped is None
    assert 0 < last(tmp_path / "parts")["step"] < steps
    finished = train(out=tmp_path / "parts", config=config, resume=True, **data)

    assert whole is not None
    assert finished is not None
    one, other = last(tmp_path / "whole"), last(tmp_path / "parts")
    assert one["step"] == other["step"]
    for name, weights in one["model"].items():
        torch.testing.assert_close(other["model"][name], weights, rtol=0, atol=0)
    for name, weights in one["ema"].items():
        torch.testing.assert_close(other["ema"][name], weights, rtol=0, atol=0)


def test_a_run_starts_from_a_model_or_another_run(data: dict[str, Any], tmp_path: Path) -> None:
    short = SMALL.with_options(epochs=0.5)
    first = train(out=tmp_path / "first", config=short, **data)
    assert first is not None
    still = short.with_options(learning_rate=1e-12)

    for number, start in enumerate((first, tmp_path / "first")):
        out = tmp_path / str(number)
        train(out=out, config=still, init=start, **data)
        weights = last(out)["model"]["trunk.conv1.weight"]
        expected = last(tmp_path / "first")["ema"]["trunk.conv1.weight"]
        torch.testing.assert_close(weights, expected, atol=2e-3, rtol=2e-3)


def test_a_finished_folder_is_not_overwritten_by_mistake(
    data: dict[str, Any], tmp_path: Path
) -> None:
    train(out=tmp_path, config=SMALL.with_options(epochs=0.3), **data)

    with pytest.raises(ValueError, match="--resume"):
        train(out=tmp_path, config=SMALL, **data)
    other = {**data, "phone": None, "phone_map": None}
    with pytest.raises(ValueError, match="other data"):
        train(out=tmp_path, config=SMALL, resume=True, **other)


def test_a_photo_set_without_its_map_is_refused(data: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--phone-map"):
        train(out=tmp_path, config=SMALL, **{**data, "phone_map": None})


def test_a_loss_that_is_no_number_ends_the_run(data: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lower the learning rate"):
        train(out=tmp_path, config=SMALL.with_options(learning_rate=1e30), **data)


def arguments(data: dict[str, Any], out: Path, *more: str) -> list[str]:
    words = ["train", "--data", *data["data"], "--phone", data["phone"], "--out", str(out)]
    words += ["--phone-map", data["phone_map"], "--cache", str(data["cache"]), "--device", "cpu"]
    return [*words, "--size", "32", "--batch", "12", "--threads", "1", *more]


def test_any_knob_can_be_set(data: dict[str, Any], tmp_path: Path) -> None:
    more = ("--set", "colour_weight=0.7", "batch=9", "pretrained=false", "--dry-run")
    command.main(arguments(data, tmp_path, *more))

    config = json.loads((tmp_path / "options.json").read_text())["config"]
    assert (config["colour_weight"], config["batch"], config["pretrained"]) == (0.7, 9, False)


def test_two_processes_train_one_network(data: dict[str, Any], tmp_path: Path) -> None:
    more = ("--preset", "cpu-minutes", "--epochs", "2", "--set", "surfaces=6", "tick_seconds=0")
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    torchrun += ["--nproc-per-node", "2", "-m", "tests.support.two_trainers"]
    words = [*torchrun, *arguments(data, tmp_path, *more)]

    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("published") == 1
    assert serving.load(tmp_path / "model", threads=1).manifest["training"]["steps"] > 1
    first, second = (torch.load(tmp_path / f"rank{rank}.pt") for rank in (0, 1))
    assert not torch.equal(first["photos"], second["photos"])
    for name, weights in first["weights"].items():
        torch.testing.assert_close(second["weights"][name], weights, rtol=0, atol=0)


def test_a_dry_run_leaves_no_checkpoint(
    data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = command.main(arguments(data, tmp_path / "run", "--dry-run"))

    assert code == 0
    assert "dry run at 32 px" in capsys.readouterr().err
    assert not (tmp_path / "run" / training.CHECKPOINT).exists()


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        (("--composed", "2"), "composed must lie between 0 and 1"),
        (("--epochs", "0"), "positive number of epochs"),
        (("--device", "toaster"), "not a device"),
        (("--set", "speed=3"), "the knobs are trunk, pretrained"),
        (("--set", "ema=fast"), "must be of type float"),
        (("--set", "pretrained=yes"), "must be true or false"),
        (("--set", "dropout=1"), "dropout must be at least 0 and below 1"),
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


def test_sigterm_leaves_a_checkpoint(data: dict[str, Any], tmp_path: Path) -> None:
    stopped = train(
        out=tmp_path,
        config=SMALL.with_options(epochs=100),
        on_progress=lambda *report: os.kill(os.getpid(), signal.SIGTERM),
        **data,
    )

    assert stopped is None
    assert last(tmp_path)["step"] == 1


def test_presets_are_sound_and_the_taxonomy_is_the_default_one() -> None:
    for preset in PRESETS.values():
        preset.with_options()
    assert len(taxonomy.load().categories) == 51
