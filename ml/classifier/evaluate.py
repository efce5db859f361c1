"""How good is a classifier on this data: one command; JSON, Markdown and a picture out.

Photos are looked at whole, as the exported graph that serves sees them. Splits are the
embedder's: seeded, with near-identical photos and one person's photos on one side. Intervals
are 95% bootstraps that draw them together.
"""

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image

from ml import metrics, plots
from ml.classifier import report, serving
from ml.classifier.serving import Classifier
from ml.data.photos import photos
from ml.data.sets import LABELS, load_products
from ml.data.tables import phone_table
from ml.data.twins import PARTS, split_of
from ml.metrics import Interval
from ml.taxonomy import Taxonomy

log = logging.getLogger(__name__)

CATEGORY, STYLE = LABELS.index("category"), LABELS.index("usage")
TOP = (1, 2, 5)
"""The site shows the two best."""
MIXED_UP = 12
"""Pairs of categories that the report names."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Counts = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Judged:
    """Answers for a shop's photos and what would be right, in one order."""

    categories: Floats
    styles: Floats
    kinds: Ints
    """True categories."""
    usages: Ints
    """True styles, -1 for not known."""
    twins: Ints
    """A number for each group of near-identical photos."""


@dataclass(frozen=True)
class JudgedPeople:
    """The same for people's photos."""

    categories: Floats
    allowed: list[Sequence[int]]
    """Categories that are right for a photo's label."""
    senders: Ints
    """A number for each person."""


class Asked(Protocol):
    """Whoever names categories and styles, as the classifier does."""

    @property
    def taxonomy(self) -> Taxonomy: ...

    def predict(self, images: Sequence[Image.Image]) -> Sequence[tuple[Floats, Floats]]: ...


def evaluate(
    classifier: Classifier,
    data: str,
    *,
    phone: str | Path | None = None,
    phone_map: str | Path | None = None,
    split: str = "all",
    cache: str | Path,
    limit: int | None = None,
) -> tuple[dict[str, Any], Counts]:
    """Every measure the data allows, as the JSON file holds it, and the confusion matrix.

    ``split`` is one part of the split ("train", "val", "test") or "all"; ``limit`` takes a
    seeded sample of at most so many photos. Raises ValueError if a set cannot be read.
    """
    if phone is not None and phone_map is None:
        raise ValueError("--phone needs --phone-map, which says what its labels mean.")
    judged = judge(classifier, data, split, Path(cache), limit)
    names = classifier.taxonomy.categories
    counts = metrics.confusion(judged.categories.argmax(axis=1), judged.kinds, len(names))
    result: dict[str, Any] = {
        "model": {key: classifier.manifest.get(key) for key in ("version", "created")},
        "split": split,
        "photos": len(judged.kinds),
    }
    measured = {"shop": measure(judged)}
    if phone is not None and phone_map is not None:
        measured["phone"] = measure_people(people(classifier, phone, phone_map, split, limit))
    for group, values in measured.items():
        result[group] = {name: round(value.value, 4) for name, value in values.items()}
    result["intervals"] = {
        group: {name: [round(v.low, 4), round(v.high, 4)] for name, v in values.items()}
        for group, values in measured.items()
    }
    result["calibration_error"] = calibration(judged)
    result["per_class"] = per_class(counts, names)
    result["per_style"] = per_class(style_counts(judged), classifier.taxonomy.usages)
    result["mixed_up"] = mixed_up(counts, names)
    return result, counts


def judge(classifier: Asked, data: str, split: str, cache: Path, limit: int | None) -> Judged:
    """Look at one part of a shop's photos. Raises ValueError if it is empty."""
    products = load_products(data, classifier.taxonomy, cache)
    rows = np.arange(len(products.parts)) if split == "all" else products.rows(split)
    if limit:
        rows = np.sort(np.random.default_rng(0).permutation(rows)[:limit])
    if len(rows) == 0:
        raise ValueError(f"The split {split!r} of {data} holds no product.")
    place = {products.store.names[row]: row for row in rows.tolist()}
    categories, styles, found = look(classifier, products.path, list(place))
    kept = np.array([place[name] for name in found])
    labels = products.labels[kept]
    return Judged(categories, styles, labels[:, CATEGORY], labels[:, STYLE], products.groups[kept])


def look(
    classifier: Asked, path: str | Path, names: Sequence[str]
) -> tuple[Floats, Floats, list[str]]:
    """Probabilities of categories and styles, and the names of the photos that could be read.

    Raises ValueError if none could.
    """
    log.info("looking at %d photos of %s", len(names), path)
    kept: list[str] = []
    seen: list[tuple[Floats, Floats]] = []
    for found, images in photos(path, names):
        seen += classifier.predict(images)
        kept += found
    if not kept:
        raise ValueError(f"None of {len(names)} photos in {path} could be read.")
    categories, styles = (np.stack(column) for column in zip(*seen, strict=True))
    return categories, styles, kept


