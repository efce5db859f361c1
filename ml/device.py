"""Where tensors live, and in which precision they are multiplied."""

from contextlib import AbstractContextManager

import torch

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
"""By a part of the card's name: bfloat16 operations a second without sparsity, by NVIDIA's data
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
    """Whether bfloat16 is multiplied by the hardware, and so faster than float32."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_avx512_bf16_supported())


def named(device: torch.device) -> str:
    """As a person would: the card's name, or how many threads of a processor."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} CPU threads"


def peak(device: torch.device) -> float | None:
    """Operations a second in bfloat16 that the card could do; None for one we know nothing of."""
    if device.type != "cuda":
        return None
    name = torch.cuda.get_device_name(device)
    return next((value for part, value in PEAKS.items() if part in name), None)


def autocast(device: torch.device, bf16: bool) -> AbstractContextManager[object]:
    return torch.autocast(device.type, torch.bfloat16, enabled=bf16)
