"""An evaluation as Markdown, for people and model cards."""

from collections.abc import Mapping
from typing import Any

from ml.markdown import measures, table

SECTIONS = {"shop": "Shop photos", "phone": "People's photos, any category their label allows"}


def markdown(result: Mapping[str, Any]) -> str:
    """The measures with their 95% intervals, calibration, confusions, and a row a class."""
    lines = [
        f"# Evaluation of classifier {result['model']['version']}",
        "",
        f"{result['photos']} shop photos (split: {result['split']}). Intervals are 95%.",
    ]
    for key, title in SECTIONS.items():
        if key in result:
            lines += ["", f"## {title}", "", *measures(result[key], result["intervals"][key])]
    errors = [
        {"answer": name, "expected calibration error": error}
        for name, error in result["calibration_error"].items()
    ]
    lines += ["", "## Calibration", "", *table(errors)]
    lines += ["", "## What is most often mixed up", "", *table(result["mixed_up"])]
    lines += ["", "## Each category", "", *table(result["per_class"])]
    lines += ["", "## Each style", "", *table(result["per_style"])]
    return "\n".join(lines) + "\n"
