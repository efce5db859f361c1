"""The comparison of recipes: one lever at a time, nothing done twice, a table at the end."""

import json
from pathlib import Path

import pytest

from recommender import __main__ as command
from recommender.ablation import LEVERS, moved
from recommender.config import PRESETS
from tests.unit.recommender.photos import write_phone, write_shop


def test_levers_are_compared_and_what_is_there_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phone, mapping = write_phone(tmp_path / "phone", 80)
    words = ["ablate", "--data", str(write_shop(tmp_path / "shop", 120)), "--phone", str(phone)]
    words += ["--phone-map", str(mapping), "--out", str(tmp_path / "out"), "--size", "32"]
    words += ["--epochs", "1", "--batch", "12", "--threads", "1", "--device", "cpu"]
    words += ["--set", "surfaces=6", "--only", "base", "plain"]

    assert command.main(words) == 0
    first = (tmp_path / "out" / "base" / "evaluation.json").stat().st_mtime_ns
    assert command.main([*words, "no-metric"]) == 0

    assert (tmp_path / "out" / "base" / "evaluation.json").stat().st_mtime_ns == first
    found = json.loads((tmp_path / "out" / "ablation.json").read_text())
    assert list(found) == ["base", "plain", "no-metric"]
    assert found["base"]["split"] == "val"
    table = (tmp_path / "out" / "ablation.md").read_text()
    assert "| the recipe |" in table
    assert "| without the crop |" in table
    assert table in capsys.readouterr().out


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_moves_its_own_knob_of_any_preset(name: str) -> None:
    for preset in PRESETS.values():
        config = moved(preset, LEVERS[name])
        assert config.final_size % 16 == 0 or name == "base"


def test_phone_photos_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = write_shop(tmp_path / "shop")

    assert command.main(["ablate", "--data", str(shop), "--out", str(tmp_path)]) == 2
    assert "--phone" in capsys.readouterr().err
