"""A step as one CUDA graph: its thousand small kernels are handed to the GPU at once, instead of
one by one by a Python that is slower than they are.
"""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from generator.feed import Batch

WARM_UP = 3
"""Rounds that are played as they are written before one is recorded: libraries choose their
kernels in them, and optimisers make their state."""

Said = dict[str, Tensor]


class Recording:
    """Plays rounds of a game on a GPU; from the fourth on it replays the recorded one.

    ``play`` must read nothing but the batch and tensors that stay where they are, and must not
    wait for the GPU. What it returns holds until the next round.
    """

    def __init__(self, play: Callable[[Batch], Said]) -> None:
        self._play = play
        self._played = 0
        self._graph: torch.cuda.CUDAGraph | None = None
        self._batch: Batch
        self._said: Said

    def __call__(self, batch: Batch) -> Said:
        self._played += 1
        if self._played <= WARM_UP:
            return self._warm_up(batch)
        if self._graph is None:
            self._record(batch)
        for mine, new in zip(_tensors(self._batch), _tensors(batch), strict=True):
            mine.copy_(new)
        assert self._graph is not None
        self._graph.replay()
        return self._said

    def _warm_up(self, batch: Batch) -> Said:
        # Beside the default stream, as the recording will be.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            said = self._play(batch)
        torch.cuda.current_stream().wait_stream(stream)
        return said

    def _record(self, batch: Batch) -> None:
        """Note down every kernel of a round; none of them runs yet."""
        self._batch = Batch._make(map(_copied, batch))
        self._graph = torch.cuda.CUDAGraph()
        # Other threads of a worker may use the GPU meanwhile.
        with torch.cuda.graph(self._graph, capture_error_mode="thread_local"):
            self._said = self._play(self._batch)


def _copied(field: Any) -> Any:
    """A batch's field: a tensor, or a list of them."""
    return field.clone() if isinstance(field, Tensor) else [view.clone() for view in field]


def _tensors(batch: Batch) -> Iterator[Tensor]:
    *fields, views = batch
    yield from fields
    yield from views
