"""Presets against each other: the same data, the same minutes, the same machine, one table.

A run that is there already is not repeated: a killed comparison goes on, and ``--only`` adds
to one.
"""

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from generator.config import PLAIN_64, PRESETS, Config, on_gpu
from generator.evaluate import MOST, measured, write
from generator.film import SAMPLES
from generator.grids import side_by_side
from ml.markdown import table

EVALUATION = "evaluation.json"
PLAIN = "plain-acgan-64"
SHOWN = ("fd_fashion51", "kid", "precision", "recall", "coverage", "coverage_min_class")
MORE = ("class_accuracy", "cas", "cas_real", "gan_train", "novelty_copies")
RIVALS = {PLAIN: PLAIN_64} | PRESETS
"""The presets, and AC-GAN's original recipe at 64 × 64."""
DEFAULT = (PLAIN, "acgan-64", "dcgan-64", "lsgan-64")
HEIGHT = 512
"""Of each sheet in the picture side by side; the whole sheets lie in the runs' folders."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m generator compare``."""
    parser.add_argument("--data", required=True, metavar="PATH", help="as for train")
    parser.add_argument("--out", required=True, metavar="DIR", help="a folder for all runs")
    parser.add_argument("--minutes", type=float, required=True, help="of training, each")
    parser.add_argument("--only", nargs="+", choices=RIVALS, default=list(DEFAULT))
    parser.add_argument("--features", metavar="DIR", help="whose eyes: a folder, shipped or own")
    parser.add_argument("--limit", type=int, default=MOST, help="judge by at most so many photos")
    parser.add_argument("--cache", help="decoded images (default: OUT/cache)")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all cores)")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Train and measure what is missing; write OUT/compare.md, .json and .jpg; 3 if stopped."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    out = Path(options.out)
    for name in options.only:
        if not (out / name / EVALUATION).exists():
            say(name)
            if not _judge(options, name, _config(name, options)):
                return 3
    found = {
        name: json.loads((out / name / EVALUATION).read_text(encoding="utf-8"))
        for name in RIVALS
        if (out / name / EVALUATION).exists()
    }
    (out / "compare.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    text = markdown(found)
    (out / "compare.md").write_text(text, encoding="utf-8")
    pictures(out, list(found)).save(out / "compare.jpg", quality=92)
    say(text)
    return 0


def markdown(found: Mapping[str, Mapping[str, Any]]) -> str:
    """A row a preset."""
    rows = []
    for name, result in found.items():
        measures, training = result["measures"], result["training"]
        row = {"preset": f"`{name}`", "minutes": round(training["minutes"], 1)}
        row |= {"images/s": round(training["images_per_second"])}
        rows.append(row | {measure: _figure(measures.get(measure)) for measure in SHOWN + MORE})
    floors = {f"{result['measures']['fd_floor']:.4g}" for result in found.values()}
    note = f"FD-fashion51 of photos against other photos: {', '.join(sorted(floors))}."
    return "\n".join([*table(rows), "", note]) + "\n"


def pictures(out: Path, names: list[str]) -> Image.Image:
    """The last sheets of the runs, beside each other."""
    shown = []
    for name in names:
        with Image.open(sorted((out / name / SAMPLES).glob("*.jpg"))[-1]) as sheet:
            sheet.thumbnail((4 * HEIGHT, HEIGHT))
            shown.append(sheet.convert("RGB"))
    return side_by_side(shown, names)


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.4g}"


def _config(name: str, options: argparse.Namespace) -> Config:
    """As ``train`` would take the preset on this machine."""
    from ml.device import pick

    said = on_gpu(name) if pick(options.device).type == "cuda" else {}
    return RIVALS[name].with_options(**said | {"minutes": options.minutes})


def _judge(options: argparse.Namespace, name: str, config: Config) -> bool:
    """Train one run and write what it reaches; False if it was stopped."""
    from generator import serving
    from generator.train import MODEL, train

    folder = Path(options.out) / name
    cache = Path(options.cache or Path(options.out) / "cache")
    model: Path | None = folder / MODEL
    if not (folder / MODEL).exists():
        model = train(
            options.data,
            folder,
            config=config,
            preset=name,
            features=options.features,
            resume=True,
            cache=cache,
            device=options.device,
            threads=options.threads,
        )
    if model is None:
        return False
    result = measured(
        serving.load(model, threads=options.threads),
        options.data,
        features=options.features,
        cache=cache,
        most=options.limit,
        threads=options.threads,
    )
    lines = [json.loads(line) for line in (folder / "stats.jsonl").read_text().splitlines()]
    rates = [line["rate"] for line in lines]
    result["training"] = {
        "minutes": result_minutes(folder),
        "images_per_second": sum(rates) / len(rates),
    }
    write(result, folder / EVALUATION)
    return True


def result_minutes(folder: Path) -> float:
    """How long a run has taken so far."""
    import torch

    from ml.training import load_checkpoint

    state = load_checkpoint(folder, torch.device("cpu")) or {}
    return float(state.get("seconds", 0.0)) / 60
