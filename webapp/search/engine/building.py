"""From the shop's pictures to a new generation of the index."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from recommender.serving import Prediction

CHUNK = 256
"""Pictures in memory at once; the next ones are decoded while these are looked at."""
DECODERS = 2
PROBES, NEAREST = 64, 10
"""How many products an index is asked for, and how many neighbours of each are compared."""
LEAST_RECALL = 0.95
EQUAL = 1e-4
"""Scores nearer than this are equal: two photos of one thing, or another order of adding up."""


class Embedded(NamedTuple):
    """What the model sees in N pictures; names as they were given."""

    names: list[str]
    shape: "NDArray[np.float32]"
    colour: "NDArray[np.float32]"
    kinds: "NDArray[np.int64]"
    """The most probable class index of each."""


def model_manifest(folder: str) -> dict[str, Any]:
    """What a model folder ("shipped" or a path) says of itself; its ``version`` names it.

    Raises ValueError (ArtifactError) if the folder is missing or damaged.
    """
    from recommender import serving

    return serving.load(folder).manifest


def embed_products(
    folder: str, pictures: Sequence[tuple[str, Path]], chunk: int = CHUNK
) -> Iterator[tuple[Embedded, list[str]]]:
    """Look at whole product pictures, some at a time: what was seen, and the names of pictures
    that could not be read. ``pictures`` are (name, file)."""
    from ml.preprocessing import WHOLE
    from recommender import serving

    predictor = serving.load(folder, threads=settings.INFERENCE_THREADS or None)
    parts = [pictures[start : start + chunk] for start in range(0, len(pictures), chunk)]
    with ThreadPoolExecutor(DECODERS) as pool:
        ahead = [pool.submit(_read, path) for _, path in parts[0]] if parts else []
        for number, part in enumerate(parts):
            images = [future.result() for future in ahead]
            following = parts[number + 1] if number + 1 < len(parts) else []
            ahead = [pool.submit(_read, path) for _, path in following]
            good = [(name, image) for (name, _), image in zip(part, images, strict=True) if image]
            bad = [name for (name, _), image in zip(part, images, strict=True) if not image]
            seen = predictor.predict([image for _, image in good], [WHOLE] * len(good))
            yield _embedded([name for name, _ in good], seen), bad


def build_index(
    folder: Path,
    *,
    ids: "NDArray[np.int64]",
    shape: "NDArray[np.float32]",
    colour: "NDArray[np.float32]",
    categories: "NDArray[np.int64]",
    model: dict[str, Any],
) -> dict[str, Any]:
    """Write a generation and give its manifest. Raises ValueError (a full disk: ArtifactError)."""
    from ml import taxonomy
    from recommender import index
    from recommender.index import Parts

    return index.build(
        folder,
        ids=ids,
        predictions=Parts(shape, colour),
        categories=categories,
        embedder_version=model["version"],
        taxonomy_hash=model["taxonomy_hash"],
        classes=len(taxonomy.load(model["taxonomy"]).categories),
    )


@dataclass(frozen=True)
class Checked:
    """What an index proved before it may serve."""

    count: int
    dimension: int
    recall: float
    """Share of the ten nearest by comparing all rows that the index finds, 0 to 1."""
    queries: int


def verify_index(folder: Path, *, model: dict[str, Any], count: int) -> Checked:
    """Open a written index and put questions to it whose answers are known.

    Raises ValueError with a plain sentence for a damaged file, another count or width than
    ``model`` and the catalogue have, a product that does not find itself, or poor recall.
    """
    import numpy as np

    from ml import taxonomy
    from recommender import index, search

    opened = index.open_index(folder, embedder_version=model["version"])
    if opened.count != count:
        raise ValueError(f"The index holds {opened.count} products instead of {count}.")
    facts = opened.manifest
    classes = len(taxonomy.load(model["taxonomy"]).categories)
    width = facts["shape_dim"] + facts["colour_dim"] + classes
    if opened.rows.shape[1] != width or facts["taxonomy_hash"] != model["taxonomy_hash"]:
        raise ValueError(f"Its rows have {opened.rows.shape[1]} numbers instead of {width}.")
    places = np.unique(np.linspace(0, count - 1, min(count, PROBES)).astype(int))
    shares = []
    for place in places:
        query = search.compose_query(search.example_of(opened, int(opened.ids[place])))
        scores = opened.rows @ query
        near = min(NEAREST, count)
        least = np.partition(scores, count - near)[count - near] - EQUAL
        found, given = opened.search(query, near)
        if scores[place] > given[0] + EQUAL or not len(found):
            raise ValueError(f"Product {opened.ids[place]} does not find itself in the index.")
        shares.append(float(np.mean(given >= least)))
    recall = float(np.mean(shares))
    if recall < LEAST_RECALL:
        raise ValueError(f"The index finds only {recall:.0%} of the nearest products.")
    return Checked(opened.count, width, round(recall, 4), len(places))


def _embedded(names: list[str], seen: "Sequence[Prediction]") -> Embedded:
    import numpy as np

    return Embedded(
        names,
        np.array([prediction.shape for prediction in seen], np.float32),
        np.array([prediction.colour for prediction in seen], np.float32),
        np.array([prediction.categories.argmax() for prediction in seen], np.int64),
    )


def _read(path: Path) -> "Image.Image | None":
    from PIL import Image

    try:
        with Image.open(path, formats=["WEBP", "JPEG", "PNG"]) as image:
            image.load()
            return image
    except (OSError, ValueError, SyntaxError):
        return None
