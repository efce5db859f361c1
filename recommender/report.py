"""An evaluation as Markdown, for people and model cards."""

from collections.abc import Mapping
from typing import Any

from ml.markdown import measures
from ml.markdown import table as table

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
            lines += ["", f"## {title}", "", *measures(result[key], result["intervals"][key])]
    lines += ["", "## What the colour slider does", "", *table(result["slider"])]
    lines += ["", "## Each category", "", *table(result["per_class"])]
    return "\n".join(lines) + "\n"
