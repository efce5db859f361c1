"""``python -m generator sample``: new designs of a category."""

import argparse
from collections.abc import Callable

from generator.commands import common
from generator.recipe import sampled


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--category", help="what to design; needed if the model has several")
    common.seed_options(parser)
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model = common.designer(options)
    scale = 1.0 if options.truncation is None else options.truncation
    recipes = [
        (str(seed), sampled(model.space, options.category, seed, scale))
        for seed in common.seeds(options)
    ]
    return common.write(model, recipes, options.out, say)
