"""A tiny true classifier: a linear map of a small picture, fitted in closed form to the drawings
of the test shop. It tells a handbag from a shoe, and takes a second to make."""

from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from ml import artifacts, taxonomy
from ml.classifier.serving import GRAPH, KIND, TAXONOMY, WEIGHTS
from ml.preprocessing import Preprocessing
from tests.support.shop import KINDS, drawing

SIDE = 24
DRAWINGS_PER_KIND = 4
SHARPNESS = 8.0


def make_classifier(folder: Path) -> Path:
    """Publish it into ``folder``."""
    words = taxonomy.load()
    preprocessing = Preprocessing(size=SIDE)
    pixels = np.concatenate(
        [
            preprocessing.pixels([drawing(*kind, seed=n)])
            for kind in KINDS
            for n in range(DRAWINGS_PER_KIND)
        ]
    )
    flat = pixels.reshape(len(pixels), -1).astype(np.float64) / 255 - 0.5
    names = [category for category, _ in KINDS for _ in range(DRAWINGS_PER_KIND)]
    categories = _fitted(flat, [words.categories.index(name) for name in names], 51)
    styles = np.zeros((flat.shape[1], len(words.usages)))
    styles[:, words.usages.index("Casual")] = 1e-4
    with artifacts.publishing(folder, kind=KIND, framework="none") as draft:
        ov.serialize(_graph(categories, styles), draft.path / GRAPH, draft.path / WEIGHTS)
        (draft.path / TAXONOMY).write_text(taxonomy.dumps(words), encoding="utf-8")
        draft.manifest |= {
            "preprocessing": preprocessing.to_manifest(),
            "taxonomy_hash": words.hash,
        }
    return folder


def _fitted(flat: NDArray, labels: list[int], classes: int) -> NDArray:
    """Ridge regression of the labels."""
    wanted = SHARPNESS * np.eye(classes)[labels]
    gram = flat @ flat.T + 1e-2 * np.eye(len(flat))
    weights: NDArray = flat.T @ np.linalg.solve(gram, wanted)
    return weights


def _graph(categories: NDArray, styles: NDArray) -> ov.Model:
    pixels = ops.parameter([-1, SIDE, SIDE, 3], np.uint8, name="pixels")
    floats = ops.convert(pixels, np.float32)
    flat = ops.reshape(floats, np.array([0, -1]), special_zero=True)
    scale, middle = (ops.constant(np.array([value], np.float32)) for value in (1 / 255, 0.5))
    centred = ops.subtract(ops.multiply(flat, scale), middle)
    outputs = []
    for name, weights in (("category", categories), ("style", styles)):
        logits = ops.matmul(centred, ops.constant(weights.astype(np.float32)), False, False)
        chances = ops.softmax(logits, 1)
        chances.output(0).set_names({name})
        outputs.append(chances)
    return ov.Model(outputs, [pixels], "linear")
