"""How good is a model on this data: one command, JSON and Markdown out.

Photos searched with are looked at as the site does (box first), products as the catalogue
does (whole), and the ranking is the site's own score. A query's own photo never counts as a
hit; ``shop_without_twins`` leaves out its near-identical photos too. Intervals are 95%
bootstraps that draw twins, or one person's photos, together.
"""

import argparse
import json
import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml import metrics
from ml.data.images import load_images
from ml.data.tables import phone_table, shop_table
from ml.data.twins import PARTS, split_groups, split_of, thumbnails, twin_groups
from ml.metrics import Interval
from recommender import report, serving
from recommender.embedding import Embedded, embed
from recommender.search import CATEGORY_WEIGHT, COLOUR_WEIGHT, compose_query
from recommender.serving import Predictor

log = logging.getLogger(__name__)

DEPTH = 10
"""Results looked at per query."""
ROWS_AT_ONCE = 256
THUMBNAIL_SIDE = 80
"""Pixels at which twins are found, as in training."""
COMPOSED = 2000
"""Scenes on which the box is judged."""
SLIDER_QUERIES = 2000
"""At most; enough to see what the slider does."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Hide = Callable[[slice], NDArray[np.bool_]]


@dataclass(frozen=True)
class Products:
    """Photos of a shop with what is known of them, in one order."""

    seen: Embedded
    labels: pd.DataFrame
    """Columns category, colour, usage, gender; -1 where unknown."""
    own: Ints
    """A number for each product id; a query is not its own hit."""
    twins: Ints
    """A number for each group of near-identical photos."""

    def column(self, name: str) -> Ints:
        return self.labels[name].to_numpy(np.int64)

    def some(self, most: int) -> "Products":
        """At most so many of them, a seeded sample."""
        places = np.random.default_rng(0).permutation(len(self.own))[:most]
        return Products(
            self.seen.take(places), self.labels.iloc[places], self.own[places], self.twins[places]
        )


def evaluate(
    predictor: Predictor,
    data: str | Path,
    *,
    phone: str | Path | None = None,
    phone_map: str | Path | None = None,
    gallery: str | Path | None = None,
    split: str = "all",
    cache: str | Path,
    limit: int | None = None,
) -> dict[str, Any]:
    """Every measure the data allows, as the JSON file holds it.

    ``gallery`` is searched (default: ``data``); ``split`` takes the queries from one part of
    the seeded, twin-grouped split ("train", "val", "test") or from "all"; ``limit`` takes at
    most so many. Raises ValueError if a set cannot be read.
    """
    queries, products = load_products(predictor, data, gallery or data, split, Path(cache), limit)
    result: dict[str, Any] = {
        "model": {key: predictor.manifest.get(key) for key in ("version", "created")},
        "split": split,
        "queries": len(queries.seen.names),
        "gallery": len(products.seen.names),
    }
    measured: dict[str, dict[str, Interval]] = {"shop": classification(queries)}
    found = retrieval(queries, products, queries.own, products.own)
    measured["shop"] |= found.measures
    measured["shop_without_twins"] = retrieval(
        queries, products, queries.twins, products.twins
    ).measures
    if phone is not None:
        if phone_map is None:
            raise ValueError("--phone needs --phone-map, which says what its labels mean.")
        measured["phone"] = phone_search(
            predictor, phone, phone_map, products, split=split, limit=limit
        )
    measured["box"] = box_measures(predictor, data, queries.seen.names, Path(cache))
    for group, values in measured.items():
        result[group] = {name: round(value.value, 4) for name, value in values.items()}
    result["intervals"] = {
        group: {name: [round(v.low, 4), round(v.high, 4)] for name, v in values.items()}
        for group, values in measured.items()
    }
    result["slider"] = slider(queries, products)
    result["per_class"] = per_class(queries, found.category_p10, predictor.taxonomy.categories)
    return result


def classification(queries: Products) -> dict[str, Interval]:
    """Accuracies of the five answers; unknown labels are left out."""
    seen, truth = queries.seen, queries.column("category")
    classes = seen.categories.shape[1]
    predicted = seen.categories.argmax(axis=1)
    measures = {
        f"category_top{k}": metrics.bootstrap(
            metrics.in_top(seen.categories, truth, k), queries.twins
        )
        for k in (1, 5)
    }
    measures["category_macro_f1"] = metrics.bootstrap_statistic(
        lambda times: metrics.macro_f1(metrics.confusion(predicted, truth, classes, times)),
        queries.twins,
    )
    for name, column in (("colour", "colours"), ("usage", "usages"), ("gender", "genders")):
        labels = queries.column(name)
        known = labels >= 0
        if known.any():
            right = getattr(seen, column).argmax(axis=1)[known] == labels[known]
            measures[f"{name}_acc"] = metrics.bootstrap(right, queries.twins[known])
    return measures


@dataclass(frozen=True)
class Retrieved:
    measures: dict[str, Interval]
    category_p10: Floats
    """For each query."""


def retrieval(
    queries: Products, products: Products, query_groups: Ints, product_groups: Ints
) -> Retrieved:
    """Searches the products with each query, leaving out those of its own group."""
    hide = same_group(query_groups, product_groups)
    best = rank(query_rows(queries.seen), product_rows(products), DEPTH, hide)
    kind, tone = queries.column("category"), queries.column("colour")
    same_kind = _at(products.column("category"), best) == kind[:, None]
    same_both = same_kind & (_at(products.column("colour"), best) == tone[:, None])
    groups = queries.twins
    totals = _relevant(kind, products.column("category"), query_groups, product_groups)
    answerable = totals > 0
    measures = {
        "category_p1": metrics.bootstrap(metrics.precision_at(same_kind, 1), groups),
        "category_p10": metrics.bootstrap(metrics.precision_at(same_kind, DEPTH), groups),
    }
    if answerable.any():
        gained = metrics.average_precision_at(same_kind[answerable], totals[answerable], DEPTH)
        measures["category_r10"] = metrics.bootstrap(
            metrics.hit_at(same_kind, DEPTH)[answerable], groups[answerable]
        )
        measures["map10"] = metrics.bootstrap(gained, groups[answerable])
    pairs, product_pairs = (
        side.column("category") * 1000 + side.column("colour") for side in (queries, products)
    )
    answerable = (tone >= 0) & (_relevant(pairs, product_pairs, query_groups, product_groups) > 0)
    if answerable.any():
        asked, groups = same_both[answerable], groups[answerable]
        measures["type_colour_p10"] = metrics.bootstrap(metrics.precision_at(asked, DEPTH), groups)
        measures["type_colour_r10"] = metrics.bootstrap(metrics.hit_at(asked, DEPTH), groups)
    return Retrieved(measures, metrics.precision_at(same_kind, DEPTH).astype(np.float32))


def phone_search(
    predictor: Predictor,
    phone: str | Path,
    phone_map: str | Path,
    products: Products,
    *,
    split: str,
    limit: int | None,
) -> dict[str, Interval]:
    """People's photos against the shop: is a product found of a kind its label allows?

    ``p1`` and ``p10`` are as the site ranks; ``p10_whole`` without the crop, ``p10_cosine``
    without the class probabilities.
    """
    cropped, table = load_photos(predictor, phone, phone_map, split=split, limit=limit)
    whole = embed(predictor, phone, cropped.names, whole=True)
    groups = pd.factorize(table["sender_id"])[0].astype(np.int64)
    ranked = allowed_hits(cropped, table, products)
    top = cropped.categories.argmax(axis=1)
    right = np.array(
        [kind in wanted for kind, wanted in zip(top, table["categories"], strict=True)]
    )
    values = {
        "p1": metrics.precision_at(ranked, 1),
        "p10": metrics.precision_at(ranked, DEPTH),
        "category_top1": right,
        "p10_whole": metrics.precision_at(allowed_hits(whole, table, products), DEPTH),
        "p10_cosine": metrics.precision_at(allowed_hits(cropped, table, products, 0.0), DEPTH),
        "cropped_share": np.any(cropped.boxes != whole.boxes, axis=1),
    }
    return {name: metrics.bootstrap(value, groups) for name, value in values.items()}


def allowed_hits(
    seen: Embedded,
    table: pd.DataFrame,
    products: Products,
    category_weight: float = CATEGORY_WEIGHT,
) -> NDArray[np.bool_]:
    """N × DEPTH: whether each product found is of a kind that the photo's label allows."""
    rows = query_rows(seen, category_weight=category_weight)
    best = _at(products.column("category"), rank(rows, product_rows(products), DEPTH))
    return np.array(
        [np.isin(row, wanted) for row, wanted in zip(best, table["categories"], strict=True)]
    )


