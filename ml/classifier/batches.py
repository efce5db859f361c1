"""The shared feed's batches as arrays for Keras, made while the step before is computed."""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import keras
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ml.classifier.config import Config
from ml.classifier.loss import class_weights, one_hot
from ml.data.feed import Feed
from ml.data.sets import LABELS
from ml.taxonomy import Taxonomy

CATEGORY, STYLE = LABELS.index("category"), LABELS.index("usage")
FOREVER = 2**62


class Arrays(NamedTuple):
    """One batch; see ``loss`` for the targets."""

    pixels: NDArray[np.uint8]
    """B × size × size × 3."""
    category: NDArray[np.float32]
    """B × categories."""
    style: NDArray[np.float32]
    """B × styles."""


class Batches:
    """Makes the batch of any step, with each photo's weight in its targets."""

    def __init__(self, feed: Feed, taxonomy: Taxonomy, config: Config) -> None:
        labels = np.concatenate([shop.labels for shop in feed.shops])[feed.products.rows]
        self.feed, self.size, self.styles = feed, config.size, len(taxonomy.usages)
        power, most = config.balance, config.heaviest
        self.category_weights = class_weights(labels[:, CATEGORY], feed.classes, power, most)
        self.style_weights = class_weights(labels[:, STYLE], self.styles, power, most)

    def __call__(self, step: int) -> Arrays:
        images, _, labels, allowed = self.feed.batch(step, self.size)
        return Arrays(
            pixels=to_bytes(images),
            category=weighted(allowed.numpy(), self.category_weights),
            style=weighted(one_hot(labels[:, STYLE].numpy(), self.styles), self.style_weights),
        )


def to_bytes(images: Tensor) -> NDArray[np.uint8]:
    """B × 3 × size × size of 0 to 1 as B × size × size × 3 bytes, as photos come when served."""
    rounded = (images * 255).round().to(torch.uint8)
    return np.asarray(rounded.permute(0, 2, 3, 1).contiguous().cpu().numpy())


def weighted(allowed: NDArray[np.bool_], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """B × classes targets: each photo's weight, the mean of its classes', where it is right."""
    counts = np.maximum(allowed.sum(axis=1, keepdims=True), 1)
    mean = (allowed * weights).sum(axis=1, keepdims=True) / counts
    return np.asarray(allowed * mean, np.float32)


def ahead(
    make: Callable[[int], Arrays], start: int, workers: int = 1
) -> Generator[Arrays, None, None]:
    """The batches from step ``start`` on, endless; some are ready before they are asked for.

    Closing the generator ends its threads. TensorFlow brings its own pipeline; the other
    backends get threads.
    """
    if keras.backend.backend() == "tensorflow":
        return _with_tf_data(make, start, workers)
    return _with_threads(make, start, workers)


def _with_tf_data(
    make: Callable[[int], Arrays], start: int, workers: int
) -> Generator[Arrays, None, None]:
    import tensorflow as tf

    def call(step: NDArray[np.int64]) -> Arrays:
        return make(int(step))

    kinds = (tf.uint8, tf.float32, tf.float32)
    steps = tf.data.Dataset.range(start, FOREVER)
    made = steps.map(
        lambda step: tf.numpy_function(call, [step], kinds),
        num_parallel_calls=workers,
        deterministic=True,
    )
    for batch in made.prefetch(1).as_numpy_iterator():
        yield Arrays(*batch)


def _with_threads(
    make: Callable[[int], Arrays], start: int, workers: int
) -> Generator[Arrays, None, None]:
    pool = ThreadPoolExecutor(max_workers=workers)
    waiting: deque[Future[Arrays]] = deque()
    try:
        for step in range(start, FOREVER):
            waiting.append(pool.submit(make, step))
            if len(waiting) > workers:
                yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
