"""``python -m generator steer``: a design, more or less like those that people back."""

import argparse
import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from generator import recipe, steering
from generator.commands import common
from generator.recipe import Recipe
from generator.serving import Designer

DIGITS = 5
COLUMNS = ("design", "pledges")


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--of", required=True, metavar="FILE", help="the design (.png or .json)")
    parser.add_argument(
        "--backed", required=True, metavar="FILE",
        help="CSV with the columns design (a .png or .json beside it) and pledges (a count)",
    )  # fmt: skip
    parser.add_argument(
        "--weight", type=float, default=0.5, help="-1 (away) to 1 (towards); default: 0.5"
    )
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model, parent = common.designer(options), recipe.read(options.of)
    scale = parent.truncation if options.truncation is None else options.truncation
    made = Recipe(
        "steer",
        model.version,
        truncation=scale,
        weight=options.weight,
        latent=fitted(model, Path(options.backed)),
        parents=(parent,),
    )
    return common.write(model, [("0", made)], options.out, say)


def fitted(model: Designer, table: Path) -> tuple[float, ...]:
    """The direction of a table of designs. Raises ValueError for one that cannot be read."""
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = [[row[name] for name in COLUMNS] for row in csv.DictReader(file)]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{table} is no table of {' and '.join(COLUMNS)}: {error}.") from error
    points = [model.space.point(recipe.read(table.parent / name))[0] for name, _count in rows]
    counts = [int(count) for _name, count in rows]
    if not points:
        raise ValueError(f"{table} names no designs.")
    found = steering.direction(np.stack(points), np.array(counts))
    return tuple(round(float(value), DIGITS) for value in found)