def load_photos(
    predictor: Predictor,
    phone: str | Path,
    phone_map: str | Path,
    *,
    split: str,
    limit: int | None = None,
) -> tuple[Embedded, pd.DataFrame]:
    """The photos whose label the map names, looked at as the site does, and their table."""
    table = phone_table(phone, phone_map, predictor.taxonomy)
    table = table[table["categories"].map(len) > 0]
    if split != "all":
        parts = np.array([PARTS[split_of(str(sender))] for sender in table["sender_id"]])
        table = table[parts == split]
    table = table[:limit].set_index("image")
    seen = embed(predictor, phone, list(table.index), whole=False)
    return seen, table.loc[seen.names]


def box_measures(
    predictor: Predictor, data: str | Path, names: Sequence[str], cache: Path
) -> dict[str, Interval]:
    """Overlap of the proposed box with the true one on composed photos (seeded)."""
    # Only here, since composing is the one step of an evaluation that needs torch.
    import torch

    from ml.data import backgrounds, compose, cutout

    chosen = sorted(names)
    rng = np.random.default_rng(0)
    picks = rng.permutation(len(chosen))[:COMPOSED]
    store = load_images(data, [chosen[i] for i in picks], THUMBNAIL_SIDE, cache)
    alpha = cutout.cut_out(np.asarray(store.pixels))
    scenes, truth = compose.composed(
        torch.from_numpy(np.array(store.pixels)),
        torch.from_numpy(alpha),
        torch.from_numpy(cutout.boxes_of(alpha)),
        torch.from_numpy(backgrounds.procedural(200, seed=1)),
        predictor.preprocessing.size,
        torch.Generator().manual_seed(0),
    )
    pixels = (scenes.permute(0, 2, 3, 1) * 255).round().to(torch.uint8).numpy()
    overlap = metrics.box_iou(predictor.raw(pixels).boxes, truth.numpy())
    return {"mean_iou": metrics.bootstrap(overlap)}


