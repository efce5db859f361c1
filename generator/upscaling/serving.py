"""Enlarge designs for show and export; no torch here.

show = enlarge(pixels, 512, load("shipped"))
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml import artifacts
from ml.artifacts import ArtifactError
from ml.compiled import Compiled
from ml.preprocessing import picture

KIND = "upscaler"
SHIPPED = Path(__file__).parent / "shipped"
FACTOR = 4


def load(path: str | Path = "shipped", *, threads: int | None = None) -> "Enlarger":
    """Open a published upscaler. Raises ArtifactError if it is missing or damaged."""
    return Enlarger(SHIPPED if str(path) == "shipped" else Path(path), threads=threads)


class Enlarger:
    """A verified upscaler; its graph is compiled on first use. Safe to share among threads."""

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        self.manifest = artifacts.verify(folder, KIND)
        try:
            self.size = int(self.manifest["size"])
        except (KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{folder} is not a complete upscaler: {error!r}") from error
        self._graph = Compiled(folder, threads=threads)

    def __call__(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """size × size × 3 bytes to four times the side. Raises ValueError for another size."""
        if pixels.shape != (self.size, self.size, 3):
            raise ValueError(
                f"The upscaler takes colour pictures of {self.size} × {self.size} pixels; enlarge "
                "others with --by lanczos."
            )
        images = pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255
        large = self._graph({"images": images})["large"][0]
        pixels = np.clip(np.rint(large * 255), 0, 255).astype(np.uint8)
        return np.asarray(pixels.transpose(1, 2, 0))


def enlarge(pixels: NDArray[np.uint8], side: int, by: Enlarger | None = None) -> Image.Image:
    """A design (H × W × 3 or × 1 bytes) at ``side`` × ``side`` pixels, RGB.

    With an Enlarger four times the side come from it and the rest from Lanczos' filter,
    without one all does. Raises ValueError if the side is smaller than the design's.
    """
    if not pixels.shape[0] <= side <= 4096:
        raise ValueError(f"The side must be {pixels.shape[0]} to 4096 pixels, not {side}.")
    if by is not None and side >= FACTOR * pixels.shape[0]:
        pixels = by(pixels)
    return picture(pixels).resize((side, side), Image.Resampling.LANCZOS)
