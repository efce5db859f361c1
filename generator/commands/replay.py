"""``python -m generator replay``: make the design of a recipe again, byte by byte."""

import argparse
from collections.abc import Callable

from generator import recipe
from generator.commands import common


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument(
        "--recipe", required=True, metavar="FILE", help="a design's .png, or the .json beside it"
    )


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    made = recipe.read(options.recipe)
    return common.write(common.designer(options), [("0", made)], options.out, say)
