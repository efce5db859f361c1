"""``python -m recommender index``: make an index of a shop's photos, or check one."""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ml.data.tables import shop_table
from recommender import index, serving
from recommender.embedding import embed


def index_shop(model: str | Path, data: str | Path, out: str | Path) -> index.Index:
    """Embed every product of a data set and publish the index of their ids.

    Raises ValueError if the data cannot be used or its ids are not whole numbers ≥ 0.
    """
    predictor = serving.load(model)
    table = shop_table(data, predictor.taxonomy).set_index("id")
    if not all(name.isdecimal() for name in table.index):
        raise ValueError(f"{data}: an index needs whole numbers as product ids.")
    seen = embed(predictor, data, list(table.index), whole=True)
    index.build(
        out,
        ids=np.array([int(name) for name in seen.names], np.int64),
        predictions=seen.parts,
        categories=table.loc[seen.names, "category"].to_numpy(np.int64),
        embedder_version=predictor.version,
        taxonomy_hash=predictor.taxonomy.hash,
        classes=len(predictor.taxonomy.categories),
    )
    return index.open_index(out)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``python -m recommender index``."""
    parser.add_argument("--model", default="shipped", help="a model folder, or 'shipped'")
    parser.add_argument("--data", help="products: folder or zip with styles.csv and images")
    parser.add_argument("--out", help="the index's folder; it must not exist yet")
    parser.add_argument("--check", metavar="DIR", help="compare an index with its checksums")


def run(options: argparse.Namespace, say: Callable[[str], None] = print) -> int:
    """Build or check. Raises ValueError (ArtifactError) if it cannot be done or is damaged."""
    if options.check:
        made = index.open_index(options.check)
    elif options.data and options.out:
        made = index_shop(options.model, options.data, options.out)
    else:
        raise ValueError("Give --data and --out to build an index, or --check to check one.")
    say(
        f"{made.folder}: sound, {made.count} products, {made.manifest['method']} search, "
        f"version {made.version}, made with model {made.embedder_version}"
    )
    return 0
