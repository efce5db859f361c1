"""The figures of manifests as rows: named alike, with intervals where somebody measured them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .models import ModelVersion

SMALLER_IS_BETTER = (
    "loss", "error", "fid", "kid", "ece", "ms", "seconds", "lpips", "distance", "memorised",
    "copies",
)  # fmt: skip
NEUTRAL = ("share", "count", "photos", "queries", "products", "images", "temperature", "kimg")
INTERVALS = "_intervals"
_SEPARATORS = re.compile(r"[._]+")


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    low: float | None = None
    high: float | None = None
    """The 95% interval, where the manifest has one."""

    @property
    def is_certain(self) -> bool:
        return self.low is not None


@dataclass(frozen=True)
class Row:
    """One metric of two versions."""

    name: str
    left: Figure | None
    right: Figure | None
    better: Literal["left", "right", ""]
    """Empty where they are equal, cannot be compared, or more is neither better nor worse."""
    is_clear: bool
    """The two intervals do not overlap; without intervals nothing is clear."""


def figures(model: ModelVersion) -> list[Figure]:
    """Every number below the manifest's "metrics", named by its place: "test shop p10"."""
    metrics: Mapping[str, Any] = model.manifest.get("metrics") or {}
    values: dict[str, Any] = {}
    spans: dict[str, Any] = {}
    for name, part in metrics.items():
        target = spans if name.endswith(INTERVALS) else values
        target |= dict(_leaves(part, name.removesuffix(INTERVALS)))
    return [
        Figure(name, float(value), *_span(spans.get(name)))
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]


def rows(left: ModelVersion, right: ModelVersion) -> list[Row]:
    """Every metric that one of the two has, those of both first."""
    ones = {figure.name: figure for figure in figures(left)}
    others = {figure.name: figure for figure in figures(right)}
    names = [*(n for n in ones if n in others), *(n for n in ones if n not in others)]
    names += [name for name in others if name not in ones]
    return [_row(name, ones.get(name), others.get(name)) for name in names]


def _row(name: str, left: Figure | None, right: Figure | None) -> Row:
    if left is None or right is None or left.value == right.value or _is_neutral(name):
        return Row(name, left, right, "", False)
    is_left = (left.value > right.value) != _is_smaller_better(name)
    return Row(name, left, right, "left" if is_left else "right", _is_apart(left, right))


def _is_apart(left: Figure, right: Figure) -> bool:
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return False
    return left.high < right.low or right.high < left.low


def _leaves(part: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _leaves(value, f"{name} {_SEPARATORS.sub(' ', str(key))}")
    else:
        yield name, part


def _span(value: Any) -> tuple[float | None, float | None]:
    if isinstance(value, list | tuple) and len(value) == 2:
        return float(value[0]), float(value[1])
    return None, None


def _words(name: str) -> list[str]:
    return name.lower().split()


def _is_smaller_better(name: str) -> bool:
    return any(word in SMALLER_IS_BETTER for word in _words(name))


def _is_neutral(name: str) -> bool:
    return any(word in NEUTRAL for word in _words(name))
