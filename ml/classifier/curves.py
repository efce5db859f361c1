"""The picture of a run."""

import json
from pathlib import Path

from ml import plots

CURVES = "curves.png"
LOSSES = ("loss", "category_loss", "style_loss")


def draw(folder: Path) -> None:
    """Write ``curves.png`` of a run's folder, out of its ``stats.jsonl``; x is percent done."""
    lines = [json.loads(line) for line in (folder / "stats.jsonl").read_text().splitlines()]
    # The validation's figures are called "set.measure".
    names = sorted({name for line in lines for name in line if "." in name})
    panels = {
        title: {
            name: [(100 * min(1.0, line["done"]), line[name]) for line in lines if name in line]
            for name in wanted
        }
        for title, wanted in {"loss": LOSSES, "validation": names}.items()
    }
    plots.curves(panels, folder / CURVES)
