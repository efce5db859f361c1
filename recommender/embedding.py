"""A whole data set through the predictor, as arrays: for indexes, evaluation, calibration."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ml.data.photos import photos
from ml.preprocessing import WHOLE
from recommender.index import Parts
from recommender.serving import Prediction, Predictor

log = logging.getLogger(__name__)

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
