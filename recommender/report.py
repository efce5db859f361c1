"""An evaluation as Markdown, for people and model cards."""

from collections.abc import Mapping, Sequence
from typing import Any

SECTIONS = {
    "shop": "Shop photos",
    "shop_without_twins": "Shop photos, near-identical ones left out",
    "phone": "Phone photos, searched in the shop",
    "box": "Box on composed photos",
}


def markdown(result: Mapping[str, Any]) -> str:
    """The measures with their 95% intervals, the slider's effect, and a row a category."""
    model = result["model"]
    lines = [
        f"# Evaluation of model {model['version']}",
        "",
        f"{result['queries']} queries (split: {result['split']}) against "
        f"{result['gallery']} products. Intervals are 95%.",
    ]
    for key, title in SECTIONS.items():
        if key in result:
            lines += ["", f"## {title}", "", *_measures(result[key], result["intervals"][key])]
    lines += ["", "## What the colour slider does", "", *table(result["slider"])]
    lines += ["", "## Each category", "", *table(result["per_class"])]
    return "\n".join(lines) + "\n"


def _measures(
    values: Mapping[str, float], intervals: Mapping[str, tuple[float, float]]
) -> list[str]:
    rows = [
        {"measure": f"`{name}`", "value": f"{value:.3f}", "interval": _span(intervals[name])}
        for name, value in values.items()
    ]
    return table(rows)


def _span(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}"


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lines of a Markdown table whose columns are the first row's keys."""
    if not rows:
        return ["Nothing to show."]
    names = [name.replace("_", " ") for name in rows[0]]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(value) for value in row.values())} |" for row in rows]
    return lines


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
