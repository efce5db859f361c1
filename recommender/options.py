"""The options of ``python -m recommender train``."""

import argparse
import os
from collections.abc import Callable

from ml import options as shared
from recommender.config import PRESETS, Config


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options; those left out keep the preset's value."""
    knobs = shared.add(parser, PRESETS, "recommender/config.py")
    knobs.add_argument("--device", default="auto", help="auto, cpu or cuda")
    knobs.add_argument("--size", type=int, help="pixels a side for most of the run")
    knobs.add_argument("--final-size", type=int, help="at its end, and of the model")
    knobs.add_argument("--final-share", type=float, help="of the run at the final size")
    knobs.add_argument("--trunk", help="resnet18, 34, 50 or efficientnet_lite0, 1, 2")
    knobs.add_argument("--pretrained", action="store_true", default=None, help="ImageNet start")
    knobs.add_argument("--composed", type=float, help="share of products on other backgrounds")
    knobs.add_argument("--least-share", type=float, help="of a small set beside the largest")


def config_from(options: argparse.Namespace) -> Config:
    """The preset with what was said otherwise. Raises ValueError for absurd values."""
    names = ("size", "final_share", "trunk", "pretrained", "composed", "least_share")
    final = options.size if options.final_size is None else options.final_size
    said = shared.said(options, Config(), *names)
    return PRESETS[options.preset].with_options(**{"final_size": final} | said)


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
