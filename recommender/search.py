"""From a prediction to a page of results: weigh, search, group, vary, judge, explain.

    score = (1 − c) · cos(shape) + c · cos(colour) + w · p(kind of the product | photo)

where c grows with ``colour_weight`` and w is ``category_weight``. All three terms are one
inner product with the index's rows. Ranking with the class probabilities is what large
photo searches do (Zhang et al., "Visual Search at Alibaba", 2018).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ml.taxonomy import Taxonomy
from recommender.index import Index

COLOUR_WEIGHT = 0.5
CATEGORY_WEIGHT = 0.5
MOST_COLOUR = 0.8
"""The share of colour at the slider's end: there the cut still breaks ties."""
TWIN = 0.98
"""Mean cosine of the two parts from which two products show the same photo, or nearly."""
DEFAULT_THRESHOLD = 0.6
"""Strength below which nothing is close, for a model without calibration."""
CLOSE_SHAPE = 0.75
"""Similarity from which the cut itself is worth naming as a reason."""
SPARE = 3
"""Candidates fetched per result, to have enough left after grouping and re-ranking."""

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class Query(Protocol):
    """What of a prediction a search needs; a ``Prediction`` is one."""

    @property
    def shape(self) -> Floats: ...
    @property
    def colour(self) -> Floats: ...
    @property
    def categories(self) -> Floats: ...


class Example(NamedTuple):
    """A query made of something other than a photo, such as a product of the index."""

    shape: Floats
    colour: Floats
    categories: Floats


@dataclass(frozen=True)
class Hit:
    """One product found."""

    id: int
    score: float
    """What the results are ranked by; comparable within one search only."""
    similarity: float
    """0 to 1, to show: the cosines of shape and colour, weighed as asked."""
    strength: float
    """How surely it is the same kind of thing: cos(shape) + ½ · p(kind). Does not depend on
    the weights, so that thresholds can be put on it."""
    category: int
    """Class index of the product, -1 if unknown."""
    twins: tuple[int, ...] = ()
    """Ids of nearly identical products that this one stands for, best first."""


def compose_query(
    prediction: Query,
    *,
    colour_weight: float = COLOUR_WEIGHT,
    category_weight: float = CATEGORY_WEIGHT,
) -> Floats:
    """The vector to search with, D = shape + colour + classes numbers; N × D for N queries.

    ``colour_weight`` runs from 0 (same cut, whatever colour) to 1 (mostly same colour).
    Raises ValueError outside that range.
    """
    share = _colour_share(colour_weight)
    return np.concatenate(
        [
            (1 - share) * prediction.shape,
            share * prediction.colour,
            category_weight * prediction.categories,
        ],
        axis=-1,
        dtype=np.float32,
    )


def find_similar(
    index: Index,
    prediction: Query,
    *,
    limit: int,
    colour_weight: float = COLOUR_WEIGHT,
    category_weight: float = CATEGORY_WEIGHT,
    allowed: Ids | None = None,
    removed: Ids | None = None,
    group_twins: bool = True,
    diversity: float = 0.0,
) -> list[Hit]:
    """The ``limit`` best products, best first.

    Nearly identical products are shown as one hit with ``twins``. ``diversity`` from 0 to 1
    trades score for variety (maximal marginal relevance, Carbonell & Goldstein, 1998).
    Raises ValueError for weights outside 0 to 1.
    """
    if not 0 <= diversity <= 1:
        raise ValueError(f"diversity must lie between 0 and 1, not {diversity}")
    query = compose_query(prediction, colour_weight=colour_weight, category_weight=category_weight)
    fetch = limit * SPARE if group_twins or diversity else limit
    while True:
        ids, scores = index.search(query, fetch, allowed=allowed, removed=removed)
        rows = index.vectors(ids)
        groups = _twins(_joined(index, rows)) if group_twins else [[i] for i in range(len(ids))]
        if len(groups) >= limit or len(ids) < fetch:
            break
        fetch *= 2
    order = _vary(scores, _joined(index, rows), groups, limit, diversity)
    hits = _hits(index, prediction, ids, scores, rows, _colour_share(colour_weight))
    return [replace(hits[group[0]], twins=tuple(int(ids[i]) for i in group[1:])) for group in order]


def similar_to(index: Index, product_id: int, *, limit: int, **options: Any) -> list[Hit]:
    """Products like one of the index, without itself; ``options`` as ``find_similar``.

    Raises KeyError if the index does not hold the product.
    """
    left_out = options.pop("removed", None)
    removed = np.append(np.asarray([] if left_out is None else left_out, np.int64), product_id)
    example = example_of(index, product_id)
    return find_similar(index, example, limit=limit, removed=removed, **options)


