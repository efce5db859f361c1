"""Measures as Markdown tables, for reports and model cards."""

from collections.abc import Mapping, Sequence
from typing import Any


def measures(values: Mapping[str, float], intervals: Mapping[str, Sequence[float]]) -> list[str]:
    """A row a measure, with its interval."""
    rows = [
        {"measure": f"`{name}`", "value": f"{value:.3f}", "interval": _span(intervals[name])}
        for name, value in values.items()
    ]
    return table(rows)


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines of a Markdown table whose columns are the first row's keys."""
    if not rows:
        return ["Nothing to show."]
    names = [name.replace("_", " ") for name in rows[0]]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row.values())} |" for row in rows]
    return lines


def _span(interval: Sequence[float]) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}"


def _cell(value: object) -> str:
    """A dash for what was not measured."""
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
