"""``python -m generator publish``: the best checkpoint of a run, finished or not, as a model."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", required=True, metavar="DIR", help="a training run's folder")
    parser.add_argument("--out", required=True, metavar="DIR", help="the model's folder, new")
    parser.add_argument(
        "--evaluation", metavar="FILE", help="JSON of evaluate, for the manifest and the card"
    )


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    from generator.train import publish

    measured = None
    if options.evaluation:
        try:
            measured = json.loads(Path(options.evaluation).read_text(encoding="utf-8"))
            measured["measures"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{options.evaluation} is no evaluation: {error}.") from error
    say(f"published {publish(options.run, options.out, measured)}")
    return 0
