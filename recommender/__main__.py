"""``python -m recommender COMMAND``: train, ablate, evaluate, calibrate or index."""

import sys
from collections.abc import Sequence

from ml import commands

COMMANDS = {
    "train": ("recommender.options", "train an embedder and publish it"),
    "ablate": ("recommender.ablation", "train with one lever moved at a time, and compare"),
    "evaluate": ("recommender.evaluate", "measure a model: JSON and Markdown"),
    "calibrate": ("recommender.calibration", "fit temperature and thresholds"),
    "index": ("recommender.indexing", "build or check a search index"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; see ``ml.commands.run``."""
    return commands.run("recommender", COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
