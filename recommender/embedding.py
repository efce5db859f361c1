"""A whole data set through the predictor, as arrays: for indexes, evaluation, calibration."""

import io
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ml.data.source import Source, opened
from ml.data.tables import table_name
from ml.preprocessing import WHOLE
from recommender.index import Parts
from recommender.serving import Prediction, Predictor

log = logging.getLogger(__name__)

CHUNK = 256
"""Photos held in memory at once."""
FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Embedded:
    """Predictions of N photos, column by column; see ``serving.Prediction``."""

    names: list[str]
    shape: Floats
    colour: Floats
    categories: Floats
    colours: Floats
    usages: Floats
    genders: Floats
    boxes: Floats
    """N × 4, what was looked at."""

    @property
    def parts(self) -> Parts:
        return Parts(self.shape, self.colour)

    def take(self, places: NDArray[np.integer] | NDArray[np.bool_]) -> "Embedded":
        """The photos at these places, or where the mask is true."""
        chosen = np.arange(len(self.names))[places]
        columns = {name: getattr(self, name)[chosen] for name in (*_COLUMNS, "boxes")}
        return Embedded(names=[self.names[i] for i in chosen], **columns)


_COLUMNS = ("shape", "colour", "categories", "colours", "usages", "genders")


def embed(predictor: Predictor, path: str | Path, names: Sequence[str], *, whole: bool) -> Embedded:
    """Predict ``images/<name>.*`` of a data folder or zip.

    ``whole`` looks at whole photos, right for a shop's own; otherwise the model may crop, as
    it does for a photo searched with. Photos that cannot be read are left out, and the log
    says how many. Raises ValueError if none is left.
    """
    kept: list[str] = []
    predictions: list[Prediction] = []
    for found, images in photos(path, names):
        boxes = [WHOLE] * len(images) if whole else None
        predictions += predictor.predict(images, boxes)
        kept += found
    if not kept:
        raise ValueError(f"None of {len(names)} photos in {path} could be read.")
    if len(kept) < len(names):
        log.warning("%d of %d photos could not be read", len(names) - len(kept), len(names))
    columns = {name: np.stack([getattr(p, name) for p in predictions]) for name in _COLUMNS}
    looked_at = np.array([prediction.box for prediction in predictions], np.float32)
    return Embedded(names=kept, boxes=looked_at, **columns)


def photos(
    path: str | Path, names: Sequence[str], chunk: int = CHUNK
) -> Iterator[tuple[list[str], list[Image.Image]]]:
    """Decoded photos, some at a time and upright, with the names of those that could be read."""
    with opened(path) as source, ThreadPoolExecutor(max_workers=2) as pool:
        root = str(PurePosixPath(table_name(source)).parent / "images")
        for start in range(0, len(names), chunk):
            some = names[start : start + chunk]
            images = pool.map(lambda name: _read(source, f"{root}/{name}"), some)
            found = [(name, image) for name, image in zip(some, images, strict=True) if image]
            if found:
                yield [name for name, _ in found], [image for _, image in found]


def _read(source: Source, stem: str) -> Image.Image | None:
    for suffix in SUFFIXES:
        try:
            raw = source.read(stem + suffix)
        except KeyError:
            continue
        try:
            image = Image.open(io.BytesIO(raw), formats=FORMATS)
            image.load()
            return ImageOps.exif_transpose(image)
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
    return None