def measure(judged: Judged) -> dict[str, Interval]:
    """Accuracies and macro F1 of both answers; photos of unknown style are left out of its."""
    values = {
        f"category_top{k}": metrics.bootstrap(
            metrics.in_top(judged.categories, judged.kinds, k), judged.twins
        )
        for k in TOP
    }
    values["category_macro_f1"] = _macro_f1(judged.categories, judged.kinds, judged.twins)
    known = judged.usages >= 0
    if known.any():
        styles, usages, twins = judged.styles[known], judged.usages[known], judged.twins[known]
        values["style_acc"] = metrics.bootstrap(styles.argmax(axis=1) == usages, twins)
        values["style_macro_f1"] = _macro_f1(styles, usages, twins)
    return values


def people(
    classifier: Asked,
    phone: str | Path,
    phone_map: str | Path,
    split: str,
    limit: int | None,
) -> JudgedPeople:
    """Look at one part of people's photos. Raises ValueError if it is empty."""
    table = phone_table(phone, phone_map, classifier.taxonomy)
    table = table[table["categories"].map(len) > 0]
    if split != "all":
        parts = np.array([PARTS[split_of(str(sender))] for sender in table["sender_id"]])
        table = table[parts == split]
    table = table[:limit].set_index("image")
    if table.empty:
        raise ValueError(f"The split {split!r} of {phone} holds no photo with a label.")
    categories, _, found = look(classifier, phone, list(table.index))
    table = table.loc[found]
    senders = pd.factorize(table["sender_id"])[0].astype(np.int64)
    return JudgedPeople(categories, list(table["categories"]), senders)


def measure_people(judged: JudgedPeople) -> dict[str, Interval]:
    """People's photos: is a category that the label allows among the best?"""
    values = {}
    order = np.argsort(-judged.categories, axis=1, kind="stable")
    for k in TOP:
        right = [
            bool(set(best.tolist()) & set(allowed))
            for best, allowed in zip(order[:, :k], judged.allowed, strict=True)
        ]
        values[f"category_top{k}"] = metrics.bootstrap(np.array(right), judged.senders)
    return values


def calibration(judged: Judged) -> dict[str, float]:
    """How far confidence and accuracy lie apart, for each answer."""
    errors = {"category": metrics.calibration_error(judged.categories, judged.kinds)}
    known = judged.usages >= 0
    if known.any():
        styles, usages = judged.styles[known], judged.usages[known]
        errors["style"] = metrics.calibration_error(styles, usages)
    return {name: round(error, 4) for name, error in errors.items()}


def style_counts(judged: Judged) -> Counts:
    known = judged.usages >= 0
    styles = judged.styles[known]
    return metrics.confusion(styles.argmax(axis=1), judged.usages[known], styles.shape[1])


def per_class(counts: Counts, names: Sequence[str]) -> list[dict[str, Any]]:
    """A row for each class that occurs."""
    scores = metrics.class_scores(counts)
    rows = []
    for i, name in enumerate(names):
        if not scores.support[i]:
            continue
        figures = {field: getattr(scores, field)[i] for field in ("precision", "recall", "f1")}
        rounded = {k: None if np.isnan(v) else round(float(v), 4) for k, v in figures.items()}
        rows.append({"class": name, "photos": int(scores.support[i])} | rounded)
    return rows


def mixed_up(counts: Counts, names: Sequence[str]) -> list[dict[str, Any]]:
    """The categories most often taken for others."""
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    rows = []
    for cell in np.argsort(-wrong, axis=None, kind="stable")[:MIXED_UP].tolist():
        true, seen = divmod(cell, len(names))
        if wrong[true, seen]:
            share = wrong[true, seen] / counts[true].sum()
            rows.append(
                {
                    "category": names[true],
                    "taken_for": names[seen],
                    "photos": int(wrong[true, seen]),
                    "share": round(float(share), 4),
                }
            )
    return rows


def _macro_f1(probabilities: Floats, labels: Ints, groups: Ints) -> Interval:
    best, classes = probabilities.argmax(axis=1), probabilities.shape[1]
    return metrics.bootstrap_statistic(
        lambda times: metrics.macro_f1(metrics.confusion(best, labels, classes, times)), groups
    )


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m ml.classifier evaluate``."""
    parser.add_argument("--model", default="shipped", help="a model folder, or 'shipped'")
    parser.add_argument("--data", required=True, help="products: folder, zip or sample[:COUNT]")
    parser.add_argument("--phone", help="people's photos: folder or zip with images.csv")
    parser.add_argument("--phone-map", help="CSV of label,categories (';' between them)")
    parser.add_argument("--split", choices=["all", *PARTS], default="all")
    parser.add_argument("--limit", type=int, help="at most so many photos of each kind")
    parser.add_argument("--cache", help="where decoded photos are kept (default: nowhere)")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")
    parser.add_argument(
        "--json", required=True, help="file to write; a .md and a .png come beside it"
    )


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Evaluate, write the three files and print the table."""
    classifier = serving.load(options.model, threads=options.threads)
    with tempfile.TemporaryDirectory() as nowhere:
        result, counts = evaluate(
            classifier,
            options.data,
            phone=options.phone,
            phone_map=options.phone_map,
            split=options.split,
            cache=options.cache or nowhere,
            limit=options.limit,
        )
    target = Path(options.json)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table = report.markdown(result)
    target.with_suffix(".md").write_text(table, encoding="utf-8")
    plots.matrix(counts, classifier.taxonomy.categories, target.with_suffix(".png"))
    say(table)
    return 0
