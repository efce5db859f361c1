"""Whose eyes a generator is watched and measured with: a frozen network that never trains on
its images, so that the two cannot agree to deceive.
"""

import logging
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from generator import classifier
from generator.data import TRAIN, ImageSet
from ml.artifacts import ArtifactError

log = logging.getLogger(__name__)

OWN_PHOTOS = 10_000
"""At most, that a judge trained in place learns from."""


class Seen(NamedTuple):
    """What the judge says about N images."""

    vectors: NDArray[np.float32]
    """N × D."""
    classes: NDArray[np.int64]
    """N: the most likely of the set's classes; -1 everywhere if it knows none of them."""


class Judge(Protocol):
    """Looks at N × side × side × channels bytes."""

    name: str

    def __call__(self, pixels: NDArray[np.uint8]) -> Seen: ...


class PublishedJudge:
    """The eyes of a published folder, such as the project's own embedder."""

    def __init__(self, folder: str, categories: Sequence[str], threads: int | None) -> None:
        from ml.features import Features, matching

        self.features = Features(folder, threads=threads)
        self.name = f"embedder {self.features.version}"
        self.places = matching(categories, self.features.taxonomy.categories)

    def __call__(self, pixels: NDArray[np.uint8]) -> Seen:
        seen = self.features.see(pixels)
        classes = np.full(len(pixels), -1, np.int64)
        if (self.places >= 0).all():
            # Only among the set's classes: the others cannot be right.
            classes = seen.categories[:, self.places].argmax(axis=1)
        return Seen(seen.vectors, classes)


class OwnJudge:
    """A small classifier, trained on the set's own photos when it is made."""

    def __init__(self, images: ImageSet, device: torch.device) -> None:
        rows = images.rows(TRAIN)
        rows = rows[classifier.balanced(images.labels[rows], OWN_PHOTOS)]
        self.name = f"a classifier trained on {len(rows)} of its photos"
        self.device = device
        self.model = classifier.fit(
            images.pixels[rows], images.labels[rows], len(images.categories), device=device
        )

    def __call__(self, pixels: NDArray[np.uint8]) -> Seen:
        return Seen(*classifier.look(self.model, pixels, self.device))


def appoint(
    features: str | None, images: ImageSet, device: torch.device, threads: int | None = None
) -> Judge:
    """The judge of a set: a published folder, or "own".

    None takes the shipped embedder for colour photos, and "own" for grey ones or where the
    embedder cannot be opened. Raises ArtifactError if a folder that was named cannot be.
    """
    if features == "own" or (features is None and images.channels == 1):
        return OwnJudge(images, device)
    try:
        return PublishedJudge(features or "shipped", images.categories, threads)
    except (ArtifactError, ImportError) as error:
        if features is not None:
            raise
        log.warning("The embedder cannot judge (%s); a small classifier will.", error)
        return OwnJudge(images, device)
