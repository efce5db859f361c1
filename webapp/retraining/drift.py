"""Has the world moved away from what the live embedder knows?

Two figures. The share of photo searches that found nothing close, of the last 7 days against the
four weeks before: a test of two proportions. And how new products look against those that were
there when the model went live: the squared maximum mean discrepancy of their vectors (Gretton et
al., "A Kernel Two-Sample Test", JMLR 2012) with a Gaussian kernel of median width. Its threshold
comes from the old products alone: random splits of them into parts of the same sizes differ by
chance, and what exceeds their mean by three standard deviations does not.
"""

import math
from datetime import timedelta
from typing import Any

import numpy as np
from django.db.models import F, Sum
from django.utils import timezone
from numpy.typing import NDArray

from webapp.catalog.models import ProductImage
from webapp.core.models import User
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion
from webapp.search.vectors import VectorStore

from .models import DriftReading, SearchDay

JOB = "retraining.drift"
RECENT, BEFORE = timedelta(days=7), timedelta(days=28)
LEAST_RECENT, LEAST_BEFORE = 30, 100
"""Searches without which a share says nothing."""
LEAST_RISE = 0.05
"""Of the share: a smaller one is certain with many searches, and still nobody's concern."""
CERTAIN = 3.0
"""Standard deviations."""
LEAST_PRODUCTS, MOST_PRODUCTS = 40, 400
"""On each side; more make it no surer, and the cost grows with the square."""
SPLITS = 60
KEPT = 200
"""Readings."""

Vectors = NDArray[np.float32]


def drift_enqueue(*, by: User | None = None) -> Job:
    return job_enqueue(kind=JOB, payload={}, created_by=by, dedupe_key=JOB)


def drift_measure() -> dict[str, Any]:
    """Take both readings where there is enough to measure."""
    live = registry.model_live(EMBEDDER)
    found = [] if live is None else [unanswered_read(live), products_read(live)]
    readings = [reading for reading in found if reading is not None]
    for reading in readings:
        reading.save()
    old = DriftReading.objects.values_list("pk", flat=True)[KEPT:]
    DriftReading.objects.filter(pk__in=list(old)).delete()
    return {reading.what: round(reading.value, 4) for reading in readings}


def search_count(*, is_match: bool, model_version: str) -> None:
    """One photo search more."""
    day, _is_new = SearchDay.objects.get_or_create(
        day=timezone.localdate(), model_version=model_version
    )
    SearchDay.objects.filter(pk=day.pk).update(
        searches=F("searches") + 1, nothing_close=F("nothing_close") + int(not is_match)
    )


def unanswered_read(live: ModelVersion) -> DriftReading | None:
    """None while there were too few searches. The value is the share now; the threshold the one
    above which chance does not explain it."""
    today = timezone.localdate()
    rows = SearchDay.objects.filter(model_version=live.version)
    recent = _counts(rows.filter(day__gt=today - RECENT, day__lte=today))
    before = _counts(rows.filter(day__gt=today - RECENT - BEFORE, day__lte=today - RECENT))
    if recent[0] < LEAST_RECENT or before[0] < LEAST_BEFORE:
        return None
    now, then = recent[1] / recent[0], before[1] / before[0]
    common = (recent[1] + before[1]) / (recent[0] + before[0])
    spread = math.sqrt(common * (1 - common) * (1 / recent[0] + 1 / before[0]))
    threshold = then + max(LEAST_RISE, CERTAIN * spread)
    return DriftReading(
        what=DriftReading.What.UNANSWERED,
        value=now,
        threshold=threshold,
        moved=now > threshold,
        detail={"before": then, "searches": recent[0], "searches_before": before[0]},
        model_version=live.version,
    )


def _counts(rows: Any) -> tuple[int, int]:
    sums = rows.aggregate(n=Sum("searches"), none=Sum("nothing_close"))
    return sums["n"] or 0, sums["none"] or 0


def products_read(live: ModelVersion) -> DriftReading | None:
    """None while too few products are new since the model went live, or too few are older."""
    since = live.promoted_at or live.created_at
    store = VectorStore(live.version)
    pictures = ProductImage.objects.filter(product__is_active=True, position=0)
    old = _vectors(store, pictures.filter(product__created_at__lte=since))
    new = _vectors(store, pictures.filter(product__created_at__gt=since))
    if len(new) < LEAST_PRODUCTS or len(old) < 2 * LEAST_PRODUCTS:
        return None
    value, threshold = discrepancy(old, new)
    return DriftReading(
        what=DriftReading.What.PRODUCTS,
        value=value,
        threshold=threshold,
        moved=value > threshold,
        detail={"new": len(new), "known": len(old)},
        model_version=live.version,
    )


def _vectors(store: VectorStore, pictures: Any) -> Vectors:
    names = pictures.order_by("product_id").values_list("sha256", flat=True)
    known = sorted({name for name in names if name in store})
    chosen = np.random.default_rng(0).permutation(len(known))[: 4 * MOST_PRODUCTS]
    if not len(chosen):
        return np.zeros((0, 1), np.float32)
    seen = store.take([known[place] for place in sorted(chosen)])
    joined = np.concatenate([seen.shape, seen.colour], axis=1)
    return joined.astype(np.float32)


def discrepancy(old: Vectors, new: Vectors, seed: int = 0) -> tuple[float, float]:
    """Squared maximum mean discrepancy of N × D and M × D vectors, and its threshold: what random
    splits of the old ones into two such parts stay below.
    """
    rng = np.random.default_rng(seed)
    old, new = _some(old, 2 * MOST_PRODUCTS, rng), _some(new, MOST_PRODUCTS, rng)
    width = _median_distance(old)
    count = min(len(new), len(old) // 2)
    among_old = _kernel(old, old, width)
    splits = []
    for _number in range(SPLITS):
        order = rng.permutation(len(old))
        first, second = order[:count], order[count:]
        splits.append(
            _mmd(
                among_old[np.ix_(first, first)],
                among_old[np.ix_(second, second)],
                among_old[np.ix_(first, second)],
            )
        )
    threshold = float(np.mean(splits) + CERTAIN * np.std(splits))
    value = _mmd(_kernel(new, new, width), among_old, _kernel(new, old, width))
    return value, threshold


def _some(vectors: Vectors, most: int, rng: np.random.Generator) -> Vectors:
    return vectors[np.sort(rng.permutation(len(vectors))[:most])]


def _squared(a: Vectors, b: Vectors) -> NDArray[np.float64]:
    squares = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    above: NDArray[np.float64] = np.maximum(squares, 0).astype(np.float64)
    return above


def _median_distance(vectors: Vectors) -> float:
    squares = _squared(vectors, vectors)
    return float(np.median(squares[np.triu_indices(len(vectors), 1)])) or 1.0


def _kernel(a: Vectors, b: Vectors, width: float) -> NDArray[np.float64]:
    similar: NDArray[np.float64] = np.exp(-_squared(a, b) / width)
    return similar


def _mmd(
    within: NDArray[np.float64], within_other: NDArray[np.float64], across: NDArray[np.float64]
) -> float:
    """The unbiased estimate: nothing is compared with itself. It may be a little below zero."""
    return _off_diagonal(within) + _off_diagonal(within_other) - 2 * float(across.mean())


def _off_diagonal(square: NDArray[np.float64]) -> float:
    count = len(square)
    return float((square.sum() - np.trace(square)) / (count * (count - 1)))
