"""Runs without a training: rows, and the folder that an engine would have written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from webapp.core.models import User
from webapp.retraining.contracts import Data
from webapp.retraining.models import TrainingRun
from webapp.retraining.services import Wish, run_start


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", "boss@example.org", "x")


@pytest.fixture
def begin(boss: User) -> Callable[..., TrainingRun]:
    """``begin(kind=…)`` queues a run on drawings."""

    def start(**wish: Any) -> TrainingRun:
        wanted = {"kind": "embedder", "data": Data(what="sample", count=60)} | wish
        return run_start(wish=Wish(**wanted), by=boss)

    return start


@pytest.fixture
def wrote() -> Callable[..., None]:
    """``wrote(run, {…}, {…})``: lines of statistics."""

    def write(run: TrainingRun, *lines: dict[str, float]) -> None:
        run.folder.mkdir(parents=True, exist_ok=True)
        with (run.folder / "stats.jsonl").open("a") as file:
            for line in lines:
                file.write(json.dumps({"total": 1.0, "rate": 9.0} | line) + "\n")

    return write
