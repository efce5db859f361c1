"""``python -m ml.classifier COMMAND``: train or evaluate."""

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence

COMMANDS = {
    "train": ("ml.classifier.options", "train a classifier and publish it"),
    "evaluate": ("ml.classifier.evaluate", "measure a model: JSON, Markdown and a picture"),
}
"""Module with ``configure(parser)`` and ``run(options)``, and what it is for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it went well, 2 if what was asked cannot be done."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m ml.classifier")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (module, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        # Only the chosen command is imported: evaluating needs no training framework.
        if words[:1] == [name]:
            importlib.import_module(module).configure(command)
    options = parser.parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in ("faiss", "absl", "tensorflow"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        return int(importlib.import_module(COMMANDS[options.command][0]).run(options))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
