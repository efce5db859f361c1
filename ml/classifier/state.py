"""What a run keeps: arrays of any backend as tensors of a checkpoint, and the best weights."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from keras import ops
from numpy.typing import NDArray

Arrays = list[NDArray[np.float32]]


def tensors(values: Sequence[Any]) -> list[torch.Tensor]:
    """Copies of Keras variables or arrays, as ``ml.training.save_checkpoint`` writes them."""
    return [torch.from_numpy(np.array(ops.convert_to_numpy(value))) for value in values]


def arrays(stored: Sequence[torch.Tensor]) -> Arrays:
    return [tensor.numpy() for tensor in stored]


def assign(variables: Sequence[Any], stored: Sequence[torch.Tensor]) -> None:
    """Raises ValueError if they do not fit."""
    if len(variables) != len(stored):
        raise ValueError(f"{len(stored)} arrays instead of {len(variables)}")
    for variable, tensor in zip(variables, stored, strict=True):
        variable.assign(tensor.numpy())


class Best:
    """The weights of the best validation, which early stopping goes back to."""

    def __init__(self) -> None:
        self.values: Arrays = []
        self.metrics: dict[str, float] = {}
        self.stale = 0
        """Validations since."""

    def offer(self, values: Sequence[NDArray[np.float32]], metrics: dict[str, float]) -> None:
        """Keep a copy if the score is no worse than the best so far."""
        self.stale += 1
        if metrics.get("score", 0.0) >= self.metrics.get("score", 0.0):
            self.values = [value.copy() for value in values]
            self.metrics, self.stale = metrics, 0

    def to_state(self) -> dict[str, Any]:
        return {"values": tensors(self.values), "metrics": self.metrics, "stale": self.stale}

    def from_state(self, state: Mapping[str, Any]) -> None:
        self.values, self.metrics = arrays(state["values"]), state["metrics"]
        self.stale = state["stale"]
