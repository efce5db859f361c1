"""Collapse guards: what a run looks at each tick, and what it says about it in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from generator.data import TEST, TRAIN, VAL, ImageSet
from generator.fidelity import class_coverage, frechet_distance, manifolds
from generator.judge import Judge

FELL = 0.6
"""Of the best value so far: below it a measure has fallen."""
SAME = 0.3
"""Of the photos' own variety: below it a class shows one picture again and again."""
EARLY = 0.25
"""Of a run, in which variety is not asked for: shapes come first, variety later."""
PHOTOS = 3000
"""Real images that are looked at once, at the start, at most."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Health:
    """One look at a generator."""

    measures: dict[str, float]
    class_coverage: list[float | None]
    warnings: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Lower is better; decides which checkpoint is published."""
        return self.measures["fd"]


class Guards:
    """Real images as the judge sees them; ``look`` compares designs with them."""

    def __init__(self, images: ImageSet, judge: Judge) -> None:
        self.judge, self.images = judge, images
        rng = np.random.default_rng(0)
        held_back = images.rows(VAL)
        rows = np.sort(rng.permutation(held_back)[:PHOTOS])
        if len(rows) < PHOTOS:
            more = rng.permutation(np.setdiff1d(images.rows(TRAIN, VAL, TEST), rows))
            rows = np.concatenate([rows, more[: PHOTOS - len(rows)]])
        self.labels = images.labels[rows]
        seen = judge(images.pixels[rows])
        self.real = seen.vectors
        fresh = np.isin(rows, held_back)
        self.accuracy = _accuracy(seen.classes[fresh], self.labels[fresh])

    def look(
        self,
        pixels: NDArray[np.uint8],
        labels: Ints,
        *,
        peaks: Mapping[str, float],
        fraction: float = 1.0,
    ) -> Health:
        """Designs (N × side × side × channels) with the classes they were asked for; -1 where
        none was.

        ``peaks`` are the best values of earlier looks, ``fraction`` the part of the run done.
        """
        seen = self.judge(pixels)
        told = bool((labels >= 0).all())
        # One class each, if designs are asked for none: all are compared with all.
        classes = len(self.images.categories) if told else 1
        labels, real_labels = (labels, self.labels) if told else (0 * labels, 0 * self.labels)
        covered = class_coverage(self.real, real_labels, seen.vectors, labels, classes)
        spread = _spread(self.real, real_labels, classes)
        varied = _spread(seen.vectors, labels, classes) / spread
        measures = {
            "fd": frechet_distance(seen.vectors, self.real, _mixed(real_labels, labels, classes)),
            "coverage": manifolds(self.real, seen.vectors).coverage,
            "spread": float(np.nanmean(varied)),
        }
        if self.accuracy is not None and told:
            measures["class_accuracy"] = _accuracy(seen.classes, labels) or 0.0
            measures["class_accuracy_real"] = self.accuracy
        if classes > 1:
            measures["coverage_min_class"] = float(np.nanmin(covered))
        names = self.images.categories if told else ("all",)
        same = [name for name, value in zip(names, varied, strict=True) if value < SAME]
        warnings = fallen(measures, peaks)
        if same and fraction > EARLY:
            warnings.append(f"Nearly the same picture again and again: {_some(same)}.")
        shares = [None if np.isnan(share) else round(float(share), 3) for share in covered]
        if not told:
            shares = [None] * len(self.images.categories)
        return Health(measures, shares, warnings)


def fallen(measures: Mapping[str, float], peaks: Mapping[str, float]) -> list[str]:
    """What got much worse than it has been, one sentence each."""
    sentences = {
        "class_accuracy": "The designs are losing their classes: {now:.0%} of them are seen as "
        "what was asked for, after {best:.0%} at best.",
        "spread": "The designs of a class are growing alike: {now:.0%} of the photos' variety, "
        "after {best:.0%} at best.",
        "coverage": "The designs cover ever fewer kinds of photos: {now:.0%}, after {best:.0%} "
        "at best.",
    }
    return [
        text.format(now=measures[name], best=peaks[name])
        for name, text in sentences.items()
        if name in measures and name in peaks and measures[name] < FELL * peaks[name]
    ]


def risen(measures: Mapping[str, float], peaks: Mapping[str, float]) -> dict[str, float]:
    """The best values, after this look."""
    names = ("class_accuracy", "spread", "coverage")
    return {n: max(measures[n], peaks.get(n, 0.0)) for n in names if n in measures}


def _accuracy(seen: Ints, labels: Ints) -> float | None:
    """None where the judge does not know the classes."""
    return None if (seen < 0).any() else float((seen == labels).mean())


def _mixed(photos: Ints, designs: Ints, classes: int) -> NDArray[np.float64]:
    """Weights of photos with which each class counts as much as it does among the designs:
    otherwise the distance is one between mixtures, and hardly moves as designs get better."""
    have, want = (np.bincount(labels, minlength=classes) for labels in (photos, designs))
    return np.asarray((want / np.maximum(have, 1))[photos])


def _spread(vectors: Floats, labels: Ints, classes: int) -> NDArray[np.float64]:
    """classes: mean distance of each class's vectors to their middle; NaN below two."""
    out = np.full(classes, np.nan)
    for label in range(classes):
        mine = vectors[labels == label]
        if len(mine) > 1:
            out[label] = np.linalg.norm(mine - mine.mean(axis=0), axis=1).mean()
    return out


def _some(names: Sequence[str], most: int = 5) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
