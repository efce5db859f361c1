"""Batches depend on the seed and the step alone, and carry the labels of what they show."""

import pytest
import torch

from ml import taxonomy
from ml.data.sets import load_phone, load_shop
from recommender.config import Config
from recommender.feed import Feed
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
        shops, phone = feed.shared.shops, feed.shared.phone
        images, targets = Feed(shops, phone, FASHION, config, CPU).batch(0, 32)
        assert len(images) == 12
        assert not targets.boxes.isnan().any()
        return float((images > 2).float().mean())

    assert whiteness(0.0) > whiteness(0.5) > whiteness(1.0)
