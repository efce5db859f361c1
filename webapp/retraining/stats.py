"""What a run wrote of itself (``stats.jsonl``), as series of points; and what the last were."""

import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .models import TrainingRun

FILE = "stats.jsonl"
MOST_BYTES = 8 * 2**20
"""Of the file's end; a week's run stays below."""
MOST_POINTS = 300
"""Of a series as it is drawn."""
POSITION = {"time", "done", "total", "rate", "epoch", "kimg", "eta_minutes", "validation_seconds"}
"""What says where the run stands instead of how well it does."""
HIGHER_IS_BETTER = {"class_accuracy", "spread", "coverage", "coverage_min_class"}
NEITHER = {"class_accuracy_real", "real_score", "fake_score"}
"""To be compared with others, not to be high or low."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    name: str
    points: list[Point]
    """(minutes of training, value), in order: all of them."""

    @cached_property
    def drawn(self) -> list[Point]:
        """Means of neighbours, so that a long run's curve is still one line."""
        size = -(-len(self.points) // MOST_POINTS)
        if size <= 1:
            return self.points
        parts = [self.points[start : start + size] for start in range(0, len(self.points), size)]
        return [(part[-1][0], sum(value for _, value in part) / len(part)) for part in parts]

    @property
    def last(self) -> float:
        return self.points[-1][1]

    @property
    def best(self) -> float:
        """The highest or, of losses and distances, the lowest."""
        return (min if is_loss(self.name) else max)(value for _, value in self.points)


@dataclass(frozen=True)
class Stats:
    series: dict[str, Series]
    rate: float
    """Pictures a second, lately."""
    position: str
    """ "epoch 3.2" or "210 thousand pictures"; empty while nothing is known."""

    @property
    def is_empty(self) -> bool:
        return not self.series


def is_loss(name: str) -> bool:
    """Whether lower is better. Validations are called "set.measure"."""
    return "." not in name and name not in HIGHER_IS_BETTER | NEITHER


def read(run: TrainingRun) -> Stats:
    """A line that a killed run left half written is left out."""
    lines = _lines(run.folder / FILE)
    minutes = float(run.options.get("minutes", 1.0))
    points: dict[str, list[Point]] = {}
    rate, position = 0.0, ""
    for line in lines:
        share = line["done"] / line["total"] if line.get("total") else 0.0
        at = min(1.0, share) * minutes
        rate = line.get("rate") or rate
        if "kimg" in line:
            position = f"{line['kimg']:.0f}k"
        elif "epoch" in line:
            position = f"{line['epoch']:.1f}"
        for name, value in line.items():
            if name in POSITION or not isinstance(value, int | float) or not math.isfinite(value):
                continue
            kept = points.setdefault(name, [])
            # After a kill the engine goes over the last minutes once more.
            while kept and kept[-1][0] > at:
                kept.pop()
            kept.append((at, float(value)))
    found = {name: Series(name, values) for name, values in points.items()}
    return Stats(found, rate, position)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - MOST_BYTES))
            raw = file.read().decode(errors="replace")
    except FileNotFoundError:
        return []
    found = []
    for text in raw.splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and isinstance(line.get("done"), int | float):
            found.append(line)
    return found
