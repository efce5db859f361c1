"""Features of pictures, as a published network sees them: the eyes that judge other networks.

Any published folder with a graph, its weights, preprocessing and taxonomy will do; the
project's own embedder is the default. Nothing here needs torch.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ml import artifacts, taxonomy
from ml.artifacts import ArtifactError, Manifest
from ml.compiled import Compiled
from ml.preprocessing import Preprocessing, picture
from ml.taxonomy import Taxonomy

SHIPPED = Path(__file__).parents[1] / "recommender" / "shipped"
"""By its place, not by an import: an engine's published folder is data."""
TAXONOMY = "taxonomy.json"
OUTPUTS = ("shape", "colour", "category_logits")
BATCH = 32

Floats = NDArray[np.float32]


class Seen(NamedTuple):
    """What the network says about N pictures."""

    vectors: Floats
    """N × D: the outputs beside each other, each of length 1."""
    categories: Floats
    """N × categories of the folder's taxonomy: probabilities."""


class Features:
    """A verified folder; its graph is compiled on first use. Safe to share among threads."""

    def __init__(self, path: str | Path = "shipped", *, threads: int | None = None) -> None:
        """Raises ArtifactError if the folder is missing, damaged or has other outputs."""
        self.folder = SHIPPED if path == "shipped" else Path(path)
        self.manifest: Manifest = artifacts.verify(self.folder, _kind(self.folder))
        try:
            self.preprocessing = Preprocessing.from_manifest(self.manifest["preprocessing"])
            self.taxonomy: Taxonomy = taxonomy.load(self.folder / TAXONOMY)
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise ArtifactError(f"{self.folder} gives no features: {error}") from error
        self._graph = Compiled(self.folder, threads=threads)

    @property
    def version(self) -> str:
        return str(self.manifest["version"])

    def see(self, pixels: NDArray[np.uint8]) -> Seen:
        """N × side × side × 3 or × 1 squared pictures of any side.

        Raises ValueError without a picture, ArtifactError if the graph has other outputs.
        """
        parts = []
        for start in range(0, len(pixels), BATCH):
            block = [picture(each) for each in pixels[start : start + BATCH]]
            result = self._graph({0: self.preprocessing.pixels(block)})
            if missing := set(OUTPUTS) - set(result):
                raise ArtifactError(f"{self.folder} has no output {', '.join(sorted(missing))}.")
            parts.append(_seen(result))
        if not parts:
            raise ValueError("There is no picture to look at.")
        return Seen(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _seen(outputs: Mapping[str, Floats]) -> Seen:
    logits = outputs["category_logits"]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    categories = powers / powers.sum(axis=1, keepdims=True)
    # Roots of probabilities have length 1 as the embeddings have, and their distance is
    # Hellinger's; as logits, the classes would drown shape and colour.
    vectors = [unit(outputs["shape"]), unit(outputs["colour"]), np.sqrt(categories)]
    return Seen(np.concatenate(vectors, axis=1), categories)


def unit(rows: Floats) -> Floats:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), np.float32)


def matching(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.int64]:
    """For each of our categories its place among theirs, or -1."""
    places = {name: place for place, name in enumerate(theirs)}
    return np.array([places.get(name, -1) for name in ours], np.int64)


def _kind(folder: Path) -> str:
    """What the folder says it is; reading it as that checks everything else."""
    try:
        return str(json.loads((folder / artifacts.MANIFEST).read_bytes())["kind"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ArtifactError(f"{folder} is not a published folder.") from None
