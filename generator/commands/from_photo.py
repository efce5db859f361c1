"""``python -m generator from-photo``: designs after a photo.

A photo-conditioned model encodes the photo; any other is searched for the latent whose design
comes closest.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from generator.commands import common
from generator.recipe import Recipe
from generator.serving import Designer
from ml.preprocessing import square

DIGITS = 5
"""Of the numbers in a recipe: finer ones change no pixel."""


def configure(parser: argparse.ArgumentParser) -> None:
    common.model_options(parser)
    parser.add_argument("--photo", required=True, metavar="FILE", help="JPEG, PNG or WebP")
    parser.add_argument("--category", help="default: what the embedder sees in the photo")
    parser.add_argument("--features", default="shipped", metavar="DIR", help="the embedder")
    parser.add_argument("--steps", type=int, default=150, help="of the search (default: 150)")
    common.seed_options(parser)
    common.truncation_option(parser)


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    model = common.designer(options)
    photo = opened(options.photo)
    scale = 1.0 if options.truncation is None else options.truncation
    if model.space.encoder is not None:
        code = encoded(model, photo, options.features, options.threads)
        recipes = [
            Recipe("from-photo", model.version, truncation=scale, seed=seed, code=code)
            for seed in common.seeds(options)
        ]
    else:
        named = options.category or seen_as(model, photo, options.features, options.threads)
        if named is not None:
            say(f"as {named}")
        recipes = [
            searched(model, photo, named, seed, options.steps, scale)
            for seed in common.seeds(options)
        ]
    labels = [str(seed) for seed in common.seeds(options)]
    return common.write(model, list(zip(labels, recipes, strict=True)), options.out, say)


def opened(path: str | Path) -> Image.Image:
    """The photo, upright. Raises ValueError if it cannot be read."""
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP")) as image:
            image.load()
            return ImageOps.exif_transpose(image)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path} cannot be read as a photo: {error}") from error


def encoded(
    model: Designer, photo: Image.Image, features: str, threads: int | None = None
) -> tuple[float, ...]:
    """The photo's code. Raises ValueError if the network is not the one of training."""
    from ml.features import Features

    network = Features(features, threads=threads)
    if network.version != model.space.encoder:
        raise ValueError(
            f"The model was trained on codes of embedder {model.space.encoder}, and "
            f"{network.folder} is {network.version}: name the right one with --features."
        )
    [code] = network.see(_pixels(photo, model.size)[None]).vectors
    return _rounded(code)


def seen_as(
    model: Designer, photo: Image.Image, features: str, threads: int | None = None
) -> str | None:
    """The model's category that the photo shows most likely; None if it has no categories."""
    if not model.space.condition or len(model.categories) == 1:
        return None
    from ml.features import Features, matching

    network = Features(features, threads=threads)
    [chances] = network.see(_pixels(photo, network.preprocessing.size)[None]).categories
    places = matching(model.categories, network.taxonomy.categories)
    if (places < 0).all():
        raise ValueError(
            "The embedder knows none of the model's categories: name one (--category)."
        )
    return model.categories[int(np.where(places >= 0, chances[places], -1).argmax())]


def searched(
    model: Designer,
    photo: Image.Image,
    category: str | None,
    seed: int = 0,
    steps: int = 150,
    truncation: float = 1.0,
    on_step: Callable[[int], None] = lambda step: None,
) -> Recipe:
    """The recipe whose design comes closest to the photo; needs torch. ``on_step`` is told how
    many steps are done.

    Raises ValueError if the category or the number of steps is absurd.
    """
    from generator.inversion import search

    place = model.space.place(category) if model.space.condition else None
    pixels = _pixels(photo, model.size)
    latent = search(model.folder, pixels, place, seed=seed, steps=steps, on_step=on_step)
    named = None if place is None else model.categories[place]
    # The search looked at latents as they are; the recipe scales what it holds.
    return Recipe(
        "from-photo",
        model.version,
        named,
        truncation,
        latent=_rounded(latent / truncation),
    )


def _pixels(photo: Image.Image, size: int) -> NDArray[np.uint8]:
    return np.asarray(square(photo, size))


def _rounded(values: NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in values)
