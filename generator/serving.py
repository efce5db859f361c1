"""Designs from a published generator: the exported graph on OpenVINO, no torch here.

    designer = load("shipped")
    pixels = designer.sample("Handbags", seeds=[1, 2, 3])

A design depends on its recipe alone: images are made one at a time, so that no batch-mate can
change a rounding, and latents come from a generator whose stream NumPy has frozen.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.recipe import Recipe, Space, sampled
from ml import artifacts
from ml.artifacts import ArtifactError, Manifest
from ml.compiled import Compiled

KIND = "generator"
SHIPPED = Path(__file__).parent / "shipped"

Floats = NDArray[np.float32]


def load(path: str | Path = "shipped", *, threads: int | None = None) -> "Designer":
    """Open a model folder, or the one that ships with the project.

    ``threads`` limits the cores of one design (default: all). Raises ArtifactError if the
    folder is missing, damaged, of another kind or of another format.
    """
    return Designer(located(path), threads=threads)


def located(path: str | Path) -> Path:
    """The folder that a model's name means: itself, or for "shipped" the project's own."""
    return SHIPPED if str(path) == "shipped" else Path(path)


class Designer:
    """A verified model; its graph is compiled on first use. Safe to share among threads."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self.folder = folder
        self.manifest: Manifest = artifacts.verify(folder, KIND)
        try:
            told = self.manifest["condition"] and self.manifest["encoder"] is None
            self.space = Space(
                model=str(self.manifest["version"]),
                latent=int(self.manifest["latent"]),
                condition=int(self.manifest["condition"]),
                categories=tuple(self.manifest["categories"]) if told else (),
                encoder=self.manifest["encoder"],
            )
            self.size = int(self.manifest["size"])
            self.channels = int(self.manifest["channels"])
        except (KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{folder} is not a complete model: {error!r}") from error
        self._graph = Compiled(folder, threads=threads)

    @property
    def version(self) -> str:
        return self.space.model

    @property
    def categories(self) -> tuple[str, ...]:
        """What can be asked for; empty for a network that is told no category."""
        return self.space.categories

    def load(self) -> None:
        """Compile the graph now instead of with the first design; harmless to repeat."""
        self._graph.load()

    def sample(
        self, category: str | None, seeds: Sequence[int], truncation: float = 1.0
    ) -> NDArray[np.uint8]:
        """A design a seed: N × size × size × channels bytes.

        ``truncation`` scales the latents: 1 is as varied as in training, less is more typical.
        Raises ValueError for a category or truncation that the model cannot make.
        """
        recipes = [sampled(self.space, category, seed, truncation) for seed in seeds]
        return np.stack([self.render(recipe) for recipe in recipes])

    def render(self, recipe: Recipe) -> NDArray[np.uint8]:
        """size × size × channels bytes. Raises ValueError for a recipe of another model."""
        z, condition = self.space.point(recipe)
        return np.asarray(self.images(z[None], condition[None])[0])

    def images(self, z: Floats, condition: Floats, at_once: int = 1) -> NDArray[np.uint8]:
        """N × size × size × channels for N × latent and N × condition, ``at_once`` in a pass."""
        parts = []
        for start in range(0, len(z), at_once):
            inputs: dict[str | int, Any] = {"z": z[start : start + at_once]}
            if self.space.condition:
                inputs["condition"] = condition[start : start + at_once]
            images = self._graph(inputs)["images"]
            parts.append(np.clip(np.rint((images + 1) * 127.5), 0, 255).astype(np.uint8))
        return np.asarray(np.concatenate(parts).transpose(0, 2, 3, 1))
