"""Which precision a processor trains in."""

import pytest
import torch

from ml import device

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("has_instruction", "is_faster", "expected"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_bf16_is_taken_where_it_exists_and_is_faster(
    has_instruction: bool, is_faster: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has_instruction)
    monkeypatch.setattr(device, "_is_bf16_faster", lambda: is_faster)

    assert device.has_bf16(CPU) is expected


def test_this_processor_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    device._is_bf16_faster.cache_clear()

    first = device._is_bf16_faster()

    # so that a training never changes its mind
    monkeypatch.setattr(device, "TRIES", 0)
    assert device._is_bf16_faster() is first


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("NVIDIA A100-SXM4-80GB", 312e12),
        ("NVIDIA H100 PCIe", 756e12),
        ("NVIDIA H100 80GB HBM3", 989e12),
        ("NVIDIA L40", None),
    ],
)
def test_a_card_is_known_by_whole_words(
    card: str, expected: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: card)

    assert device.peak(torch.device("cuda")) == expected
