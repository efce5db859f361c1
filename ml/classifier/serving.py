"""Category and style of photos: the exported graph on OpenVINO. No training framework here, so
processes stay small.

    classifier = load("shipped")
    [prediction] = classifier.predict([photo])
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.compiled import Compiled
from ml.preprocessing import Box, Preprocessing
from ml.taxonomy import Taxonomy
from ml.temperature import retempered

KIND = "classifier"
GRAPH = "graph.xml"
WEIGHTS = "model.keras"
TAXONOMY = "taxonomy.json"
SHIPPED = Path(__file__).parent / "shipped"
BATCH = 32
"""Photos in one pass of the graph; more gain nothing on a CPU."""

Floats = NDArray[np.float32]


class Prediction(NamedTuple):
    """What the model sees in one photo; each distribution sums to 1."""

    categories: Floats
    """Probabilities in the order of the taxonomy's categories."""
    styles: Floats
    """Probabilities in the order of the taxonomy's usages."""


class Raw(NamedTuple):
    """The graph's outputs for N photos, before calibration."""

    category: Floats
    style: Floats


def load(path: str | Path = "shipped", *, threads: int | None = None) -> "Classifier":
    """Open a model folder, or the one that ships with the project.

    ``threads`` limits the cores of one answer (default: all). Raises ArtifactError if the
    folder is missing, damaged, of another kind or of another format.
    """
    return Classifier(located(path), threads=threads)


def located(path: str | Path) -> Path:
    """The folder that a model's name means: itself, or for "shipped" the project's own.

    Raises ArtifactError for a single file of weights, an .h5 above all, which nothing vouches for.
    """
    folder = SHIPPED if path == "shipped" else Path(path)
    if folder.is_file() or folder.suffix.lower() in (".h5", ".hdf5", ".keras"):
        raise ArtifactError(
            f"{folder} is a single file. A model is a folder with its manifest; .h5 files, and "
            ".keras files without their manifest, are never opened."
        )
    return folder


class Classifier:
    """A verified model; its graph is compiled on first use. Safe to share among threads."""

    def __init__(
        self, folder: Path, *, threads: int | None = None, precision: str | None = None
    ) -> None:
        """``precision`` "f32" or "bf16" overrules OpenVINO; see ``ml.compiled``."""
        self.folder = folder
        self.manifest: Manifest = artifacts.verify(folder, KIND)
        calibration: Mapping[str, Any] = self.manifest.get("calibration", {})
        try:
            self.taxonomy: Taxonomy = taxonomy.load(folder / TAXONOMY)
            self.preprocessing = Preprocessing.from_manifest(self.manifest["preprocessing"])
            self.temperatures = {name: float(calibration.get(name, 1.0)) for name in Raw._fields}
        except (KeyError, TypeError, ValueError, AttributeError, OSError) as error:
            raise ArtifactError(f"{folder} is not a complete model: {error}") from error
        if self.taxonomy.hash != self.manifest.get("taxonomy_hash"):
            raise ArtifactError(f"{folder} speaks of other categories than its manifest says.")
        self._graph = Compiled(folder, weights=WEIGHTS, threads=threads, precision=precision)

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def load(self) -> None:
        """Compile the graph now instead of with the first photo; harmless to repeat."""
        self._graph.load()

    def predict(
        self, images: Sequence[Image.Image], boxes: Sequence[Box] | None = None
    ) -> list[Prediction]:
        """One prediction a photo, in order; orientation must have been applied.

        ``boxes`` says which part to look at (default: all of it).
        """
        if boxes is not None and len(boxes) != len(images):
            raise ValueError(f"{len(images)} photos, but {len(boxes)} boxes")
        return self._predict(images, boxes) if images else []

    def raw(self, pixels: NDArray[np.uint8]) -> Raw:
        """The graph's outputs for N × size × size × 3 bytes, BATCH at a time."""
        parts = []
        for start in range(0, len(pixels), BATCH):
            result = self._graph({0: pixels[start : start + BATCH]})
            parts.append([result[name] for name in Raw._fields])
        return Raw(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def _predict(
        self, images: Sequence[Image.Image], boxes: Sequence[Box] | None
    ) -> list[Prediction]:
        raw = self.raw(self.preprocessing.pixels(images, boxes))
        categories, styles = (
            retempered(getattr(raw, name), self.temperatures[name]) for name in Raw._fields
        )
        return [Prediction(*pair) for pair in zip(categories, styles, strict=True)]
