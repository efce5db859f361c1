"""Where tensors live, and in which precision they are multiplied."""

from contextlib import AbstractContextManager

import torch


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


def autocast(device: torch.device, bf16: bool) -> AbstractContextManager[object]:
    return torch.autocast(device.type, torch.bfloat16, enabled=bf16)