def slider(queries: Products, products: Products) -> list[dict[str, float]]:
    """What the first ten share with the photo, as ``colour_weight`` moves."""
    queries, steps = queries.some(SLIDER_QUERIES), []
    for weight in (0.0, 0.25, 0.5, 0.75, 1.0):
        rows = query_rows(queries.seen, colour_weight=weight)
        best = rank(rows, product_rows(products), DEPTH, same_group(queries.own, products.own))
        shares = {
            f"same_{name}": float(
                np.mean(_at(products.column(name), best) == queries.column(name)[:, None])
            )
            for name in ("category", "colour")
        }
        steps.append({"colour_weight": weight} | {k: round(v, 4) for k, v in shares.items()})
    return steps


def per_class(
    queries: Products, category_p10: Floats, names: Sequence[str]
) -> list[dict[str, Any]]:
    """A row for each category that occurs."""
    truth = queries.column("category")
    counts = metrics.confusion(queries.seen.categories.argmax(axis=1), truth, len(names))
    scores = metrics.class_scores(counts)
    rows = []
    for i, name in enumerate(names):
        if not scores.support[i]:
            continue
        figures = {
            "precision": scores.precision[i],
            "recall": scores.recall[i],
            "f1": scores.f1[i],
            "p10": category_p10[truth == i].mean(),
        }
        rounded = {k: None if np.isnan(v) else round(float(v), 4) for k, v in figures.items()}
        rows.append({"category": name, "photos": int(scores.support[i])} | rounded)
    return rows


def query_rows(
    seen: Embedded,
    *,
    colour_weight: float = COLOUR_WEIGHT,
    category_weight: float = CATEGORY_WEIGHT,
) -> Floats:
    """``search.compose_query`` for N photos: N × D."""
    return compose_query(seen, colour_weight=colour_weight, category_weight=category_weight)


def product_rows(products: Products) -> Floats:
    """The rows an index of these products holds."""
    seen = products.seen
    kinds = np.eye(seen.categories.shape[1], dtype=np.float32)[products.column("category")]
    return np.concatenate([seen.shape, seen.colour, kinds], axis=1)


