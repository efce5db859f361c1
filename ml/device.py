"""Where tensors live, and in which precision they are multiplied."""

import math
import time
from contextlib import AbstractContextManager
from functools import cache

import torch

SIDE, TRIES = 768, 6
"""Of the matrices that are multiplied to see which precision is faster, and how often."""
PEAKS = {
    "H200": 989e12,
    "H100 PCIe": 756e12,
    "H100 NVL": 835e12,
    "H100": 989e12,
    "A100": 312e12,
    "L40S": 362e12,
    "A10": 125e12,
    "L4": 121e12,
    "RTX 4090": 165e12,
    "RTX 3090": 71e12,
}
"""By words of the card's name: bfloat16 operations a second without sparsity, by NVIDIA's data
sheets; the first that fits."""


def pick(name: str = "auto") -> torch.device:
    """The first GPU, or else the CPU, for "auto"; any torch device name is taken as it is.

    Raises ValueError for a name that torch does not know or a GPU that is not there.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ValueError(f"{name!r} is not a device: use auto, cpu or cuda.") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ValueError("There is no usable GPU here: use --device cpu.")
    return device


def has_bf16(device: torch.device) -> bool:
    """Whether the hardware multiplies bfloat16, and is faster so than in float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_avx512_bf16_supported()) and _is_bf16_faster()


@cache
def _is_bf16_faster() -> bool:
    """Tried once, in some hundredths of a second: that a processor has the instruction says little.
    A Xeon whose matrix unit is hidden by its virtual machine takes twice as long with it."""
    single = torch.ones(SIDE, SIDE)
    matrices = {dtype: single.to(dtype) for dtype in (torch.float32, torch.bfloat16)}
    least = dict.fromkeys(matrices, math.inf)
    # In turn, and the best of each: what else the machine does disturbs both alike.
    for _ in range(TRIES):
        for dtype, matrix in matrices.items():
            start = time.perf_counter()
            matrix @ matrix
            least[dtype] = min(least[dtype], time.perf_counter() - start)
    return least[torch.bfloat16] < least[torch.float32]


def named(device: torch.device) -> str:
    """As a person would: the card's name, or how many threads of a processor."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} CPU threads"


def peak(device: torch.device) -> float | None:
    """Operations a second in bfloat16 that the card could do; None for one we know nothing of."""
    if device.type != "cuda":
        return None
    # "NVIDIA A100-SXM4-80GB" is an A100, and an L40 is no L4.
    words = set(torch.cuda.get_device_name(device).replace("-", " ").split())
    return next((value for name, value in PEAKS.items() if words.issuperset(name.split())), None)


def autocast(device: torch.device, bf16: bool) -> AbstractContextManager[object]:
    return torch.autocast(device.type, torch.bfloat16, enabled=bf16)
