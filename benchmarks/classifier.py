"""Answers of the classifier that ships, with random photos."""

import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import numpy as np
from PIL import Image

from benchmarks.timing import Figure, milliseconds
from ml.classifier import serving
from ml.classifier.serving import Classifier

COLD = """
from PIL import Image
from ml.classifier import serving
serving.load("shipped", threads={threads}).predict([Image.new("RGB", (240, 320))])
"""


def figures(threads: int) -> Iterator[Figure]:
    """Measure on ``threads`` cores, a figure at a time; nothing where no classifier is shipped."""
    if not serving.SHIPPED.exists():
        return
    classifier = Classifier(serving.SHIPPED, threads=threads)
    rng = np.random.default_rng(0)
    image = Image.fromarray(rng.integers(0, 256, (320, 240, 3), np.uint8))
    one = milliseconds(lambda: classifier.predict([image]))
    yield Figure("classifier: one photo", one, "ms", "target: at most 12 on two cores")
    many = milliseconds(lambda: classifier.predict([image] * 32))
    yield Figure("classifier: 32 photos", many, "ms", "target: at most 150 on two cores")
    precise = Classifier(serving.SHIPPED, threads=threads, precision="f32")
    size = classifier.preprocessing.size
    pixels = rng.integers(0, 256, (32, size, size, 3), np.uint8)
    ratio = milliseconds(partial(precise.raw, pixels)) / milliseconds(
        partial(classifier.raw, pixels)
    )
    yield Figure("classifier: 32-bit floats take this many times as long", ratio, "times")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD.format(threads=threads)], check=True)
    cold = 1000 * (time.perf_counter() - start)
    yield Figure("classifier: a new process's first answer", cold, "ms", "target: at most 2,000")
