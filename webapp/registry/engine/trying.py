"""Does a model answer, and what does it say? In the process of a job, whose memory comes back."""

import base64
import io
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

from ..contracts import Guess
from ..kinds import CLASSIFIER, is_generator
from .files import located

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 2
"""Guesses shown of a classifier, as the shop shows them."""


class Answers(NamedTuple):
    """``milliseconds`` is the median time of one answer, loading left out."""

    values: list[Any]
    milliseconds: float


def smoke(folder: str, kind: str) -> None:
    """One answer of a classifier or a generator, and is it one? Raises ValueError if not."""
    if kind == CLASSIFIER:
        _smoke_classifier(folder)
    elif is_generator(kind):
        _smoke_generator(folder, kind)
    else:
        raise ValueError(f"There is no smoke test for models of kind {kind!r}.")


def sorted_photos(folder: str, paths: Sequence[Path]) -> Answers:
    """A classifier's best guesses ([Guess]) for picture files. Raises ValueError."""
    from PIL import Image

    from ml.classifier import serving

    classifier = serving.load(
        located(folder, CLASSIFIER), threads=settings.INFERENCE_THREADS or None
    )
    classifier.load()
    names = classifier.taxonomy.categories
    values: list[Any] = []
    times: list[float] = []
    for path in paths:
        with Image.open(path, formats=["JPEG", "WEBP", "PNG"]) as image:
            picture = image.convert("RGB")
        started = time.perf_counter()
        [found] = classifier.predict([picture])
        times.append(time.perf_counter() - started)
        best = (-found.categories).argsort()[:SHOWN]
        values.append(
            [
                Guess(name=names[i], probability=round(float(found.categories[i]), 4))
                for i in best
            ]
        )  # fmt: skip
    return Answers(values, _median(times))


def designs(folder: str, kind: str, seeds: Sequence[int]) -> Answers:
    """A generator's designs as (category or "", data: URL), the categories in turn.

    Raises ValueError for a model that designs after photos, or is damaged.
    """
    from generator import serving

    designer = serving.load(located(folder, kind), threads=settings.INFERENCE_THREADS or None)
    designer.load()
    values: list[Any] = []
    times: list[float] = []
    for number, seed in enumerate(seeds):
        names = designer.categories
        category = names[number % len(names)] if names else None
        started = time.perf_counter()
        [pixels] = designer.sample(category, [seed])
        times.append(time.perf_counter() - started)
        values.append((category or "", _data_url(pixels)))
    return Answers(values, _median(times))


def _smoke_classifier(folder: str) -> None:
    import numpy as np
    from PIL import Image

    from ml.classifier import serving

    classifier = serving.load(
        located(folder, CLASSIFIER), threads=settings.INFERENCE_THREADS or None
    )
    [found] = classifier.predict([Image.new("RGB", (96, 128), "#8a5a3c")])
    for chances in (found.categories, found.styles):
        if not np.isfinite(chances).all() or abs(float(chances.sum()) - 1) > 0.01:
            raise ValueError("The classifier's answer to a plain picture is no distribution.")


def _smoke_generator(folder: str, kind: str) -> None:
    import numpy as np

    from generator import serving
    from generator.recipe import noise

    designer = serving.load(located(folder, kind), threads=settings.INFERENCE_THREADS or None)
    space = designer.space
    condition = np.zeros((1, space.condition), np.float32)
    condition[:, :1] = 1
    z = noise(1, space.latent).astype(np.float32)[None]
    [image] = designer.images(z, condition)
    wanted = (designer.size, designer.size, designer.channels)
    if image.shape != wanted or int(image.max()) == int(image.min()):
        raise ValueError(f"The generator's first design is {image.shape} and blank, or no picture.")


def _median(times: Sequence[float]) -> float:
    return round(1000 * statistics.median(times), 1) if times else 0.0


def _data_url(pixels: "NDArray[np.uint8]") -> str:
    from PIL import Image

    shown = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
    buffer = io.BytesIO()
    Image.fromarray(shown).convert("RGB").save(buffer, "WEBP", quality=82)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
