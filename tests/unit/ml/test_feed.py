"""Any stretch of a run's order is known at any time, and small sets get their share."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from ml import taxonomy
from ml.data.feed import Feed, Order
from ml.data.sets import load_phone, load_shop
from tests.unit.recommender.photos import write_phone, write_shop

FASHION = taxonomy.load()
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Knobs:
    batch: int = 8
    composed: float = 0.5
    surfaces: int = 6
    phone: float = 0.25
    least_share: float = 0.2
    most_repeats: int = 8
    seed: int = 0


def test_any_stretch_of_an_order_is_the_same_on_demand() -> None:
    order = Order(np.arange(10, 17), seed=3)

    whole = order.take(0, 30)

    assert order.take(12, 9).tolist() == whole[12:21].tolist()
    assert sorted(whole[:7]) == sorted(whole[7:14]) == list(range(10, 17))
    assert whole[:7].tolist() != whole[7:14].tolist()


def test_an_empty_training_part_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to train on"):
        Order(np.array([], np.int64), seed=0)


def test_a_small_set_is_repeated_up_to_its_share(tmp_path: Path) -> None:
    shops = [
        load_shop(str(write_shop(tmp_path / name, count)), FASHION, tmp_path / "cache")
        for name, count in (("large", 150), ("small", 15))
    ]

    feed = Feed(shops, None, 51, Knobs(), CPU)

    counts = np.bincount(feed.products.rows, minlength=165)
    assert counts[:150].max() == 1
    assert counts[150:].max() > 1
    batch = feed.batch(0, 32)
    assert len(batch.images) == len(batch.allowed) == 8


def test_products_come_first_and_photos_have_no_labels_but_their_set(tmp_path: Path) -> None:
    shop = load_shop(str(write_shop(tmp_path / "shop")), FASHION, tmp_path / "cache")
    folder, mapping = write_phone(tmp_path / "phone")
    phone = load_phone(str(folder), str(mapping), FASHION, tmp_path / "cache")

    images, boxes, labels, allowed = Feed([shop], phone, 51, Knobs(), CPU).batch(3, 32)

    assert images.shape == (8, 3, 32, 32)
    assert 0 <= float(images.min()) <= float(images.max()) <= 1
    assert (labels[:6, 0] == allowed[:6].int().argmax(dim=1)).all()
    assert (labels[6:] == -1).all()
    assert boxes[6:].isnan().all()
    assert allowed[6:].any(dim=1).all()
