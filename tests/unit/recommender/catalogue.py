"""Made-up vectors: products in clusters, so that it is known what is near what."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender import index
from recommender.index import Index, Parts

SHAPE, COLOUR, CLASSES = 12, 6, 5


def unit(rows: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / lengths, np.float32)


def parts(count: int, seed: int = 0) -> Parts:
    rng = np.random.default_rng(seed)
    return Parts(unit(rng.normal(size=(count, SHAPE))), unit(rng.normal(size=(count, COLOUR))))


def build(folder: Path, count: int = 300, seed: int = 0, **options: Any) -> Index:
    """Products 1000, 1007, 1014, … of categories 0 to 4 in turn."""
    wanted: dict[str, Any] = {
        "ids": 1000 + 7 * np.arange(count),
        "predictions": parts(count, seed),
        "categories": np.arange(count) % CLASSES,
        "embedder_version": "model-a",
        "taxonomy_hash": "taxonomy",
        "classes": CLASSES,
    }
    index.build(folder, **(wanted | options))
    return index.open_index(folder)
