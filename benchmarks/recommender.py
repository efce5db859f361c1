"""Answers and searches of the recommender, with random photos and vectors."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from benchmarks.timing import Figure, milliseconds
from ml import taxonomy
from ml.preprocessing import WHOLE, Preprocessing
from recommender import export, index, search, serving
from recommender.index import Parts
from recommender.model import Embedder
from recommender.serving import Predictor

PRODUCTS = 40_000
CLASSES = 51


def figures(threads: int) -> Iterator[Figure]:
    """Measure on ``threads`` cores, a figure at a time."""
    torch.set_num_threads(threads)
    with tempfile.TemporaryDirectory() as work:
        folder = _model(Path(work))
        yield from _answers(folder, threads)
        yield from _searches(Path(work))


def _model(work: Path) -> Path:
    if serving.SHIPPED.exists():
        return serving.SHIPPED
    # Random weights are as fast as trained ones.
    export.publish(
        Embedder(taxonomy.load()),
        work / "model",
        vocabulary=taxonomy.load(),
        preprocessing=Preprocessing(),
        architecture={},
    )
    return work / "model"


def _answers(folder: Path, threads: int) -> Iterator[Figure]:
    start = milliseconds(lambda: Predictor(folder, threads=threads).load(), 0.0)
    yield Figure("opening, checking and compiling the model", start, "ms")
    predictor = Predictor(folder, threads=threads)
    # Always two looks, whatever the model thinks of noise.
    predictor.crop_rule = serving.CropRule(min_area=0.0, max_area=1.0, confidence=0.0)
    rng = np.random.default_rng(0)
    image = Image.fromarray(rng.integers(0, 256, (320, 240, 3), np.uint8))
    one = milliseconds(lambda: predictor.predict([image]))
    yield Figure("one photo, two looks", one, "ms", "target: at most 12 on one core")
    look = milliseconds(lambda: predictor.predict([image] * 32, [WHOLE] * 32))
    yield Figure("32 product photos, one look each", look, "ms")
    yield Figure("embedding a catalogue", 32_000 / look, "photos/s")
    size = predictor.preprocessing.size
    for count in (1, 32):
        pixels = rng.integers(0, 256, (count, size, size, 3), np.uint8)
        ours = milliseconds(partial(predictor.raw, pixels))
        yield Figure(f"the graph alone, {count} × {size} px", ours, "ms")
        theirs = milliseconds(_torch_call(folder, pixels))
        yield Figure(f"torch takes this many times as long for {count}", theirs / ours, "times")
    precise = Predictor(folder, threads=threads, precision="f32")
    ratio = milliseconds(partial(precise.raw, pixels)) / ours
    yield Figure("32-bit floats take this many times as long for 32", ratio, "times")


def _torch_call(folder: Path, pixels: NDArray[np.uint8]) -> Callable[[], None]:
    model: nn.Module = export.restore(folder)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    images = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255

    def call() -> None:
        with torch.inference_mode():
            model(images)

    return call


def _searches(work: Path) -> Iterator[Figure]:
    rng = np.random.default_rng(0)

    def unit(width: int) -> NDArray[np.float32]:
        rows = rng.normal(size=(PRODUCTS, width))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    parts, kinds = Parts(unit(192), unit(64)), rng.integers(0, CLASSES, PRODUCTS)
    ids = np.arange(PRODUCTS, dtype=np.int64)
    query = search.Example(parts.shape[0], parts.colour[0], np.eye(CLASSES, dtype=np.float32)[0])
    times = {}
    for name, limit in (("exact", PRODUCTS), ("graph", 0)):
        index.build(
            work / name,
            ids=ids,
            predictions=parts,
            categories=kinds,
            embedder_version="none",
            taxonomy_hash="none",
            exact_limit=limit,
        )
        opened = index.open_index(work / name)
        vector = search.compose_query(query)
        times[name] = milliseconds(partial(opened.search, vector, 24))
        yield Figure(f"search of {PRODUCTS:,} products, {name}", times[name], "ms")
    yield Figure("exact takes this many times as long", times["exact"] / times["graph"], "times")
    exact = index.open_index(work / "exact")
    cases: dict[str, dict[str, Any]] = {
        "a page of 24, twins grouped": {},
        "the same, re-ranked for variety": {"diversity": 0.3},
        "the same, filtered to 2,000 products": {"allowed": ids[::20]},
        "the same, filtered to 30,000 products": {"allowed": ids[:30_000]},
        "the same, 1,000 products removed": {"removed": ids[::40]},
    }
    for name, options in cases.items():
        page = milliseconds(partial(search.find_similar, exact, query, limit=24, **options))
        yield Figure(name, page, "ms")