def example_of(index: Index, product_id: int) -> Example:
    """The product's own row as a query. Raises KeyError if the index does not hold it."""
    return Example(*_split(index, index.vectors([product_id])[0]))


def verdict(hits: Sequence[Hit], manifest: Mapping[str, Any]) -> str:
    """ "match" or "nothing close", by the calibrated threshold of the best hit's category."""
    if not hits:
        return "nothing close"
    best = max(hits, key=lambda hit: hit.strength)
    thresholds = manifest.get("calibration", {}).get("thresholds", [])
    known = 0 <= best.category < len(thresholds)
    limit = thresholds[best.category] if known else DEFAULT_THRESHOLD
    return "match" if best.strength >= limit else "nothing close"


class Attributes(NamedTuple):
    """What is known of a product or seen in a photo; names of the taxonomy or None."""

    category: str | None = None
    colour: str | None = None
    usage: str | None = None


class Labelled(Query, Protocol):
    @property
    def colours(self) -> Floats: ...
    @property
    def usages(self) -> Floats: ...


def attributes(prediction: Labelled, taxonomy: Taxonomy) -> Attributes:
    """The most probable category, colour and usage of a photo."""
    return Attributes(
        taxonomy.categories[int(prediction.categories.argmax())],
        taxonomy.colours[int(prediction.colours.argmax())],
        taxonomy.usages[int(prediction.usages.argmax())],
    )


def explain(query: Attributes, product: Attributes, *, similarity: float = 0.0) -> list[str]:
    """Why a product is shown: codes among "category", "colour", "usage" and "shape"."""
    codes = [
        name
        for name in Attributes._fields
        if getattr(query, name) and getattr(query, name) == getattr(product, name)
    ]
    return [*codes, "shape"] if similarity >= CLOSE_SHAPE else codes


def _colour_share(colour_weight: float) -> float:
    if not 0 <= colour_weight <= 1:
        raise ValueError(f"colour_weight must lie between 0 and 1, not {colour_weight}")
    return MOST_COLOUR * colour_weight


def _split(index: Index, rows: Floats) -> list[Floats]:
    shape, colour = index.manifest["shape_dim"], index.manifest["colour_dim"]
    return np.split(rows, [shape, shape + colour], axis=-1)


def _joined(index: Index, rows: Floats) -> Floats:
    """Rows of which an inner product is the mean cosine of shape and colour."""
    shape, colour, _ = _split(index, rows)
    return np.concatenate([shape, colour], axis=1) * np.float32(np.sqrt(0.5))


def _twins(joined: Floats) -> list[list[int]]:
    """Groups of positions, best first; each position in the group of its best twin."""
    groups: list[list[int]] = []
    alike = joined @ joined.T >= TWIN
    for place in range(len(joined)):
        home = next((group for group in groups if alike[place, group[0]]), None)
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    return groups


def _vary(
    scores: Floats,
    joined: Floats,
    groups: list[list[int]],
    limit: int,
    diversity: float,
) -> list[list[int]]:
    if not diversity:
        return groups[:limit]
    heads = np.array([group[0] for group in groups], np.intp)
    alike = joined[heads] @ joined[heads].T
    worth, nearest = scores[heads], np.zeros(len(heads), np.float32)
    open_ = np.ones(len(heads), bool)
    chosen: list[int] = []
    while len(chosen) < min(limit, len(heads)):
        gain = np.where(open_, (1 - diversity) * worth - diversity * nearest, -np.inf)
        best = int(gain.argmax())
        chosen.append(best)
        open_[best] = False
        nearest = np.maximum(nearest, alike[best])
    return [groups[i] for i in chosen]


def _hits(
    index: Index, query: Query, ids: Ids, scores: Floats, rows: Floats, share: float
) -> list[Hit]:
    shapes, colours, kinds = _split(index, rows)
    cut, tone = shapes @ query.shape, colours @ query.colour
    similarity = np.clip((1 - share) * cut + share * tone, 0, 1)
    strength = cut + CATEGORY_WEIGHT * (kinds @ query.categories)
    category = np.where(kinds.any(axis=1), kinds.argmax(axis=1), -1)
    columns = (ids.tolist(), scores.tolist(), similarity.tolist(), strength.tolist())
    return [Hit(*values) for values in zip(*columns, category.tolist(), strict=True)]
