"""``python -m ml.drawings contact-sheet`` and ``python -m ml.drawings data``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ml.drawings.dataset import write_dataset
from ml.drawings.render import SIZE, taxonomy
from ml.drawings.sheet import contact_sheet


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml.drawings", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("contact-sheet", help="draw every category on one page")
    sheet.add_argument("--out", type=Path, required=True, help="the picture to write (.png)")
    sheet.add_argument("--category", action="append", help="only this one (may be repeated)")
    sheet.add_argument("--columns", type=int, default=8, help="drawings per category")
    sheet.add_argument("--first-seed", type=int, default=0)
    sheet.add_argument("--width", type=int, default=120, help="pixels across one drawing")
    data = commands.add_parser("data", help="write a data set: styles.csv, images/, box.csv")
    data.add_argument("--out", type=Path, required=True, help="the folder to write")
    data.add_argument("--count", type=int, default=1500)
    data.add_argument("--seed", type=int, default=0)
    data.add_argument("--width", type=int, default=SIZE[0], help="pixels across; height is 4/3")
    data.add_argument("--processes", type=int, default=1)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, 2 for a mistake in the request."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "contact-sheet":
            seeds = range(options.first_seed, options.first_seed + options.columns)
            categories = options.category or taxonomy().categories
            contact_sheet(categories, seeds, width=options.width).save(options.out)
            print(f"{len(categories)} categories on {options.out}")
        else:
            size = (options.width, options.width * SIZE[1] // SIZE[0])
            written = write_dataset(
                options.out,
                options.count,
                seed=options.seed,
                size=size,
                processes=options.processes,
            )
            print(f"{written} products in {options.out}")
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
