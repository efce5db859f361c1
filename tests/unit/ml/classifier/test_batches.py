"""Batches come in order, whoever makes them, and say what is known of each photo."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ml import taxonomy
from ml.classifier.batches import STYLE, Batches, ahead
from ml.classifier.config import Config
from ml.data.feed import Feed
from ml.data.sets import load_phone, load_shop
from tests.unit.recommender.photos import KINDS

FASHION = taxonomy.load()


@pytest.fixture(scope="module")
def batches(data: dict[str, Any], tiny: Config) -> Batches:
    cache = Path(data["cache"])
    shop = load_shop(data["data"][0], FASHION, cache)
    # given a shop that does not know the style of every third product
    labels = shop.labels.copy()
    labels[::3, STYLE] = -1
    shop = replace(shop, labels=labels)
    phone = load_phone(data["phone"], data["phone_map"], FASHION, cache)
    return Batches(Feed([shop], phone, 51, tiny, torch.device("cpu")), FASHION, tiny)


def test_pixels_are_bytes_as_they_are_when_served(batches: Batches) -> None:
    pixels = batches(0).pixels

    assert pixels.shape == (12, 75, 75, 3)
    assert pixels.dtype == np.uint8
    assert pixels.max() == 255


def test_products_have_a_category_and_peoples_photos_a_set(batches: Batches) -> None:
    _, category, style = batches(0)

    kinds = {FASHION.categories.index(name) for name in KINDS}
    assert (np.count_nonzero(category[:10], axis=1) == 1).all()
    assert set(category[:10].argmax(axis=1).tolist()) <= kinds
    assert set(np.count_nonzero(category[10:], axis=1).tolist()) <= {1, 2}
    assert (style[10:] == 0).all()


def test_a_missing_style_is_asked_of_nobody(batches: Batches) -> None:
    style = np.concatenate([batches(step).style[:10] for step in range(4)])

    casual = FASHION.usages.index("Casual")
    known = style.any(axis=1)
    assert 0 < known.sum() < len(style)
    assert (style[known].argmax(axis=1) == casual).all()


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_made_ahead_comes_in_order_from_any_step(batches: Batches, workers: int) -> None:
    made = ahead(batches, 5, workers)
    first, second = next(made), next(made)
    made.close()

    for arrays, step in ((first, 5), (second, 6)):
        for ours, direct in zip(arrays, batches(step), strict=True):
            assert (ours == direct).all()
