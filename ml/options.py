"""The options that training the embedder and training the classifier share."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ml.knobs import knobs_from


def add(parser: argparse.ArgumentParser, presets: Iterable[str], knobs_file: str) -> Any:
    """Add them; gives the group "training" for the engine's own knobs."""
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
    knobs.add_argument("--preset", choices=list(presets), default="cpu-minutes")
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
        help=f"any other knob of {knobs_file}, such as smoothing=0.05",
    )
    return knobs


def said(options: argparse.Namespace, config: Any, *names: str) -> dict[str, Any]:
    """What was said of a ``config``'s knobs: the shared ones, those of ``names``, and --set.

    Passes that are asked for overrule a preset's minutes. Raises ValueError as ``knobs_from``.
    """
    minutes = options.minutes
    if options.epochs is not None and minutes is None:
        minutes = 0.0
    shared = {name: getattr(options, name) for name in ("epochs", "batch", "learning_rate", "seed")}
    own = {name: getattr(options, name) for name in names}
    knobs = knobs_from(options.set, asdict(config))
    return shared | own | {"minutes": minutes, "phone": options.phone_share} | knobs
