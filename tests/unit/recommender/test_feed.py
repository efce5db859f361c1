"""Batches depend on the seed and the step alone, and carry the labels of what they show."""

from pathlib import Path

import numpy as np
import pytest
import torch

from ml import taxonomy
from ml.data.sets import load_phone, load_shop
from recommender.config import Config
from recommender.feed import Feed, Order
from tests.unit.recommender.photos import KINDS, write_phone, write_shop

FASHION = taxonomy.load()
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    folder = tmp_path_factory.mktemp("data")
    shop = load_shop(str(write_shop(folder / "shop")), FASHION, folder / "cache")
    phone, mapping = write_phone(folder / "phone")
    photos = load_phone(str(phone), str(mapping), FASHION, folder / "cache")
    return Feed([shop], photos, FASHION, Config(batch=20, phone=0.25, surfaces=6), CPU)


def test_any_stretch_of_an_order_is_the_same_on_demand() -> None:
    order = Order(np.arange(10, 17), seed=3)

    whole = order.take(0, 30)

    assert order.take(12, 9).tolist() == whole[12:21].tolist()
    assert sorted(whole[:7]) == sorted(whole[7:14]) == list(range(10, 17))
    assert whole[:7].tolist() != whole[7:14].tolist()


def test_an_empty_training_part_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to train on"):
        Order(np.array([], np.int64), seed=0)


def test_a_step_always_makes_the_same_batch(feed: Feed) -> None:
    first, again, other = (feed.batch(step, 32) for step in (4, 4, 5))

    assert torch.equal(first[0], again[0])
    assert not torch.equal(first[0], other[0])
    assert first[0].shape == (20, 3, 32, 32)


def test_products_have_every_label_and_photos_a_set_of_categories(feed: Feed) -> None:
    _, targets = feed.batch(0, 32)

    kinds = {FASHION.categories.index(name) for name in KINDS}
    assert (targets.categories[:15].sum(dim=1) == 1).all()
    assert set(targets.categories[:15].nonzero()[:, 1].tolist()) <= kinds
    assert not targets.boxes[:15].isnan().any()
    assert set(targets.categories[15:].sum(dim=1).tolist()) <= {1, 2}
    assert targets.boxes[15:].isnan().all()
    assert (targets.colours[15:] == -1).all()


def test_none_some_or_all_products_are_composed(feed: Feed) -> None:
    def whiteness(composed: float) -> float:
        config = Config(batch=12, composed=composed, phone=0.0, surfaces=6)
        images, targets = Feed(feed.shops, feed.phone, FASHION, config, CPU).batch(0, 32)
        assert len(images) == 12
        assert not targets.boxes.isnan().any()
        return float((images > 2).float().mean())

    assert whiteness(0.0) > whiteness(0.5) > whiteness(1.0)


def test_a_small_set_is_repeated_up_to_its_share(tmp_path: Path) -> None:
    shops = [
        load_shop(str(write_shop(tmp_path / name, count)), FASHION, tmp_path / "cache")
        for name, count in (("large", 150), ("small", 15))
    ]

    feed = Feed(shops, None, FASHION, Config(batch=8, surfaces=6), CPU)

    counts = np.bincount(feed.products.rows, minlength=165)
    assert counts[:150].max() == 1
    assert counts[150:].max() > 1
    images, targets = feed.batch(0, 32)
    assert len(images) == len(targets.categories) == 8
