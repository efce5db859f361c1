"""What the commands that make designs share."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from generator import recipe, serving
from generator.recipe import Recipe
from generator.serving import Designer


def model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="shipped", help="a model folder, or shipped")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")
    parser.add_argument(
        "--out", required=True, metavar="FILE", help=".png; several are numbered: NAME-SEED.png"
    )


def truncation_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--truncation", type=float, help="scale of the latent: below 1 is more typical, above odder"
    )


def seed_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0, help="of the first design (default: 0)")
    parser.add_argument("--count", type=int, default=1, help="seeds from --seed on (default: 1)")


def designer(options: argparse.Namespace) -> Designer:
    return serving.load(options.model, threads=options.threads)


def seeds(options: argparse.Namespace) -> list[int]:
    """Raises ValueError if no design was asked for."""
    if options.count < 1:
        raise ValueError(f"--count must be at least 1, not {options.count}.")
    return list(range(options.seed, options.seed + options.count))


def write(
    model: Designer,
    recipes: Sequence[tuple[str, Recipe]],
    out: str,
    say: Callable[[str], None],
) -> int:
    """Make each design and write it with its recipe; labels tell several apart."""
    # All are made before the first is written: a bad one leaves nothing behind.
    made = [(label, each, model.render(each)) for label, each in recipes]
    for label, each, pixels in made:
        path = Path(out)
        if len(made) > 1:
            path = path.with_name(f"{path.stem}-{label}{path.suffix}")
        say(f"wrote {recipe.save(pixels, each, path)}")
    return 0
