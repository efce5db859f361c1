"""``python -m generator COMMAND``: train, watch, sample, edit and measure designs."""

import sys
from collections.abc import Sequence

from ml import commands

COMMANDS = {
    "train": ("generator.options", "train a generator and publish its best checkpoint"),
    "film": ("generator.film", "a run's sheets as GIF and MP4"),
    "publish": ("generator.commands.publish", "publish the best checkpoint of a run"),
    "sample": ("generator.commands.sample", "new designs of a category"),
    "vary": ("generator.commands.vary", "designs near a design"),
    "blend": ("generator.commands.blend", "the steps from one design to another"),
    "recast": ("generator.commands.recast", "a design's look in another category"),
    "steer": ("generator.commands.steer", "a design, more or less like those that people back"),
    "from-photo": ("generator.commands.from_photo", "designs after a photo"),
    "replay": ("generator.commands.replay", "make the design of a recipe again"),
    "evaluate": ("generator.evaluate", "measure a generator: JSON and Markdown"),
    "compare": ("generator.compare", "train presets on the same data and minutes, and measure"),
    "upscale": ("generator.commands.upscale", "a design at four times its size"),
    "train-upscaler": ("generator.upscaling.train", "train the upscaler on photos"),
    "measure-upscaler": ("generator.upscaling.measure", "upscalers against each other"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; see ``ml.commands.run``."""
    return commands.run("generator", COMMANDS, arguments)


if __name__ == "__main__":
    sys.exit(main())
