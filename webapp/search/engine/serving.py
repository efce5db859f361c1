"""Answers from the live model and index.

What serves is read from the registry at each call. A new version is opened and verified
before it takes over; until then, and for as long as it cannot be opened, the old one answers.

    _loading   held while a version is opened. Nothing else is acquired under it but the
               batcher's own lock; a reader that finds it taken uses the old version.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

from webapp.classify import engine as classifier
from webapp.registry import selectors as registry

from ..contracts import (
    PATIENCE,
    Attributes,
    Busy,
    Found,
    Named,
    OtherModel,
    Search,
    Seen,
    Unavailable,
)
from ..options import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from ml.batching import Batcher
    from recommender.index import Index
    from recommender.search import Example
    from recommender.serving import Prediction, Predictor

    Ids = NDArray[np.int64]

logger = logging.getLogger(__name__)

RETRY = 10.0
"""Seconds before a version that could not be opened is tried again."""
LIKED, DISLIKED = 0.6, 0.3
"""Rocchio's weights: how far a query moves towards what is liked, and away from the rest."""

CLASSIFIER_SHARE = 0.5
"""Of the classifier in what is said of a photo; the embedder has the rest. docs/classifier.md has
the measurement."""


@dataclass(frozen=True)
class _Serving:
    wanted: tuple[str, str]
    predictor: "Predictor"
    index: "Index"
    batcher: "Batcher[tuple[Any, Box | None], Prediction]"


_loading = threading.Lock()
_current: _Serving | None = None
_refused: tuple[tuple[str, str], float] | None = None


def embed(path: Path, box: Box | None) -> Seen:
    """Look at a stored photo. Raises Unavailable, Busy, or FileNotFoundError."""
    from PIL import Image

    from ml.batching import Closed, Overloaded

    with Image.open(path, formats=["JPEG"]) as image:
        image.load()
        while True:
            serving = _serving()
            try:
                prediction = serving.batcher((image, box), timeout=PATIENCE)
            except Closed:
                continue  # a new version has just taken over
            except (Overloaded, TimeoutError) as error:
                raise Busy(str(error)) from error
            both = said(image, prediction, serving.predictor.taxonomy.hash)
            return _seen(serving.predictor, prediction, both)


def similar(
    seen: Seen,
    *,
    attributes: Callable[[Sequence[int]], Mapping[int, Attributes]],
    limit: int,
    colour_weight: float,
    diversity: float,
    visible: "Ids",
    allowed: "Ids | None",
    liked: Sequence[int] = (),
    disliked: Sequence[int] = (),
    nearest: int = 0,
) -> Search:
    """The ``limit`` best of the ``visible`` products that are ``allowed`` (None = all of them).

    ``attributes`` tells what the catalogue says of the products found. Raises Unavailable, or
    OtherModel when ``seen`` must be made anew.
    """
    import numpy as np

    from recommender import search

    serving = _serving()
    index, taxonomy = serving.index, serving.predictor.taxonomy
    if seen["model_version"] != serving.predictor.version:
        raise OtherModel
    looked = _Looked(*(np.array(seen[name], np.float32) for name in _Looked._fields))  # type: ignore[literal-required]
    query = _moved(index, looked, liked, disliked)
    removed = np.asarray(disliked, np.int64)
    if allowed is None:
        removed = np.union1d(removed, np.setdiff1d(index.ids, visible))
    hits = search.find_similar(
        index,
        query,
        limit=limit,
        colour_weight=colour_weight,
        diversity=diversity,
        allowed=allowed,
        removed=removed,
    )
    near: Iterable[int] = ()
    if nearest:
        vector = search.compose_query(query, colour_weight=colour_weight)
        near = index.search(vector, nearest, allowed=allowed, removed=removed)[0].tolist()
    wanted = search.attributes(looked, taxonomy)
    known = attributes([hit.id for hit in hits])
    found = [
        Found(
            id=hit.id,
            score=round(hit.score, 4),
            similarity=round(hit.similarity, 4),
            reasons=search.explain(
                wanted,
                search.Attributes(*known.get(hit.id, ())),
                similarity=hit.similarity,
            ),
            twins=list(hit.twins),
        )
        for hit in hits
    ]
    return Search(
        found=found,
        verdict=search.verdict(hits, serving.predictor.manifest),
        nearest=list(near),
        model_version=serving.predictor.version,
        index_version=index.version,
    )


