"""Answers for photos: the exported graph on OpenVINO. No torch here, so processes stay small.

    predictor = load("shipped")
    [prediction] = predictor.predict([photo])

A photo is looked at twice: first whole, which proposes a box around the garment, then
cropped to that box, if the manifest's rule says that the crop helps.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.compiled import Compiled
from ml.preprocessing import WHOLE, Box, Preprocessing, unsquare
from ml.taxonomy import Taxonomy

KIND = "embedder"
GRAPH = "graph.xml"
WEIGHTS = "weights.safetensors"
TAXONOMY = "taxonomy.json"
SHIPPED = Path(__file__).parent / "shipped"
BATCH = 32
"""Photos in one pass of the graph; more gain nothing on a CPU."""

Floats = NDArray[np.float32]


class Prediction(NamedTuple):
    """What the model sees in one photo; the four distributions each sum to 1."""

    box: Box
    """The part of the photo that was looked at, in fractions of it."""
    proposed_box: Box
    """Where the model sees the garment, used or not."""
    shape: Floats
    """Unit vector of cut and kind (192 numbers)."""
    colour: Floats
    """Unit vector of colour (64 numbers)."""
    categories: Floats
    colours: Floats
    usages: Floats
    genders: Floats


@dataclass(frozen=True)
class CropRule:
    """When the proposed crop is used instead of the whole photo."""

    margin: float = 0.06
    """Grown by this share of the box's own sides, since boxes tend to cut sleeves."""
    min_area: float = 0.03
    max_area: float = 0.9
    """Shares of the photo: outside them the box is a mistake or not worth a second look."""
    confidence: float = 0.8
    """The crop is used if its best category is at least this times as probable; chosen on
    validation photos, where it beats never cropping, always cropping and 1.0."""

    def grow(self, box: Box) -> Box:
        x1, y1, x2, y2 = box
        dx, dy = self.margin * (x2 - x1), self.margin * (y2 - y1)
        return (
            max(0.0, x1 - dx),
            max(0.0, y1 - dy),
            min(1.0, x2 + dx),
            min(1.0, y2 + dy),
        )

    def allows(self, box: Box) -> bool:
        area = (box[2] - box[0]) * (box[3] - box[1])
        return self.min_area <= area <= self.max_area


class Raw(NamedTuple):
    """The graph's outputs for N inputs; see ``recommender.model.Outputs``."""

    shape: Floats
    colour: Floats
    category_logits: Floats
    colour_logits: Floats
    usage_logits: Floats
    gender_logits: Floats
    boxes: Floats


def load(path: str | Path = "shipped", *, threads: int | None = None) -> "Predictor":
    """Open a model folder, or the one that ships with the project.

    ``threads`` limits the cores of one answer (default: all). Raises ArtifactError if the
    folder is missing, damaged, of another kind or of another format.
    """
    return Predictor(located(path), threads=threads)


def located(path: str | Path) -> Path:
    """The folder that a model's name means: itself, or for "shipped" the project's own."""
    return SHIPPED if path == "shipped" else Path(path)


class Predictor:
    """A verified model; its graph is compiled on first use. Safe to share among threads."""

    def __init__(
        self, folder: Path, *, threads: int | None = None, precision: str | None = None
    ) -> None:
        """``precision`` "f32" or "bf16" overrules OpenVINO; see ``ml.compiled``."""
        self.folder = folder
        self.manifest: Manifest = artifacts.verify(folder, KIND)
        try:
            self.taxonomy: Taxonomy = taxonomy.load(folder / TAXONOMY)
            self.preprocessing = Preprocessing.from_manifest(self.manifest["preprocessing"])
            self.crop_rule = CropRule(**self.manifest.get("crop", {}))
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise ArtifactError(f"{folder} is not a complete model: {error}") from error
        if self.taxonomy.hash != self.manifest.get("taxonomy_hash"):
            raise ArtifactError(f"{folder} speaks of other categories than its manifest says.")
        calibration: Mapping[str, Any] = self.manifest.get("calibration", {})
        self.temperature = float(calibration.get("temperature", 1.0))
        self._graph = Compiled(folder, threads=threads, precision=precision)

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def load(self) -> None:
        """Compile the graph now instead of with the first photo; harmless to repeat."""
        self._graph.load()

    def predict(
        self, images: Sequence[Image.Image], boxes: Sequence[Box | None] | None = None
    ) -> list[Prediction]:
        """One prediction a photo, in order; orientation must have been applied.

        ``boxes`` says which part to look at. None leaves the choice to the model, which
        costs a second pass; shop photos, which show nothing else, want ``WHOLE``.
        """
        wanted: list[Box | None] = [None] * len(images) if boxes is None else list(boxes)
        if len(wanted) != len(images):
            raise ValueError(f"{len(images)} photos, but {len(wanted)} boxes")
        return self._predict(images, wanted) if images else []

    def raw(self, pixels: NDArray[np.uint8]) -> Raw:
        """The graph's outputs for N × size × size × 3 bytes, BATCH at a time."""
        parts = []
        for start in range(0, len(pixels), BATCH):
            result = self._graph({0: pixels[start : start + BATCH]})
            parts.append([result[name] for name in Raw._fields])
        return Raw(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def _predict(self, images: Sequence[Image.Image], wanted: list[Box | None]) -> list[Prediction]:
        first = [box or WHOLE for box in wanted]
        whole = self._look(images, first)
        again = [i for i, box in enumerate(wanted) if box is None]
        crops = {i: self.crop_rule.grow(whole[i].proposed_box) for i in again}
        again = [i for i in again if self.crop_rule.allows(crops[i])]
        if not again:
            return whole
        seconds = self._look([images[i] for i in again], [crops[i] for i in again])
        for i, second in zip(again, seconds, strict=True):
            needed = self.crop_rule.confidence * whole[i].categories.max()
            if second.categories.max() >= needed:
                whole[i] = second._replace(proposed_box=whole[i].proposed_box)
        return whole

    def _look(self, images: Sequence[Image.Image], boxes: Sequence[Box]) -> list[Prediction]:
        raw = self.raw(self.preprocessing.pixels(images, boxes))
        categories = softmax(raw.category_logits / self.temperature)
        colours, usages = softmax(raw.colour_logits), softmax(raw.usage_logits)
        genders = softmax(raw.gender_logits)
        return [
            Prediction(
                box=box,
                proposed_box=unsquare(raw.boxes[i].tolist(), image, box),
                shape=raw.shape[i],
                colour=raw.colour[i],
                categories=categories[i],
                colours=colours[i],
                usages=usages[i],
                genders=genders[i],
            )
            for i, (image, box) in enumerate(zip(images, boxes, strict=True))
        ]


def softmax(logits: Floats) -> Floats:
    """Row by row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result
