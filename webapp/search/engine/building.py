"""From the shop's pictures to a new generation of the index."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