def similar_to_product(product_id: int, *, limit: int, visible: "Ids") -> list[int]:
    """Ids of products that look like one of the index. Raises Unavailable, or KeyError if the
    index does not hold it."""
    import numpy as np

    from recommender import search

    index = _serving().index
    removed = np.setdiff1d(index.ids, visible)
    return [hit.id for hit in search.similar_to(index, product_id, limit=limit, removed=removed)]


def similar_to_vectors(
    shape: Sequence[float],
    colour: Sequence[float],
    *,
    category: str,
    model_version: str,
    limit: int,
    visible: "Ids",
) -> list[int]:
    """Ids of products that look like something no photo is at hand of, best first; ``category``
    as the taxonomy writes it. Raises Unavailable, or OtherModel for vectors of another model."""
    import numpy as np

    from recommender import search

    serving = _serving()
    if model_version != serving.predictor.version:
        raise OtherModel
    names, index = serving.predictor.taxonomy.categories, serving.index
    kind = np.array([name == category for name in names], np.float32)
    query = search.Example(np.array(shape, np.float32), np.array(colour, np.float32), kind)
    removed = np.setdiff1d(index.ids, visible)
    return [hit.id for hit in search.find_similar(index, query, limit=limit, removed=removed)]


def versions() -> tuple[str, str]:
    """Model and index that answer in this process now. Raises Unavailable."""
    serving = _serving()
    return serving.predictor.version, serving.index.version


def warm() -> None:
    """Load now what the first visitor would wait for; harmless where there is no index yet."""
    try:
        serving = _serving()
        serving.predictor.load()
        if classifier.is_there():
            classifier.warm()
    except (Unavailable, ValueError) as error:
        logger.info("photo search is not ready: %s", error)


# What serves -----------------------------------------------------------------------------


def _serving() -> _Serving:
    global _current, _refused
    live = registry.index_live()
    if live is None:
        raise Unavailable("No index has been published yet.")
    wanted = (live.model.version, live.version)
    current = _current
    if current is not None and current.wanted == wanted:
        return current
    refused = _refused
    if refused is not None and refused[0] == wanted and time.monotonic() < refused[1]:
        return _old(current)
    if not _loading.acquire(timeout=0 if current else PATIENCE):
        if current is None:
            raise Busy("The model is still being loaded.")
        return current
    try:
        if _current is not None and _current.wanted == wanted:
            return _current
        fresh = _open(wanted, live.model.folder, live.folder, _current)
    except (ValueError, OSError) as error:
        logger.error("version %s cannot serve, the old one goes on: %s", wanted, error)
        _refused = (wanted, time.monotonic() + RETRY)
        return _old(_current)
    else:
        old, _current = _current, fresh
    finally:
        _loading.release()
    if old is not None and old.batcher is not fresh.batcher:
        old.batcher.close()
    return fresh


def _old(current: _Serving | None) -> _Serving:
    if current is None:
        raise Unavailable("The published model or index is damaged; see manage.py doctor.")
    return current


def _open(
    wanted: tuple[str, str], model_folder: str, index_folder: str, old: _Serving | None
) -> _Serving:
    from ml.batching import Batcher
    from recommender import index, serving

    if old is not None and old.wanted[0] == wanted[0]:
        predictor, batcher = old.predictor, old.batcher
    else:
        predictor = serving.load(model_folder, threads=settings.INFERENCE_THREADS or None)
        batcher = Batcher(_predictions_of(predictor))
    opened = index.open_index(index_folder, embedder_version=predictor.version)
    if (predictor.version, opened.version) != wanted:
        raise ValueError(f"{index_folder} is not the version that the registry names.")
    return _Serving(wanted, predictor, opened, batcher)


def _predictions_of(
    predictor: "Predictor",
) -> "Callable[[list[tuple[Any, Box | None]]], Sequence[Prediction]]":
    def run(items: list[tuple[Any, Box | None]]) -> "Sequence[Prediction]":
        images, boxes = zip(*items, strict=True)
        return predictor.predict(images, boxes)

    return run


