"""``python -m benchmarks.opinions``: both engines on the same photos, alone and averaged.

Says whether the average of the two is better than either, and what their agreement is worth.
Decide on the validation part; look at the test part once.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL.Image import Image

from ml.classifier import evaluate
from ml.classifier import serving as classifier
from ml.classifier.evaluate import Floats, Judged, JudgedPeople
from ml.markdown import table
from ml.metrics import Interval
from ml.preprocessing import WHOLE
from ml.taxonomy import Taxonomy
from ml.temperature import pooled
from recommender import serving as embedder

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the classifier in the average."""


@dataclass(frozen=True)
class Embedder:
    """The embedder's heads, asked as the classifier is: about the photo as it is, or cropped by
    the embedder's own rule."""

    predictor: embedder.Predictor
    crops: bool

    @property
    def taxonomy(self) -> Taxonomy:
        return self.predictor.taxonomy

    def predict(self, images: Sequence[Image]) -> list[tuple[Floats, Floats]]:
        boxes = None if self.crops else [WHOLE] * len(images)
        return [(seen.categories, seen.usages) for seen in self.predictor.predict(images, boxes)]


@dataclass(frozen=True)
class Cropped:
    """The classifier on the part of the photo that the embedder looks at, as on the site."""

    classifier: classifier.Classifier
    predictor: embedder.Predictor

    @property
    def taxonomy(self) -> Taxonomy:
        return self.classifier.taxonomy

    def predict(self, images: Sequence[Image]) -> Sequence[tuple[Floats, Floats]]:
        boxes = [seen.box for seen in self.predictor.predict(images)]
        return self.classifier.predict(images, boxes)


def of_shop(ours: Judged, theirs: Judged) -> list[dict[str, Any]]:
    rows = []
    for share in SHARES:
        mixed = replace(
            ours,
            categories=pooled(ours.categories, theirs.categories, share),
            styles=pooled(ours.styles, theirs.styles, share),
        )
        rows.append(_row("shop", share, evaluate.measure(mixed)))
    return rows


def of_people(ours: JudgedPeople, theirs: JudgedPeople) -> list[dict[str, Any]]:
    rows = []
    for share in SHARES:
        mixed = replace(ours, categories=pooled(ours.categories, theirs.categories, share))
        rows.append(_row("people's", share, evaluate.measure_people(mixed)))
    return rows


def agreement(ours: Judged, theirs: Judged) -> list[dict[str, Any]]:
    """How often both name the same category, and how often each is right then and otherwise."""
    first, second = ours.categories.argmax(axis=1), theirs.categories.argmax(axis=1)
    rows = []
    for name, chosen in (("agree", first == second), ("disagree", first != second)):
        rows.append(
            {
                "they": name,
                "of photos": f"{chosen.mean():.3f}",
                "embedder right": f"{(first == ours.kinds)[chosen].mean():.3f}",
                "classifier right": f"{(second == ours.kinds)[chosen].mean():.3f}",
            }
        )
    return rows


def _row(photos: str, share: float, values: dict[str, Interval]) -> dict[str, Any]:
    shown = ("category_top1", "category_top2", "style_acc")
    cells = {
        name: f"{values[name].value:.4f} ({values[name].low:.3f}–{values[name].high:.3f})"
        for name in shown
        if name in values
    }
    return {"photos": photos, "share of the classifier": share, **dict.fromkeys(shown, ""), **cells}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opinions", description=__doc__)
    parser.add_argument("--embedder", default="shipped", help="folder, or shipped")
    parser.add_argument("--classifier", default="shipped", help="folder, or shipped")
    parser.add_argument("--data", required=True, help="a shop's folder or zip")
    parser.add_argument("--phone", help="people's photos")
    parser.add_argument("--phone-map", help="label,categories of those photos")
    parser.add_argument("--split", default="val", choices=["train", "val", "test", "all"])
    parser.add_argument("--cache", type=Path, required=True, help="folder for decoded images")
    parser.add_argument("--limit", type=int, help="at most so many photos of a kind")
    parser.add_argument("--json", type=Path, help="also write the tables to this file")
    options = parser.parse_args()
    predictor, sorter = embedder.load(options.embedder), classifier.load(options.classifier)
    if predictor.taxonomy.hash != sorter.taxonomy.hash:
        parser.error("the two models know other categories, so they have nothing to agree on")
    ours, theirs = (
        evaluate.judge(asked, options.data, options.split, options.cache, options.limit)
        for asked in (Embedder(predictor, crops=False), sorter)
    )
    tables = {"averages": of_shop(ours, theirs), "agreement": agreement(ours, theirs)}
    if options.phone:
        asked = Embedder(predictor, crops=True), Cropped(sorter, predictor)
        where = options.phone, options.phone_map, options.split, options.limit
        tables["averages"] += of_people(*(evaluate.people(one, *where) for one in asked))
    for rows in tables.values():
        print("\n".join(table(rows)), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
