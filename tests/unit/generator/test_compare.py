"""A comparison trains, measures and shows; what is there is not repeated."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from generator import compare
from generator.__main__ import main
from tests.unit.generator.sets import small


@pytest.fixture
def go(shop: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    tiny = {name: small(name) for name in ("acgan-64", "dcgan-64", "lsgan-64")}
    plain = {"size": 16, "width": 4, "batch": 8, "epochs": 0.0, "kimg": 0.016, "judged": 4}
    tiny[compare.PLAIN] = compare.PLAIN_64.with_options(**plain)
    monkeypatch.setattr(compare, "RIVALS", tiny)

    def call(*words: str) -> int:
        where = ["--data", str(shop), "--out", str(tmp_path / "c"), "--cache", str(cache)]
        eyes = ["--features", "own", "--threads", "1", "--minutes", "0.01"]
        return main(["compare", *where, *eyes, *words])

    return call


def test_presets_stand_side_by_side(go: Any, tmp_path: Path) -> None:
    assert go("--only", "acgan-64", "dcgan-64") == 0
    before = (tmp_path / "c" / "acgan-64" / compare.EVALUATION).stat().st_mtime_ns

    assert go("--only", compare.PLAIN, "acgan-64") == 0

    assert (tmp_path / "c" / "acgan-64" / compare.EVALUATION).stat().st_mtime_ns == before
    table = (tmp_path / "c" / "compare.md").read_text()
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    assert len(rows) == 3
    assert "images/s" in table
    assert "FD-fashion51 of photos against other photos" in table
    dcgan = next(row for row in rows if "dcgan-64" in row)
    # a network without classes has no accuracy
    assert "–" in dcgan
    assert Image.open(tmp_path / "c" / "compare.jpg").width > 100


def test_a_model_that_was_trained_elsewhere_is_only_measured(go: Any, tmp_path: Path) -> None:
    """Given a run of which only the model and its figures were brought here."""
    assert go("--only", "dcgan-64") == 0
    run = tmp_path / "c" / "dcgan-64"
    (run / compare.EVALUATION).unlink()
    shutil.rmtree(run / "checkpoints")

    assert go("--only", "dcgan-64") == 0

    assert (run / compare.EVALUATION).exists()
    assert not (run / "checkpoints").exists()
