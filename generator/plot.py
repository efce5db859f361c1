"""The loss plot of a run: what stats.jsonl says, as curves."""

import json
from pathlib import Path

from ml import plots

PANELS = {
    "losses": ("loss_d", "loss_g", "class_d", "class_g"),
    "scores": ("real_score", "fake_score"),
    "guards": ("class_accuracy", "class_accuracy_real", "spread", "coverage"),
    "Fréchet distance to the photos": ("fd",),
}


def plot(run: Path) -> Path:
    """Draw ``run``/stats.jsonl as ``run``/losses.png, over thousands of images."""
    lines = [json.loads(line) for line in (run / "stats.jsonl").read_text().splitlines()]
    panels = {
        title: {name: [(x["kimg"], x[name]) for x in lines if name in x] for name in names}
        for title, names in PANELS.items()
    }
    target = run / "losses.png"
    plots.curves(panels, target)
    return target
