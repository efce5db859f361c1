"""The few figures that a run watches while it trains; ``evaluate`` has them all."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import metrics
from ml.classifier.batches import CATEGORY, STYLE
from ml.classifier.loss import one_hot
from ml.classifier.network import HEADS, Network
from ml.data.sets import PhoneSet, ShopSet
from ml.preprocessing import square
from ml.temperature import fit_temperature

MOST = 2500
"""Photos of a set; a seeded sample is enough to see where a run goes."""
BATCH = 128

Floats = NDArray[np.float32]


class Answers(NamedTuple):
    """Probabilities of N photos."""

    category: Floats
    style: Floats


def answers(network: Network, pixels: NDArray[np.uint8], size: int) -> Answers:
    """For N × side × side × 3 squared photos of any side."""
    parts: dict[str, list[Floats]] = {name: [] for name in HEADS}
    for start in range(0, len(pixels), BATCH):
        block = np.ascontiguousarray(pixels[start : start + BATCH])
        if block.shape[1] != size:
            block = np.stack([np.asarray(square(Image.fromarray(p), size)) for p in block])
        count = len(block)
        # The last block is filled up, because another shape would have to be compiled.
        missing = BATCH - count if start else 0
        full = np.concatenate([block, np.zeros((missing, *block.shape[1:]), np.uint8)])
        for name, values in network.model.predict_on_batch(full).items():
            parts[name].append(np.asarray(values, np.float32)[:count])
    return Answers(*(np.concatenate(parts[name]) for name in HEADS))


def validate(
    network: Network, shops: Sequence[ShopSet], phone: PhoneSet | None, size: int
) -> dict[str, float]:
    """Figures on the validation parts, by "set.measure", and their "score".

    The score is what early stopping watches: the mean of the first shop's category and style.
    """
    figures: dict[str, float] = {}
    for shop in shops:
        rows = _some(shop.rows("val"))
        if len(rows) == 0:
            continue
        seen, labels = answers(network, shop.store.pixels[rows], size), shop.labels[rows]
        kinds, styles = labels[:, CATEGORY], labels[:, STYLE]
        best = seen.category.argmax(axis=1)
        counts = metrics.confusion(best, kinds, seen.category.shape[1])
        figures[f"{shop.name}.category"] = float(np.mean(best == kinds))
        figures[f"{shop.name}.macro_f1"] = metrics.macro_f1(counts)
        if (styles >= 0).any():
            right = seen.style.argmax(axis=1)[styles >= 0] == styles[styles >= 0]
            figures[f"{shop.name}.style"] = float(right.mean())
        watched = [figures[key] for name in HEADS if (key := f"{shop.name}.{name}") in figures]
        figures.setdefault("score", float(np.mean(watched)))
    if phone is not None and len(rows := _some(phone.rows("val"))):
        best = answers(network, phone.store.pixels[rows], size).category.argmax(axis=1)
        figures["phone.category"] = float(phone.allowed[rows][np.arange(len(rows)), best].mean())
    return figures


def temperatures(
    network: Network, shops: Sequence[ShopSet], phone: PhoneSet | None, size: int
) -> dict[str, float]:
    """The temperature of each answer, fitted on the validation parts; 1 where there is none."""
    kinds, styles = [], []
    for shop in shops:
        rows = _some(shop.rows("val"))
        if len(rows) == 0:
            continue
        seen, labels = answers(network, shop.store.pixels[rows], size), shop.labels[rows]
        kinds.append((seen.category, one_hot(labels[:, CATEGORY], seen.category.shape[1])))
        known = labels[:, STYLE] >= 0
        if known.any():
            right = one_hot(labels[known, STYLE], seen.style.shape[1])
            styles.append((seen.style[known], right))
    if phone is not None and len(rows := _some(phone.rows("val"))):
        seen = answers(network, phone.store.pixels[rows], size)
        kinds.append((seen.category, phone.allowed[rows]))
    samples = dict(zip(HEADS, (kinds, styles), strict=True))
    return {
        name: round(fit_temperature(pairs), 4) if pairs else 1.0 for name, pairs in samples.items()
    }


def _some(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(0).permutation(rows)[:MOST])
