"""An average of the last steps' weights, on any backend."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from ml.classifier.network import Network

EVERY = 4
"""Steps between two updates: neighbours hardly differ, and the copy takes time."""


class Averages:
    """Exponential moving average of the weights and the batch-norm moments.

    It is what a run validates and publishes, as ``ml.training.Ema`` is for torch. Keras's own
    (``use_ema`` of an optimizer) leaves the moments out, so that averaged weights would meet
    moments that are not theirs, and begins anew with the optimizer of each phase.
    """

    def __init__(self, network: Network, decay: float) -> None:
        self.decay = decay
        self.updates = 0
        self.values = network.weights()

    def update(self, network: Network, step: int) -> None:
        """Take step number ``step`` in; only every fourth one is looked at."""
        if step % EVERY:
            return
        self.updates += 1
        # A young average forgets faster, so that random first weights do not linger.
        decay = min(self.decay**EVERY, (1 + self.updates) / (10 + self.updates))
        for average, value in zip(self.values, network.model.get_weights(), strict=True):
            average += (1 - decay) * (value - average)

    @contextmanager
    def applied(self, network: Network) -> Iterator[None]:
        """The network carries the averages inside the block, its own weights afterwards."""
        own: list[NDArray[np.float32]] = network.weights()
        network.model.set_weights(self.values)
        try:
            yield
        finally:
            network.model.set_weights(own)
