"""``python -m generator blend``: the steps from one design to another, as pictures or a GIF."""

import argparse
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from generator import recipe
from generator.commands import common
from generator.recipe import Recipe
from ml.preprocessing import picture

FRAME = 120
"""Milliseconds of a GIF's frame."""


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--first", required=True, metavar="FILE", help="a design (.png or .json)")
    parser.add_argument("--second", required=True, metavar="FILE", help="another")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--weight", type=float, help="one design, so far towards the second")
    choice.add_argument("--steps", type=int, default=8, help="from one to the other (default: 8)")
    parser.add_argument("--gif", metavar="FILE", help="also write the steps, there and back")
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model = common.designer(options)
    parents = recipe.read(options.first), recipe.read(options.second)
    if options.weight is None and options.steps < 2:
        raise ValueError(f"--steps must be at least 2, not {options.steps}.")
    weights = (
        [options.weight]
        if options.weight is not None
        else [step / (options.steps - 1) for step in range(options.steps)]
    )
    recipes = [
        (
            str(number),
            Recipe(
                "blend",
                model.version,
                truncation=_scale(options, parents, weight),
                weight=weight,
                parents=parents,
            ),
        )
        for number, weight in enumerate(weights)
    ]
    done = common.write(model, recipes, options.out, say)
    if options.gif:
        frames = [picture(model.render(each)) for _, each in recipes]
        Path(options.gif).parent.mkdir(parents=True, exist_ok=True)
        Path(options.gif).write_bytes(gif(frames))
        say(f"wrote {options.gif}")
    return done


def gif(frames: Sequence[Image.Image]) -> bytes:
    """The steps as a film, there and back, again and again."""
    first, *rest = [*frames, *frames[-2:0:-1]]
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=rest, duration=FRAME, loop=0)
    return buffer.getvalue()


def _scale(options: argparse.Namespace, parents: tuple[Recipe, Recipe], weight: float) -> float:
    if options.truncation is not None:
        return float(options.truncation)
    first, second = parents
    return (1 - weight) * first.truncation + weight * second.truncation
