"""The options of ``python -m ml.classifier train``."""

import argparse
from collections.abc import Callable

from ml import options as shared
from ml.classifier import backend
from ml.classifier.config import PRESETS, Config


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options; those left out keep the preset's value."""
    knobs = shared.add(parser, PRESETS, "ml/classifier/config.py")
    knobs.add_argument(
        "--weights", help="of the base: imagenet, none, a .safetensors or .npz file, or auto"
    )
    knobs.add_argument("--size", type=int, help="pixels a side: 75, 96, 139, 299, …")
    knobs.add_argument("--depth", help="the block where the base ends: mixed0 to mixed10")
    knobs.add_argument("--unfreeze", help="phase two: the block above which the base learns")


def config_from(options: argparse.Namespace) -> Config:
    """The preset with what was said otherwise. Raises ValueError for absurd values."""
    said = shared.said(options, Config(), "weights", "size", "depth", "unfreeze")
    return PRESETS[options.preset].with_options(**said)


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
