"""``python -m generator COMMAND``: train, watch, sample, edit and measure designs."""

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence

COMMANDS = {
    "train": ("generator.options", "train a generator and publish its best checkpoint"),
    "film": ("generator.film", "a run's sheets as GIF and MP4"),
    "publish": ("generator.commands.publish", "publish the best checkpoint of a run"),
    "sample": ("generator.commands.sample", "new designs of a category"),
    "vary": ("generator.commands.vary", "designs near a design"),
    "blend": ("generator.commands.blend", "the steps from one design to another"),
    "recast": ("generator.commands.recast", "a design's look in another category"),
    "from-photo": ("generator.commands.from_photo", "designs after a photo"),
    "replay": ("generator.commands.replay", "make the design of a recipe again"),
    "evaluate": ("generator.evaluate", "measure a generator: JSON and Markdown"),
    "compare": ("generator.compare", "train presets on the same data and minutes, and measure"),
    "upscale": ("generator.commands.upscale", "a design at four times its size"),
    "train-upscaler": ("generator.upscaling.train", "train the upscaler on photos"),
    "measure-upscaler": ("generator.upscaling.measure", "upscalers against each other"),
}
"""Module with ``configure(parser)`` and ``run(options)``, and what it is for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it went well, 2 if what was asked cannot be done."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m generator")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        # Only the chosen command is imported: training must run where serving's packages
        # are missing, and the other way round.
        if words[:1] == [name]:
            importlib.import_module(module).configure(command)
    options = parser.parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        return int(importlib.import_module(COMMANDS[options.command][0]).run(options))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
