"""The one door to the classifier: pictures in, its best guesses out.

What serves is the registry's live classifier, or the configured one while there is none.

    _loading   held while a version is opened; nothing else is acquired under it.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings

from webapp.registry import selectors as registry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from ml.classifier.serving import Classifier

KIND = "classifier"
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


_loading = threading.Lock()
_current: "tuple[str, Classifier] | None" = None


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
    global _current
    from ml.classifier import serving

    folder = _folder()
    with _loading:
        if _current is None or _current[0] != folder:
            _current = folder, serving.load(folder, threads=settings.INFERENCE_THREADS or None)
        return _current[1]


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
