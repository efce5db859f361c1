"""The one door to the classifier: pictures in, its best guesses out.

What serves is the registry's live classifier, or the configured one while there is none.

    _loading   held while a version is opened; nothing else is acquired under it, and a reader
               that finds it taken uses the old version.
"""

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from django.conf import settings

from webapp.registry import selectors as registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from ml.classifier.serving import Classifier

logger = logging.getLogger(__name__)
KIND = "classifier"
RETRY = 10.0
"""Seconds before a version that could not be opened is tried again."""
SHOWN = 2
"""The two best, as a photo often shows two things."""
Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in fractions of the picture."""


class Named(TypedDict):
    name: str
    probability: float


class Sorted(TypedDict):
    """What the classifier takes a picture for, as JSON."""

    categories: list[Named]
    """The two best, as the taxonomy names them."""
    styles: list[Named]
    model_version: str


class Opinion(NamedTuple):
    """All that the classifier thinks of one picture: each sums to 1, in the taxonomy's order."""

    categories: "NDArray[np.float32]"
    styles: "NDArray[np.float32]"


_loading = threading.Lock()
_current: "tuple[str, Classifier] | None" = None
_refused: tuple[str, float] | None = None


def sort(images: "Sequence[Image.Image]", boxes: Sequence[Box] | None = None) -> list[Sorted]:
    """The best guesses for RGB pictures, or for the part of each in its box.

    Raises ValueError (ArtifactError) if the classifier cannot be opened.
    """
    classifier = _classifier()
    words = classifier.taxonomy
    return [
        {
            "categories": _named(found.categories, words.categories),
            "styles": _named(found.styles, words.usages),
            "model_version": classifier.version,
        }
        for found in classifier.predict(images, boxes)
    ]


def opinions(
    images: "Sequence[Image.Image]", boxes: Sequence[Box], *, taxonomy: str
) -> list[Opinion] | None:
    """What it thinks of the part of each picture in its box; None if it knows other words than
    the taxonomy of that hash. Raises ValueError if the classifier cannot be opened."""
    classifier = _classifier()
    if classifier.taxonomy.hash != taxonomy:
        return None
    return [Opinion(*found) for found in classifier.predict(images, boxes)]


def sort_files(paths: Sequence[Path]) -> "list[Sorted | None]":
    """The same for picture files; None for one that cannot be read."""
    images = [_read(path) for path in paths]
    found = iter(sort([image for image in images if image]))
    return [next(found) if image else None for image in images]


def is_there() -> bool:
    """Whether there is a classifier to ask at all; a damaged one counts. Loads no model, since
    web processes ask."""
    import ml
    from ml.artifacts import MANIFEST

    folder = _folder()
    if folder == "shipped":
        return Path(ml.__path__[0], "classifier", "shipped", MANIFEST).exists()
    return Path(folder, MANIFEST).exists()


def version() -> str:
    """Of the classifier that serves."""
    return str(_classifier().version)


def warm() -> None:
    """Open the classifier before the first photo comes."""
    _classifier().load()


def _classifier() -> "Classifier":
    """What the registry says is live; while it is being opened, or cannot be, the one before."""
    global _current, _refused
    from ml.classifier import serving

    wanted = _folder()
    current = _current
    if current is not None and (current[0] == wanted or _is_refused(wanted)):
        return current[1]
    if not _loading.acquire(blocking=current is None):
        assert current is not None
        return current[1]
    try:
        if _current is None or _current[0] != wanted:
            fresh = serving.load(wanted, threads=settings.INFERENCE_THREADS or None)
            fresh.load()
            _current = wanted, fresh
        return _current[1]
    except (ValueError, OSError, RuntimeError) as error:
        if _current is None or registry.model_live(KIND) is None:
            raise ValueError(str(error)) from error  # what is configured is the operator's word
        logger.error("%s cannot serve, the old classifier goes on: %s", wanted, error)
        _refused = wanted, time.monotonic() + RETRY
        return _current[1]
    finally:
        _loading.release()


def _is_refused(wanted: str) -> bool:
    refused = _refused
    return refused is not None and refused[0] == wanted and time.monotonic() < refused[1]


def _folder() -> str:
    live = registry.model_live(KIND)
    return live.folder if live else str(settings.CLASSIFIER)


def _named(probabilities: "NDArray[np.float32]", names: Sequence[str]) -> list[Named]:
    best = (-probabilities).argsort()[:SHOWN]
    return [{"name": names[i], "probability": round(float(probabilities[i]), 4)} for i in best]


def _read(path: Path) -> "Image.Image | None":
    from PIL import Image

    try:
        with Image.open(path, formats=["WEBP", "JPEG", "PNG"]) as image:
            image.load()
            return image.convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None
