"""``python -m generator vary``: designs near a design."""

import argparse
from collections.abc import Callable

from generator import recipe
from generator.commands import common
from generator.recipe import Recipe


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--of", required=True, metavar="FILE", help="the design (.png or .json)")
    parser.add_argument(
        "--radius", type=float, default=0.4, help="how far to go: 0 is the same, 1 is unrelated"
    )
    common.seed_options(parser)
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model, parent = common.designer(options), recipe.read(options.of)
    scale = parent.truncation if options.truncation is None else options.truncation
    recipes = [
        (
            str(seed),
            Recipe(
                "vary",
                model.version,
                truncation=scale,
                seed=seed,
                radius=options.radius,
                parents=(parent,),
            ),
        )
        for seed in common.seeds(options)
    ]
    return common.write(model, recipes, options.out, say)