# Vectors ---------------------------------------------------------------------------------


class _Looked(NamedTuple):
    """The arrays of a Seen: what recommender.search wants of a photo."""

    shape: "NDArray[np.float32]"
    colour: "NDArray[np.float32]"
    categories: "NDArray[np.float32]"
    colours: "NDArray[np.float32]"
    usages: "NDArray[np.float32]"


class Said(NamedTuple):
    """What is said of a part of a photo: both engines' word, or the embedder's alone."""

    categories: "NDArray[np.float32]"
    usages: "NDArray[np.float32]"
    agree: bool | None
    """Whether both take it for the same kind; None where one alone was asked."""


def said(image: "Image", prediction: "Prediction", taxonomy: str) -> Said:
    """``taxonomy`` is the hash of the words that the embedder knows."""
    opinion = _second_opinion(image, prediction.box, taxonomy)
    if opinion is None:
        return Said(prediction.categories, prediction.usages, None)
    return Said(
        _pooled(prediction.categories, opinion.categories),
        _pooled(prediction.usages, opinion.styles),
        bool(prediction.categories.argmax() == opinion.categories.argmax()),
    )


def _second_opinion(image: "Image", box: "Box", taxonomy: str) -> "classifier.Opinion | None":
    """What the classifier thinks of the part looked at; None if it cannot be asked, and photo
    search goes on without it."""
    if not classifier.is_there():
        return None
    try:
        opinions = classifier.opinions([image], [box], taxonomy=taxonomy)
    except (ValueError, OSError, RuntimeError) as error:
        logger.error("the classifier cannot be asked: %s", error)
        return None
    return opinions[0] if opinions else None


def _seen(predictor: "Predictor", prediction: "Prediction", both: Said) -> Seen:
    """What is searched with is the embedder's; what is said of the photo is both engines'."""
    words = predictor.taxonomy
    return Seen(
        box=_rounded(prediction.box, 4),
        proposed_box=_rounded(prediction.proposed_box, 4),
        shape=_rounded(prediction.shape),
        colour=_rounded(prediction.colour),
        categories=_rounded(prediction.categories),
        colours=_rounded(prediction.colours),
        usages=_rounded(prediction.usages),
        best_categories=best(both.categories, words.categories, 2),
        best_colours=best(prediction.colours, words.colours, 3),
        best_usages=best(both.usages, words.usages, 2),
        agree=both.agree,
        model_version=predictor.version,
    )


def _pooled(ours: "NDArray[np.float32]", theirs: "NDArray[np.float32]") -> "NDArray[np.float32]":
    from ml.temperature import pooled

    both: NDArray[np.float32] = pooled(ours[None], theirs[None], CLASSIFIER_SHARE)[0]
    return both


def _rounded(values: Iterable[float], digits: int = 5) -> list[float]:
    return [round(float(value), digits) for value in values]


def best(chances: "NDArray[np.float32]", names: Sequence[str], count: int) -> list[Named]:
    order = (-chances).argsort()[:count]
    return [Named(name=names[i], probability=round(float(chances[i]), 4)) for i in order]


def _moved(
    index: "Index", query: _Looked, liked: Sequence[int], disliked: Sequence[int]
) -> "Example":
    """The query after feedback (Rocchio, 1971), each part brought back to its own scale."""
    import numpy as np

    from recommender.search import Example, example_of

    moved = [query.shape, query.colour, query.categories]
    for weight, ids in ((LIKED, liked), (-DISLIKED, disliked)):
        examples = [example_of(index, i) for i in ids if i in index.ids]
        if examples:
            moved = [
                part + weight * np.mean(column, axis=0)
                for part, column in zip(moved, zip(*examples, strict=True), strict=True)
            ]
    shape, colour, categories = moved
    categories = np.clip(categories, 0, None)
    scale = 1e-9
    return Example(
        shape / max(float(np.linalg.norm(shape)), scale),
        colour / max(float(np.linalg.norm(colour)), scale),
        categories / max(float(categories.sum()), scale),
    )
