"""Whole data sets come with cut-outs, boxes, labels and splits, row by row."""

from pathlib import Path

import numpy as np
import pytest

from ml import taxonomy
from ml.data.sets import LABELS, load_phone, load_shop
from tests.unit.recommender.photos import write_phone, write_shop

FASHION = taxonomy.load()


def test_rows_of_a_shop_belong_together(tmp_path: Path) -> None:
    folder = write_shop(tmp_path / "shop")

    shop = load_shop(str(folder), FASHION, tmp_path / "cache")

    bags = shop.labels[:, LABELS.index("category")] == FASHION.categories.index("Handbags")
    assert [int(name) % 3 == 1 for name in shop.store.names] == bags.tolist()
    width = shop.boxes[:, 2] - shop.boxes[:, 0]
    height = shop.boxes[:, 3] - shop.boxes[:, 1]
    assert (width[bags] > height[bags]).all()
    assert sum(len(shop.rows(part)) for part in ("train", "val", "test")) == len(bags)


def test_one_sender_is_on_one_side_and_unlabelled_photos_are_backgrounds_only(
    tmp_path: Path,
) -> None:
    folder, mapping = write_phone(tmp_path / "phone")

    phone = load_phone(str(folder), str(mapping), FASHION, tmp_path / "cache")

    senders = np.array([int(name[1:]) // 2 for name in phone.store.names])
    assert all(len(set(phone.parts[senders == sender])) == 1 for sender in set(senders))
    others = [name for name in phone.store.names if int(name[1:]) % 5 == 0]
    labelled = {
        phone.store.names[row] for part in ("train", "val", "test") for row in phone.rows(part)
    }
    assert labelled.isdisjoint(others)
    assert len(phone.rows("train", labelled=False)) > len(phone.rows("train"))


def test_the_projects_own_drawings_are_a_shop_too(tmp_path: Path) -> None:
    shop = load_shop("sample:51", FASHION, tmp_path)

    assert shop.name == "drawings"
    assert set(shop.labels[:, 0]) == set(range(51))
    assert (shop.alpha > 127).mean() < 0.9


def test_a_sample_of_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="sample:3000"):
        load_shop("sample:many", FASHION, tmp_path)
