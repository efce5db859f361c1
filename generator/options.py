"""The options of ``python -m generator train``."""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict

from generator.config import PRESETS, Config, on_gpu
from ml.knobs import knobs_from


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options; those left out keep the preset's value."""
    data = parser.add_argument_group("data")
    data.add_argument(
        "--data",
        required=True,
        metavar="PATH",
        help="a folder or zip of images, a shop, or Fashion-MNIST's idx files; sample[:COUNT] "
        "stands for the project's own drawings",
    )
    data.add_argument("--cache", metavar="DIR", help="decoded images (default: RUN/cache)")
    data.add_argument(
        "--features",
        metavar="DIR",
        help="published network that judges: a folder, shipped, or own for one trained in place",
    )
    run = parser.add_argument_group("run")
    run.add_argument("--run", required=True, metavar="DIR", help="the run's folder")
    run.add_argument("--init", metavar="DIR", help="start from a model, a run, or shipped")
    run.add_argument("--resume", action="store_true", help="go on with the run in --run")
    run.add_argument("--dry-run", action="store_true", help="load the data, try a step, stop")
    run.add_argument("--device", default="auto", help="auto, cpu or cuda")
    run.add_argument("--threads", type=int, help="CPU threads (default: all cores)")
    knobs = parser.add_argument_group("training")
    knobs.add_argument("--preset", choices=PRESETS, default="acgan-64")
    budget = knobs.add_mutually_exclusive_group()
    budget.add_argument("--kimg", type=float, help="thousands of images to show")
    budget.add_argument("--epochs", type=float, help="passes over the data")
    budget.add_argument("--minutes", type=float, help="by the clock")
    knobs.add_argument(
        "--set",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="any knob of generator/config.py, such as width=64",
    )


def config_from(options: argparse.Namespace, gpu: bool) -> Config:
    """The preset with what was said otherwise. Raises ValueError for absurd values."""
    said = on_gpu(options.preset) if gpu else {}
    budget = {name: getattr(options, name) for name in ("kimg", "epochs", "minutes")}
    if any(value is not None for value in budget.values()):
        said |= {name: value or 0.0 for name, value in budget.items()}
    return PRESETS[options.preset].with_options(**said | knobs_from(options.set, asdict(Config())))


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Train; 0 when it went to its end, 3 when it was stopped before."""
    # Idle threads that spin would take the cores from everything else on the machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    from generator.train import train
    from ml.device import pick

    config = config_from(options, pick(options.device).type == "cuda")
    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    folder = train(
        options.data,
        options.run,
        config=config,
        preset=options.preset,
        init=options.init,
        features=options.features,
        resume=options.resume,
        cache=options.cache,
        device=options.device,
        threads=options.threads,
        dry_run=options.dry_run,
    )
    if folder is None:
        return 0 if options.dry_run else 3
    say(f"published {folder}")
    return 0
