"""A published graph on OpenVINO: compiled on first use, safe to share among threads, no torch."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from ml.artifacts import ArtifactError

GRAPH = "graph.xml"
WEIGHTS = "weights.safetensors"
"""Of a published folder; ``ml.graphs`` writes both."""


class Compiled:
    """``graph.xml`` and the weights of a folder that was verified."""

    def __init__(
        self,
        folder: Path,
        *,
        weights: str = WEIGHTS,
        threads: int | None = None,
        precision: str | None = "f32",
    ) -> None:
        """``threads`` limits the cores of one answer (default: all). ``precision`` is "f32",
        "bf16", or None for OpenVINO's own choice, which is bf16 where the hardware has it: half
        the digits, which show as noise in pictures and in small distances.
        """
        self.folder, self.weights = folder, weights
        self._settings: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads or os.cpu_count() or 1,
        }
        if precision:
            self._settings["INFERENCE_PRECISION_HINT"] = precision
        self._lock = threading.Lock()
        self._request: ov.InferRequest | None = None

    def load(self) -> None:
        """Compile now instead of with the first answer; harmless to repeat.

        Raises ArtifactError if the graph cannot be read.
        """
        with self._lock:
            self._loaded()

    def __call__(self, inputs: Mapping[str | int, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
        """Every output by its name, for inputs by name or place. Raises ArtifactError as load."""
        # Held for one pass, so that nobody waits for more than one of somebody else's.
        with self._lock:
            request = self._loaded()
            result = request.infer(dict(inputs))
            # A tensor may have several names, of which any may be asked for.
            return {
                name: np.array(result[output])
                for output in request.model_outputs
                for name in output.get_names()
            }

    def _loaded(self) -> ov.InferRequest:
        if self._request is None:
            core = ov.Core()
            try:
                graph = core.read_model(self.folder / GRAPH, self.folder / self.weights)
                compiled = core.compile_model(graph, "CPU", self._settings)
            except RuntimeError as error:
                raise ArtifactError(f"{self.folder} holds no graph that runs: {error}") from error
            self._request = compiled.create_infer_request()
        return self._request
