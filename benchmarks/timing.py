"""Medians of repeated calls; ratios between two of them travel better than milliseconds."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of a benchmark."""

    name: str
    value: float
    unit: str
    target: str = ""


def milliseconds(call: Callable[[], object], seconds: float = 1.0) -> float:
    """Median time of a call, repeated for about so long after one call to warm up."""
    call()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)
