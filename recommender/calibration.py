"""Make probabilities mean what they say, and know when nothing in the shop is close.

The temperature (Guo et al., "On Calibration of Modern Neural Networks", 2017) is fitted on
validation photos. The thresholds are quantiles: of the photos whose strongest hit truly is of
a right kind, at most REFUSED per category fall below theirs, among the shop's photos and among
people's photos alike, which are fewer and harder.
"""

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml.metrics import calibration_error
from ml.temperature import fit_temperature, retempered
from recommender import evaluate, serving
from recommender.embedding import Embedded
from recommender.evaluate import Hide, Products
from recommender.search import CATEGORY_WEIGHT
from recommender.serving import CropRule, Predictor

log = logging.getLogger(__name__)

REFUSED = 0.05
"""Share of true matches that may be called "nothing close"."""
ENOUGH = 30
"""True matches a category needs for a threshold of its own."""
CROPS = (
    CropRule(max_area=0.0),
    *(CropRule(margin=m, confidence=c) for m in (0.06, 0.12, 0.2) for c in (0.8, 0.0)),
)
"""Never, or with a narrow to a wide margin, if it is as clear as the whole photo or always."""
RESULTS = 24
"""Hits of a page, among which the strongest decides."""

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Sample(NamedTuple):
    """Validation photos and the categories that would be right for each (N × classes)."""

    seen: Embedded
    allowed: Bools
    hide: Hide | None = None
    """What each may not find: itself and its twins."""


def calibrate(
    predictor: Predictor,
    data: str | Path,
    *,
    phone: str | Path | None = None,
    phone_map: str | Path | None = None,
    cache: str | Path,
    split: str = "val",
    limit: int | None = None,
) -> dict[str, Any]:
    """What the manifest says of a model's use, from one part of the shop and phone sets.

    "crop" is the rule that finds most for phone photos, where there are any: see ``fit_crop``.
    "calibration" has ``temperature``; ``thresholds``, a strength for each category;
    ``calibration_error`` before and after; ``refused``, the share of true matches below the
    thresholds; and ``caught``, the share of the same photos below them when the shop has none
    of their kinds. The last two are lists: shop photos, phone photos.
    """
    queries, products = evaluate.load_products(predictor, data, data, split, Path(cache), limit)
    classes = len(predictor.taxonomy.categories)
    own = evaluate.same_group(queries.twins, products.twins)
    allowed = np.eye(classes, dtype=bool)[queries.column("category")]
    samples = [Sample(queries.seen, allowed, own)]
    facts: dict[str, Any] = {}
    if phone is not None and phone_map is not None:

        def look(rule: CropRule) -> tuple[Embedded, pd.DataFrame]:
            predictor.crop_rule = rule
            return evaluate.load_photos(predictor, phone, phone_map, split=split, limit=limit)

        rule, (seen, table) = fit_crop(look, products)
        sets = np.zeros((len(table), classes), bool)
        for row, kinds in zip(sets, table["categories"], strict=True):
            row[list(kinds)] = True
        samples.append(Sample(seen, sets))
        facts["crop"] = asdict(rule)
    return facts | {"calibration": calibrated(samples, products, predictor.temperature)}


def fit_crop(
    look: Callable[[CropRule], tuple[Embedded, pd.DataFrame]], products: Products
) -> tuple[CropRule, tuple[Embedded, pd.DataFrame]]:
    """Of CROPS, the rule of highest P@10, and the photos looked at by it.

    ``look`` embeds the photos by a rule. The whole photo wins where no crop finds more.
    """
    best, chosen = -1.0, None
    for rule in CROPS:
        photos = look(rule)
        found = float(evaluate.allowed_hits(*photos, products).mean())
        log.info("crop %s: P@10 %.4f", rule, found)
        if found > best:
            best, chosen = found, (rule, photos)
    assert chosen is not None
    return chosen


def calibrated(samples: Sequence[Sample], products: Products, at: float = 1.0) -> dict[str, Any]:
    """The same from embedded samples, whose probabilities were made at temperature ``at``."""
    raw = [_warmed(sample, 1 / at) for sample in samples]
    temperature = fit_temperature([(sample.seen.categories, sample.allowed) for sample in raw])
    final = [_warmed(sample, temperature) for sample in raw]
    judged = [strongest(sample, products) for sample in final]
    right = [
        _right(sample.allowed, kinds) for sample, (_, kinds) in zip(final, judged, strict=True)
    ]
    matches = [(s[ok], k[ok]) for (s, k), ok in zip(judged, right, strict=True)]
    thresholds = common_thresholds(matches, final[0].allowed.shape[1])
    return {
        "temperature": round(temperature, 4),
        "thresholds": [round(float(value), 4) for value in thresholds],
        "calibration_error": {
            "before": round(float(np.mean([_error(sample) for sample in raw])), 4),
            "after": round(float(np.mean([_error(sample) for sample in final])), 4),
        },
        "refused": [round(float(np.mean(s < thresholds[k])), 4) for s, k in matches],
        "caught": [round(_caught(sample, products, thresholds), 4) for sample in final],
    }


