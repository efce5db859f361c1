"""A run's folder, averages and checkpoints."""

import errno
import io
import json
import os
import signal
from pathlib import Path

import pytest
import torch
from torch import nn

from ml import device, training


def test_a_tick_is_a_line_of_json_and_a_line_for_people(tmp_path: Path) -> None:
    shown = io.StringIO()
    log = training.RunLog(tmp_path, {"seed": 1}, shown)

    log.tick(1, 4, {"loss": 2.5}, 123.4)

    [line] = (tmp_path / "stats.jsonl").read_text().splitlines()
    assert json.loads(line)["loss"] == 2.5
    assert json.loads((tmp_path / "options.json").read_text()) == {"seed": 1}
    assert "25.0%  123 images/s  loss 2.5" in shown.getvalue()


def test_the_average_trails_the_weights_and_is_put_back_afterwards() -> None:
    layer = nn.Linear(1, 1)
    model = nn.Sequential(layer, nn.BatchNorm1d(1))
    ema = training.Ema(model, 0.9)
    nn.init.constant_(layer.weight, 10.0)
    before = float(ema.state["0.weight"])

    for _ in range(50):
        ema.update(model)

    assert before < float(ema.state["0.weight"]) < 10.0
    with ema.applied(model):
        assert layer.weight.item() == float(ema.state["0.weight"])
    assert layer.weight.item() == 10.0


def test_the_schedule_rises_to_one_and_falls_to_its_floor() -> None:
    rates = [training.one_cycle(step / 100) for step in range(101)]

    assert max(rates) == pytest.approx(1, abs=0.01)
    assert rates.index(max(rates)) == 8
    assert rates[-1] == pytest.approx(0.01)
    assert rates[8:] == sorted(rates[8:], reverse=True)


def test_checkpoints_come_back_and_damaged_ones_are_refused(tmp_path: Path) -> None:
    cpu = torch.device("cpu")
    assert training.load_checkpoint(tmp_path, cpu) is None
    path = training.save_checkpoint(tmp_path, {"step": 3, "weights": torch.arange(4)})

    state = training.load_checkpoint(tmp_path, cpu)

    assert state is not None
    assert state["step"] == 3
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ValueError, match="damaged"):
        training.load_checkpoint(tmp_path, cpu)


def test_a_checkpoint_with_a_flipped_bit_is_refused_and_one_without_a_seal_still_loads(
    tmp_path: Path,
) -> None:
    cpu = torch.device("cpu")
    path = training.save_checkpoint(tmp_path, {"weights": torch.zeros(1000)})
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match="damaged"):
        training.load_checkpoint(tmp_path, cpu)

    torch.save({"step": 5}, path)  # as runs wrote it before there were seals
    state = training.load_checkpoint(tmp_path, cpu)
    assert state is not None
    assert state["step"] == 5


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / training.CHECKPOINT
    path.parent.mkdir()
    torch.save({"step": os.system}, path)

    with pytest.raises(ValueError, match="damaged"):
        training.load_checkpoint(tmp_path, torch.device("cpu"))


def test_sigterm_asks_to_stop_and_the_old_handler_returns() -> None:
    old = signal.getsignal(signal.SIGTERM)

    with training.stop_on_signal(lambda: False) as should_stop:
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert should_stop()

    assert signal.getsignal(signal.SIGTERM) == old


def test_unknown_devices_are_refused_in_plain_words() -> None:
    assert device.pick("cpu").type == "cpu"
    with pytest.raises(ValueError, match="not a device"):
        device.pick("toaster")


def test_a_checkpoint_that_does_not_fit_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    training.save_checkpoint(tmp_path, {"step": 1})

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="No space"):
        training.save_checkpoint(tmp_path, {"step": 2})
    assert [path.name for path in (tmp_path / "checkpoints").iterdir()] == ["last.pt"]
