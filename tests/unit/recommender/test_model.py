"""The network's outputs keep their promises whatever the weights."""

import pytest
import torch

from ml import taxonomy
from recommender.model import Embedder, Outputs

FASHION = taxonomy.load()


@pytest.mark.parametrize("size", [64, 80])
def test_vectors_are_unit_and_boxes_the_right_way_round(network: Embedder, size: int) -> None:
    with torch.inference_mode():
        outputs: Outputs = network(torch.randn(5, 3, size, size))

    for part, width in ((outputs.shape, 192), (outputs.colour, 64)):
        assert part.shape == (5, width)
        torch.testing.assert_close(part.norm(dim=1), torch.ones(5))
    assert outputs.category_logits.shape == (5, len(FASHION.categories))
    assert outputs.boxes.min() >= 0
    assert outputs.boxes.max() <= 1
    assert (outputs.boxes[:, :2] <= outputs.boxes[:, 2:]).all()


def test_a_photo_is_seen_the_same_in_any_company(network: Embedder) -> None:
    photos = torch.randn(6, 3, 64, 64)

    with torch.inference_mode():
        together, alone = network(photos), network(photos[:1])

    torch.testing.assert_close(together.shape[:1], alone.shape, atol=1e-4, rtol=1e-3)


def test_unknown_trunks_are_refused() -> None:
    with pytest.raises(ValueError, match="resnet18, resnet34, resnet50"):
        Embedder(FASHION, trunk="vgg")
