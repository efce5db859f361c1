"""The options of ``python -m ml.classifier train``."""

import argparse
from collections.abc import Callable
from dataclasses import asdict

from ml.classifier import backend
from ml.classifier.config import PRESETS, Config
from ml.knobs import knobs_from


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options; those left out keep the preset's value."""
    data = parser.add_argument_group("data")
    data.add_argument(
        "--data",
        nargs="+",
        required=True,
        metavar="PATH",
        help="shop folders or zips; sample[:COUNT] stands for the project's own drawings",
    )
    data.add_argument("--phone", metavar="PATH", help="people's photos: folder or zip")
    data.add_argument("--phone-map", metavar="CSV", help="label,categories of those photos")
    data.add_argument("--cache", metavar="DIR", help="decoded images (default: OUT/cache)")
    run = parser.add_argument_group("run")
    run.add_argument("--out", required=True, metavar="DIR", help="the run's folder")
    run.add_argument("--init", metavar="DIR", help="start from a model, a run, or shipped")
    run.add_argument("--resume", action="store_true", help="go on with the run in --out")
    run.add_argument("--dry-run", action="store_true", help="load the data, try a step, stop")
    run.add_argument("--threads", type=int, help="CPU threads (default: all cores)")
    knobs = parser.add_argument_group("training")
    knobs.add_argument("--preset", choices=PRESETS, default="cpu-minutes")
    knobs.add_argument(
        "--weights", help="of the base: imagenet, none, a .safetensors or .npz file, or auto"
    )
    knobs.add_argument("--size", type=int, help="pixels a side: 75, 96, 139, 299, …")
    knobs.add_argument("--depth", help="the block where the base ends: mixed0 to mixed10")
    knobs.add_argument("--unfreeze", help="phase two: the block above which the base learns")
    knobs.add_argument("--epochs", type=float, help="passes over the products")
    knobs.add_argument("--minutes", type=float, help="budget; the schedule follows the clock")
    knobs.add_argument("--batch", type=int, help="photos a step")
    knobs.add_argument("--phone-share", type=float, help="share of people's photos in a batch")
    knobs.add_argument("--learning-rate", type=float)
    knobs.add_argument("--seed", type=int)
    knobs.add_argument(
        "--set",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="any other knob of ml/classifier/config.py, such as dropout=0.4",
    )


def config_from(options: argparse.Namespace) -> Config:
    """The preset with what was said otherwise. Raises ValueError for absurd values."""
    minutes = options.minutes
    if options.epochs is not None and minutes is None:
        minutes = 0.0
    said = {
        "weights": options.weights,
        "size": options.size,
        "depth": options.depth,
        "unfreeze": options.unfreeze,
        "epochs": options.epochs,
        "minutes": minutes,
        "batch": options.batch,
        "phone": options.phone_share,
        "learning_rate": options.learning_rate,
        "seed": options.seed,
    }
    return PRESETS[options.preset].with_options(**said | knobs_from(options.set, asdict(Config())))


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Train; 0 when it went to its end, 3 when it was stopped before."""
    config = config_from(options)
    backend.choose(options.threads)
    from ml.classifier.train import train

    folder = train(
        options.data,
        options.out,
        config=config,
        phone=options.phone,
        phone_map=options.phone_map,
        init=options.init,
        resume=options.resume,
        cache=options.cache,
        dry_run=options.dry_run,
    )
    if folder is None:
        return 0 if options.dry_run else 3
    say(f"published {folder}")
    return 0
