"""Vectors of pictures, kept by content: none is made twice, and none is believed if damaged."""

from pathlib import Path

import numpy as np
import pytest
from pytest_django import Settings

from webapp.search.engine import Embedded
from webapp.search.vectors import VectorStore


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var" / "vectors" / "m1"


def part(*names: str) -> Embedded:
    rows = np.array([[float(ord(name[0])), 1.0] for name in names], np.float32)
    return Embedded(list(names), rows, rows * 2, np.arange(len(names)))


def test_what_was_added_is_there_after_a_restart() -> None:
    VectorStore("m1").add(part("a", "b"))
    VectorStore("m1").add(part("c"))

    store = VectorStore("m1")

    assert len(store) == 3
    assert store.take(["c", "a"]).shape[:, 0].tolist() == [ord("c"), ord("a")]
    assert store.take(["b"]).kinds.tolist() == [1]


def test_models_do_not_mix() -> None:
    VectorStore("m1").add(part("a"))

    assert "a" not in VectorStore("m2")


def test_compacting_keeps_what_is_used_in_one_file(var: Path) -> None:
    store = VectorStore("m1")
    for name in "abcd":
        store.add(part(name))

    store.compact(["d", "b", "d"])

    assert len(list(var.iterdir())) == 1
    assert "a" not in store
    assert VectorStore("m1").take(["b", "d"]).colour[:, 0].tolist() == [2 * ord("b"), 2 * ord("d")]


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_file_is_left_out(damage: str, var: Path) -> None:
    VectorStore("m1").add(part("a"))
    VectorStore("m1").add(part("b"))
    victim = next(path for path in var.iterdir() if b"a\0" in path.read_bytes())
    data = bytearray(victim.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 1
    victim.write_bytes(bytes({"cut": data[:-40], "flip": data, "empty": b""}[damage]))

    store = VectorStore("m1")

    assert len(store) <= 1
    assert len(list(var.iterdir())) == 1, "the damaged file stays in the way"


def test_a_full_disk_leaves_no_partial_file(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("webapp.search.vectors.os.replace", full)

    with pytest.raises(OSError, match="No space left"):
        VectorStore("m1").add(part("a"))

    assert list(var.iterdir()) == []
