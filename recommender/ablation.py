"""What each lever of the recipe brings: the same run with one lever moved, side by side.

Every run sees as many photos as the first and is judged on the validation part, so that the
table may decide on the recipe without a look at the test part. A run that is there already is
not repeated: a killed comparison goes on, and ``--only`` adds to one.
"""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ml.markdown import table
from recommender import options as training_options
from recommender.config import Config

EVALUATION = "evaluation.json"


@dataclass(frozen=True)
class Lever:
    """One change of the recipe."""

    title: str
    knobs: Mapping[str, Any] = field(default_factory=dict)


BASE = "base"
LEVERS = {
    BASE: Lever("the recipe"),
    "plain": Lever("no composed scenes", {"composed": 0.0}),
    "no-phone": Lever("no phone photos, but as backgrounds", {"phone": 0.0}),
    "shop-only": Lever("neither scenes nor phone photos", {"composed": 0.0, "phone": 0.0}),
    "no-metric": Lever("no metric term", {"metric_weight": 0.0}),
    "scratch": Lever("random weights for ImageNet's", {"pretrained": False}),
    "resnet18": Lever("ResNet-18, random weights", {"trunk": "resnet18", "pretrained": False}),
    "resnet34": Lever("ResNet-34, random weights", {"trunk": "resnet34", "pretrained": False}),
    "lite1": Lever("EfficientNet-Lite1", {"trunk": "efficientnet_lite1"}),
    "larger": Lever("a third more pixels a side", {"size": 4 / 3}),
    "smaller": Lever("a quarter fewer pixels a side", {"size": 3 / 4}),
    "dropping": Lever("features and blocks dropped", {"dropout": 0.2, "drop_path": 0.1}),
}
"""A size is a factor of the recipe's; everything else replaces its knob."""
MEASURES = {
    ("shop", "category_top1"): "category",
    ("shop", "colour_acc"): "colour",
    ("shop", "category_p10"): "shop P@10",
    ("shop", "type_colour_r10"): "type and colour R@10",
    ("phone", "p10"): "phone P@10",
    ("box", "mean_iou"): "box IoU",
}
SAME_RUN = {"p10_whole": "without the crop", "p10_cosine": "without class probabilities"}
"""Levers of the search, which the first run's own evaluation measures."""


def moved(config: Config, lever: Lever) -> Config:
    """The recipe with one lever moved."""
    knobs = dict(lever.knobs)
    if "size" in knobs:
        # Sixteen pixels are what one cell of the box's map stands for.
        knobs["size"] = max(32, 16 * round(config.size * knobs["size"] / 16))
        knobs["final_size"] = knobs["size"]
    return config.with_options(**knobs)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``train``, of which --out takes a folder for all runs, and which levers."""
    training_options.configure(parser)
    parser.add_argument(
        "--only", nargs="+", choices=LEVERS, default=list(LEVERS), help="these levers"
    )
    parser.add_argument("--limit", type=int, help="judge by at most so many photos of a kind")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Train and judge what is missing; write OUT/ablation.json and .md; 3 if stopped."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    out, config = Path(options.out), training_options.config_from(options)
    if not options.phone:
        raise ValueError("An ablation needs --phone: phone photos are what the recipe is for.")
    for name in options.only:
        folder = out / name
        say(f"{name}: {LEVERS[name].title}")
        if not (folder / EVALUATION).exists() and not _judge(options, folder, name, config):
            return 3
    found = {
        name: json.loads((out / name / EVALUATION).read_text(encoding="utf-8"))
        for name in LEVERS
        if (out / name / EVALUATION).exists()
    }
    (out / "ablation.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = markdown(found)
    (out / "ablation.md").write_text(text, encoding="utf-8")
    say(text)
    return 0


def markdown(found: Mapping[str, Mapping[str, Any]]) -> str:
    """A row a lever: each measure with its 95% interval, by lever name."""
    rows: list[dict[str, Any]] = []
    for name, result in found.items():
        row = {"lever": LEVERS[name].title}
        for (group, measure), title in MEASURES.items():
            row[title] = _cell(result, group, measure)
        row["size"] = result["training"]["size"]
        row["minutes"] = f"{result['training']['minutes']:.1f}"
        rows.append(row)
        if name == BASE:
            for measure, title in SAME_RUN.items():
                empty = dict.fromkeys(row, "")
                rows.append(empty | {"lever": title, "phone P@10": _cell(result, "phone", measure)})
    return "\n".join(table(rows)) + "\n"


def _cell(result: Mapping[str, Any], group: str, measure: str) -> str:
    low, high = result["intervals"][group][measure]
    return f"{result[group][measure]:.3f} ({low:.3f}–{high:.3f})"


def _judge(options: argparse.Namespace, folder: Path, name: str, base: Config) -> bool:
    """Train one run and write what it reaches; False if it was stopped."""
    from recommender import serving
    from recommender.evaluate import evaluate
    from recommender.train import train

    config = moved(base, LEVERS[name])
    cache = Path(options.cache or Path(options.out) / "cache")
    model = train(
        options.data,
        folder,
        config=config,
        phone=options.phone,
        phone_map=options.phone_map,
        init=options.init,
        resume=True,
        cache=cache,
        device=options.device,
    )
    if model is None:
        return False
    result = evaluate(
        serving.load(model, threads=options.threads),
        options.data[0],
        phone=options.phone,
        phone_map=options.phone_map,
        split="val",
        cache=cache,
        limit=options.limit,
    )
    result["training"] = {"size": config.size, "minutes": _minutes(folder)}
    (folder / EVALUATION).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return True


def _minutes(folder: Path) -> float:
    """How long the run took, without what was spent on judging it."""
    import torch

    from ml.training import load_checkpoint

    state = load_checkpoint(folder, torch.device("cpu")) or {}
    return float(state.get("seconds", 0.0)) / 60
