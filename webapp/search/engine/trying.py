"""A version that does not serve, asked like the one that does: for comparisons and shadow tests.

_opening   held while a candidate is opened; nothing else is acquired under it.
"""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings

from ..contracts import Named
from ..options import Box
from .serving import RETRY, best, said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]


class Tried(NamedTuple):
    best: list[Named]
    """The two best categories."""
    ids: list[int]
    """Products, best first."""
    milliseconds: float


class Opened:
    """An embedder and an index of its own, verified. Raises ValueError or OSError if damaged."""

    def __init__(self, *, model_folder: str, index_folder: str) -> None:
        from recommender import index, serving

        self._predictor = serving.load(model_folder, threads=settings.INFERENCE_THREADS or None)
        self._predictor.load()
        self._index = index.open_index(index_folder, embedder_version=self._predictor.version)
        self.versions = (self._predictor.version, self._index.version)

    def ask(
        self,
        path: Path,
        box: Box | None,
        *,
        limit: int,
        visible: "Ids",
        allowed: "Ids | None" = None,
        colour_weight: float = 0.5,
        diversity: float = 0.0,
        left_out: Sequence[int] = (),
    ) -> Tried:
        """What this version finds for a picture file, as webapp.search would show it."""
        import numpy as np
        from PIL import Image

        from recommender import search

        started = time.perf_counter()
        with Image.open(path, formats=["JPEG", "WEBP", "PNG"]) as image:
            picture = image.convert("RGB")
        [seen] = self._predictor.predict([picture], [box])
        categories = said(picture, seen, self._predictor.taxonomy.hash).categories
        removed = np.asarray(left_out, np.int64)
        if allowed is None:
            removed = np.union1d(removed, np.setdiff1d(self._index.ids, visible))
        hits = search.find_similar(
            self._index,
            seen,
            limit=limit,
            colour_weight=colour_weight,
            diversity=diversity,
            allowed=allowed,
            removed=removed,
        )
        spent = round(1000 * (time.perf_counter() - started), 1)
        names = self._predictor.taxonomy.categories
        return Tried(best(categories, names, 2), [hit.id for hit in hits], spent)


_opening = threading.Lock()
_candidate: Opened | None = None
_refused: tuple[tuple[str, str], float] | None = None


def candidate(wanted: tuple[str, str], *, model_folder: str, index_folder: str) -> Opened:
    """The candidate's versions (model, index), opened once in this process and kept until
    another is wanted. Raises ValueError, OSError or RuntimeError if they cannot be opened; for a
    while after that it is not tried again, since every search would."""
    global _candidate, _refused
    with _opening:
        if _candidate is not None and _candidate.versions == wanted:
            return _candidate
        if _refused is not None and _refused[0] == wanted and time.monotonic() < _refused[1]:
            raise ValueError("It could not be opened a moment ago.")
        _candidate = None  # its memory goes before the next one's comes
        try:
            opened = Opened(model_folder=model_folder, index_folder=index_folder)
            if opened.versions != wanted:
                raise ValueError(f"{model_folder} holds another version than the registry names.")
        except (ValueError, OSError, RuntimeError):
            _refused = (wanted, time.monotonic() + RETRY)
            raise
        _candidate = opened
        return opened
