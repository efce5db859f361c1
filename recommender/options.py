"""The options of ``python -m recommender train``."""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict

from ml.knobs import knobs_from
from recommender.config import PRESETS, Config


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
    run.add_argument("--device", default="auto", help="auto, cpu or cuda")
    run.add_argument("--threads", type=int, help="CPU threads (default: all cores)")
    knobs = parser.add_argument_group("training")
    knobs.add_argument("--preset", choices=PRESETS, default="cpu-minutes")
    knobs.add_argument("--epochs", type=float, help="passes over the products")
    knobs.add_argument("--minutes", type=float, help="budget; the schedule follows the clock")
    knobs.add_argument("--size", type=int, help="pixels a side for most of the run")
    knobs.add_argument("--final-size", type=int, help="at its end, and of the model")
    knobs.add_argument("--final-share", type=float, help="of the run at the final size")
    knobs.add_argument("--trunk", help="resnet18, 34, 50 or efficientnet_lite0, 1, 2")
    knobs.add_argument("--pretrained", action="store_true", default=None, help="ImageNet start")
    knobs.add_argument("--batch", type=int, help="photos a step")
    knobs.add_argument("--composed", type=float, help="share of products on other backgrounds")
    knobs.add_argument("--phone-share", type=float, help="share of people's photos in a batch")
    knobs.add_argument("--least-share", type=float, help="of a small set beside the largest")
    knobs.add_argument("--learning-rate", type=float)
    knobs.add_argument("--seed", type=int)
    knobs.add_argument(
        "--set",
        nargs="+",
        default=[],
        metavar="NAME=VALUE",
        help="any other knob of recommender/config.py, such as colour_weight=0.7",
    )


def config_from(options: argparse.Namespace) -> Config:
    """The preset with what was said otherwise. Raises ValueError for absurd values."""
    minutes, final_size = options.minutes, options.final_size
    if options.epochs is not None and minutes is None:
        minutes = 0.0
    if options.size is not None and final_size is None:
        final_size = options.size
    said = {
        "epochs": options.epochs,
        "minutes": minutes,
        "size": options.size,
        "final_size": final_size,
        "final_share": options.final_share,
        "trunk": options.trunk,
        "pretrained": options.pretrained,
        "batch": options.batch,
        "composed": options.composed,
        "phone": options.phone_share,
        "least_share": options.least_share,
        "learning_rate": options.learning_rate,
        "seed": options.seed,
    }
    return PRESETS[options.preset].with_options(**said | knobs_from(options.set, asdict(Config())))


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Train; 0 when it went to its end, 3 when it was stopped before."""
    config = config_from(options)
    # Idle threads that spin would take the cores from everything else on the machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    from ml import distributed
    from recommender.train import train

    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    folder = train(
        options.data,
        options.out,
        config=config,
        phone=options.phone,
        phone_map=options.phone_map,
        init=options.init,
        resume=options.resume,
        cache=options.cache,
        device=options.device,
        dry_run=options.dry_run,
    )
    if folder is None:
        return 0 if options.dry_run else 3
    if distributed.leads():
        say(f"published {folder}")
    return 0