def rank(queries: Floats, rows: Floats, k: int, hide: Hide | None = None) -> Ints:
    """Q × k places of the best rows, best first; -1 where too few are left.

    ``hide`` gives, for a block of queries, a mask (block × rows) of what they may not find.
    """
    k = min(k, len(rows))
    best = np.full((len(queries), k), -1, np.int64)
    for start in range(0, len(queries), ROWS_AT_ONCE):
        block = slice(start, start + ROWS_AT_ONCE)
        scores = queries[block] @ rows.T
        if hide is not None:
            scores[hide(block)] = -np.inf
        top = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        values = np.take_along_axis(scores, top, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        found = np.take_along_axis(values, order, axis=1) > -np.inf
        best[block] = np.where(found, np.take_along_axis(top, order, axis=1), -1)
    return best


def same_group(query_groups: Ints, row_groups: Ints) -> Hide:
    """Hides the rows of a query's own group."""
    return lambda block: np.asarray(query_groups[block, None] == row_groups[None])


def _at(values: Ints, places: Ints) -> Ints:
    """The values at places; -2, which equals no label, where there is no place."""
    return np.where(places >= 0, values[places], -2)


def _relevant(asked: Ints, offered: Ints, query_groups: Ints, product_groups: Ints) -> Ints:
    """Q: how many products have the label asked for, outside the query's own group."""
    counts = pd.Series(offered).value_counts()
    inside = pd.DataFrame({"group": product_groups, "label": offered}).value_counts()
    total = counts.reindex(asked, fill_value=0).to_numpy()
    own = inside.reindex(pd.MultiIndex.from_arrays([query_groups, asked]), fill_value=0)
    return (total - own.to_numpy()).astype(np.int64)


def load_products(
    predictor: Predictor,
    data: str | Path,
    gallery: str | Path,
    split: str,
    cache: Path,
    limit: int | None = None,
) -> tuple[Products, Products]:
    """Queries from one part of ``data``, and the products to search in, embedded."""
    tables = {path: shop_table(path, predictor.taxonomy) for path in {str(data), str(gallery)}}
    stores = {
        path: load_images(path, table["id"].tolist(), THUMBNAIL_SIDE, cache)
        for path, table in tables.items()
    }
    small = {path: thumbnails(store.pixels, store.aspects) for path, store in stores.items()}
    joined = twin_groups(np.concatenate(list(small.values())))
    own, _ = pd.factorize(np.concatenate([store.names for store in stores.values()]))
    sides, start = {}, 0
    for path, store in stores.items():
        end = start + len(store.names)
        facts = {"own": own[start:end], "twins": joined[start:end]}
        sides[path] = tables[path].set_index("id").loc[store.names].assign(**facts)
        start = end
    asked = sides[str(data)]
    if split != "all":
        parts = split_groups(list(asked.index), twin_groups(small[str(data)]))
        asked = asked[parts == PARTS.index(split)]
    if asked.empty:
        raise ValueError(f"The split {split!r} of {data} holds no product.")
    sample = asked.sample(frac=1, random_state=0)[:limit] if limit else asked
    return (
        _products(predictor, data, sample, whole=False),
        _products(predictor, gallery, sides[str(gallery)], whole=True),
    )


def _products(
    predictor: Predictor, path: str | Path, labels: pd.DataFrame, *, whole: bool
) -> Products:
    log.info("embedding %d products of %s", len(labels), path)
    seen = embed(predictor, path, list(labels.index), whole=whole)
    labels = labels.loc[seen.names]
    own, twins = (labels[name].to_numpy(np.int64) for name in ("own", "twins"))
    return Products(seen, labels, own, twins)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m recommender evaluate``."""
    parser.add_argument("--model", default="shipped", help="a model folder, or 'shipped'")
    parser.add_argument("--data", required=True, help="products to search with: folder or zip")
    parser.add_argument("--phone", help="people's photos: folder or zip with images.csv")
    parser.add_argument("--phone-map", help="CSV of label,categories (';' between them)")
    parser.add_argument("--gallery", help="products to search in (default: --data)")
    parser.add_argument("--split", choices=["all", *PARTS], default="all")
    parser.add_argument("--limit", type=int, help="at most so many queries of each kind")
    parser.add_argument("--cache", help="where decoded photos are kept (default: nowhere)")
    parser.add_argument("--threads", type=int, help="cores to use (default: all)")
    parser.add_argument("--json", required=True, help="file to write; a .md comes beside it")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Evaluate, write both files and print the table."""
    predictor = serving.load(options.model, threads=options.threads)
    with tempfile.TemporaryDirectory() as nowhere:
        result = evaluate(
            predictor,
            options.data,
            phone=options.phone,
            phone_map=options.phone_map,
            gallery=options.gallery,
            split=options.split,
            cache=options.cache or nowhere,
            limit=options.limit,
        )
    target = Path(options.json)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    table = report.markdown(result)
    target.with_suffix(".md").write_text(table, encoding="utf-8")
    say(table)
    return 0