def strongest(sample: Sample, products: Products, hide: Hide | None = None) -> tuple[Floats, Ints]:
    """Strength and category of the strongest of each photo's hits (see ``search.Hit``)."""
    best = evaluate.rank(
        evaluate.query_rows(sample.seen),
        evaluate.product_rows(products),
        RESULTS,
        hide or sample.hide,
    )
    kinds = products.column("category")[best]
    cut = np.einsum("qkd,qd->qk", products.seen.shape[best], sample.seen.shape)
    chance = np.take_along_axis(sample.seen.categories, kinds, axis=1)
    strengths = np.where(best >= 0, cut + CATEGORY_WEIGHT * chance, -np.inf)
    top = strengths.argmax(axis=1)[:, None]
    return (
        np.take_along_axis(strengths, top, axis=1)[:, 0],
        np.take_along_axis(kinds, top, axis=1)[:, 0],
    )


def common_thresholds(matches: Sequence[tuple[Floats, Ints]], classes: int) -> NDArray[np.float64]:
    """The lowest of the samples' own thresholds, so that each sample keeps its true matches.

    Raises ValueError if a sample has no true match.
    """
    each = [fit_thresholds(strengths, kinds, classes) for strengths, kinds in matches]
    return np.asarray(np.stack(each).min(axis=0), np.float64)


def fit_thresholds(strengths: Floats, kinds: Ints, classes: int) -> NDArray[np.float64]:
    """For each class, the strength below which REFUSED of its true matches lie.

    A class with few true matches gets the common one, or less if that refused any of them.
    Raises ValueError if there is no true match at all.
    """
    if not len(strengths):
        raise ValueError("No validation photo found a product of its own kind.")
    common = np.quantile(strengths, REFUSED, method="lower")
    thresholds = np.full(classes, common, np.float64)
    for kind in np.unique(kinds):
        own = strengths[kinds == kind]
        enough = len(own) >= ENOUGH
        low = np.quantile(own, REFUSED, method="lower") if enough else min(common, own.min())
        thresholds[kind] = low
    return thresholds


def _caught(sample: Sample, products: Products, thresholds: NDArray[np.float64]) -> float:
    kinds = products.column("category")
    strengths, found = strongest(sample, products, lambda block: sample.allowed[block][:, kinds])
    return float(np.mean(strengths < thresholds[found]))


def _right(allowed: Bools, kinds: Ints) -> Bools:
    return np.asarray(allowed[np.arange(len(kinds)), kinds])


def _warmed(sample: Sample, temperature: float) -> Sample:
    categories = retempered(sample.seen.categories, temperature)
    return sample._replace(seen=replace(sample.seen, categories=categories))


def _error(sample: Sample) -> float:
    best = sample.seen.categories.argmax(axis=1)
    # Where several categories are right, any of them is: the guess itself then.
    labels = np.where(_right(sample.allowed, best), best, sample.allowed.argmax(axis=1))
    return calibration_error(sample.seen.categories, labels)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m recommender calibrate``."""
    parser.add_argument("--model", required=True, help="the model folder to calibrate")
    parser.add_argument("--data", required=True, help="the shop it was trained on: folder or zip")
    parser.add_argument("--phone", help="people's photos: folder or zip with images.csv")
    parser.add_argument("--phone-map", help="CSV of label,categories (';' between them)")
    parser.add_argument("--cache", help="where decoded photos are kept (default: nowhere)")
    parser.add_argument("--out", required=True, help="folder of the new version")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Fit on the validation part and publish the same weights with the calibration."""
    # Only here, since publishing needs torch.
    from recommender.export import revise

    predictor = serving.load(options.model)
    with tempfile.TemporaryDirectory() as nowhere:
        facts = calibrate(
            predictor,
            options.data,
            phone=options.phone,
            phone_map=options.phone_map,
            cache=options.cache or nowhere,
        )
    revise(options.model, options.out, **facts)
    shown = {k: v for k, v in facts["calibration"].items() if k != "thresholds"}
    say(json.dumps(shown | {"crop": facts.get("crop")}))
    return 0
