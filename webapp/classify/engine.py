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
from webapp.registry.kinds import CLASSIFIER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from ml.classifier.serving import Classifier

logger = logging.getLogger(__name__)
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


class _Refused(NamedTuple):
    folder: str
    until: float
    """time.monotonic()"""
    reason: str


class Opinion(NamedTuple):
    """All that the classifier thinks of one picture: each sums to 1, in the taxonomy's order."""

    categories: "NDArray[np.float32]"
    styles: "NDArray[np.float32]"


_loading = threading.Lock()
_current: "tuple[str, Classifier] | None" = None
_refused: "_Refused | None" = None


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
    wanted = _folder()
    current = _current
    if current is not None and current[0] == wanted:
        return current[1]
    if _refusal(wanted) is None and _loading.acquire(blocking=current is None):
        try:
            _open(wanted)
        finally:
            _loading.release()
    current, refusal = _current, _refusal(wanted)
    # What is configured is the operator's word: nothing stands in for it.
    if refusal is not None and (current is None or registry.model_live(CLASSIFIER) is None):
        raise ValueError(refusal.reason)
    assert current is not None
    return current[1]


def _open(wanted: str) -> None:
    """Make it the current one, or remember that it cannot be opened: else each photo would try."""
    global _current, _refused
    from ml.classifier import serving

    if (_current is not None and _current[0] == wanted) or _refusal(wanted) is not None:
        return  # another thread was here while this one waited
    try:
        fresh = serving.load(wanted, threads=settings.INFERENCE_THREADS or None)
        fresh.load()
        _current = wanted, fresh
    except (ValueError, OSError, RuntimeError) as error:
        logger.error("%s cannot serve: %s", wanted, error)
        _refused = _Refused(wanted, time.monotonic() + RETRY, str(error))


def _refusal(wanted: str) -> _Refused | None:
    refused = _refused
    if refused is None or refused.folder != wanted or time.monotonic() >= refused.until:
        return None
    return refused


def _folder() -> str:
    live = registry.model_live(CLASSIFIER)
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
