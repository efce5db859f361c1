"""The shell that every engine's command line shares: ``python -m ENGINE COMMAND …``."""

import argparse
import importlib
import logging
import sys
from collections.abc import Mapping, Sequence

NOISY = ("faiss", "absl", "tensorflow")
"""Libraries that tell people of every file they open."""
Commands = Mapping[str, tuple[str, str]]
"""By name: a module with ``configure(parser)`` and ``run(options)``, and what it is for."""


def run(program: str, commands: Commands, arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it went well, 2 if what was asked cannot be done.

    ``arguments`` are the words after ``python -m program`` (default: the process's own).
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog=f"python -m {program}")
    subparsers = parser.add_subparsers(dest="command", required=True)
    for name, (module, purpose) in commands.items():
        command = subparsers.add_parser(name, help=purpose, description=purpose)
        # Only the chosen command is imported: training must run where serving's packages
        # are missing, and the other way round.
        if words[:1] == [name]:
            importlib.import_module(module).configure(command)
    options = parser.parse_args(words)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        return int(importlib.import_module(commands[options.command][0]).run(options))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
