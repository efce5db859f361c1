"""``python -m generator recast``: the same latent in another category, "this bag as a shoe"."""

import argparse
from collections.abc import Callable

from generator import recipe
from generator.commands import common
from generator.recipe import Recipe


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--of", required=True, metavar="FILE", help="the design (.png or .json)")
    parser.add_argument("--category", required=True, help="what it is to become")
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model, parent = common.designer(options), recipe.read(options.of)
    scale = parent.truncation if options.truncation is None else options.truncation
    made = Recipe("recast", model.version, options.category, scale, parents=(parent,))
    return common.write(model, [("0", made)], options.out, say)
