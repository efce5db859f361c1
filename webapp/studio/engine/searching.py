"""Designs that have to be searched for: after a photo, and near what people look for."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion
from webapp.search import engine as search

from ..contracts import Drawn
from ..options import SEEDS
from .designers import designer
from .drawing import draw

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from generator.serving import Designer

STEPS = 120
"""Of the search for a latent; more sharpen what nobody sees at this size."""
POOL = 256


def after_photo(
    model: ModelVersion,
    photo: Path,
    *,
    category: str | None,
    seeds: Sequence[int],
    truncation: float,
    progress: Callable[[int, int], None],
    should_stop: Callable[[], bool],
) -> list[Drawn] | None:
    """One design a seed: drawn from the photo's code by a model that knows codes, else from the
    latent that comes closest, which needs torch: call it in a job's own process.

    ``progress`` is told the total before anything else: designs of a model that knows codes, else
    steps of the search for all of them. None after ``should_stop``. Raises ValueError for a photo
    or category that does not do.
    """
    from generator.commands import from_photo
    from generator.recipe import Recipe

    knows_codes = bool(model.manifest.get("encoder"))
    each = 1 if knows_codes else STEPS
    total = len(seeds) * each
    progress(0, total)  # opening the models takes seconds, too
    opened = designer(model)
    threads = settings.INFERENCE_THREADS or None
    image = from_photo.opened(photo)
    code = None
    if knows_codes:
        code = from_photo.encoded(opened, image, _embedder(opened.space.encoder), threads)
    elif category is None:
        category = from_photo.seen_as(opened, image, _embedder(), threads)

    def recipe_of(number: int, seed: int) -> Recipe:
        if code is not None:
            return Recipe("from-photo", opened.version, truncation=truncation, seed=seed, code=code)
        return from_photo.searched(
            opened, image, category, seed, STEPS, truncation,
            on_step=lambda step: progress(number * STEPS + step, total),
        )  # fmt: skip

    made: list[Drawn] = []
    for number, seed in enumerate(seeds):
        if should_stop():
            return None
        made += draw(model, [recipe_of(number, seed).to_json()])
        progress((number + 1) * each, total)
    return made


def nearest(
    model: ModelVersion,
    *,
    category: str | None,
    shape: Sequence[float],
    colour: Sequence[float],
    embedder: str,
    seed: int,
    count: int,
    truncation: float,
) -> list[Drawn]:
    """Designs that the live embedder takes for most like ``shape`` and ``colour``, unit vectors of
    its own (``embedder`` is the version that made them): drawn from them by a model that knows
    its codes, else the best of many.

    Raises ValueError for vectors or a category that do not do, Unavailable (of the search's
    contracts) where there is no index.
    """
    import numpy as np

    from generator import nearest as nearest_of
    from generator.recipe import Recipe
    from ml.preprocessing import picture

    if search.versions()[0] != embedder:
        raise ValueError("Another embedder serves than the one that saw what people look for.")
    opened = designer(model)
    seeds = [(seed + number) % SEEDS for number in range(count)]
    if opened.space.encoder is not None:
        code = _code(opened, shape, colour, category)
        made = [
            Recipe("from-photo", opened.version, truncation=truncation, seed=each, code=code)
            for each in seeds
        ]
        return draw(model, [recipe.to_json() for recipe in made])

    def looked_at(pixels: "NDArray[np.uint8]") -> "NDArray[np.float32]":
        return search.vectors([picture(each) for each in pixels])

    target = np.array([*shape, *colour], np.float32)[None] * np.float32(np.sqrt(0.5))
    recipes = nearest_of.nearest(
        opened,
        category,
        target,
        looked_at,
        count=count,
        pool=POOL,
        seed=seed,
        truncation=truncation,
    )
    return draw(model, [recipe.to_json() for recipe in recipes])


def _code(
    opened: "Designer", shape: Sequence[float], colour: Sequence[float], category: str | None
) -> tuple[float, ...]:
    """What ml.features would say of a photo with these vectors. Raises ValueError where the model
    was trained on the codes of another embedder than the live one."""
    from ml import taxonomy

    live = registry.model_live(EMBEDDER)
    if live is None or live.version != opened.space.encoder:
        raise ValueError(
            f"The model was trained on codes of embedder {opened.space.encoder}, and another one "
            "serves: choose another model."
        )
    names = taxonomy.load(live.manifest["taxonomy"]).categories
    return (*shape, *colour, *(float(name == category) for name in names))


def _embedder(version: str | None = None) -> str:
    """The folder of the embedder of that version, or of the live one."""
    rows = registry.models_of(EMBEDDER).exclude(folder="")
    row = rows.filter(version=version).first() if version else registry.model_live(EMBEDDER)
    return row.folder if row is not None and row.folder else settings.EMBEDDER
