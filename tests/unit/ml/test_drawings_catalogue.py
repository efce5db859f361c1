"""The sample shop and the data sets written from it."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from ml.drawings import render_many, render_product, sample_catalogue, write_dataset
from ml.drawings.__main__ import main
from ml.drawings.catalogue import LEAST_PER_CATEGORY, SampleProduct
from ml.drawings.dataset import BOX_COLUMNS, STYLE_COLUMNS
from ml.taxonomy import load

TAXONOMY = load()


@pytest.fixture(scope="module")
def products() -> list[SampleProduct]:
    return list(sample_catalogue())


def test_catalogue_has_1500_products_with_unique_skus(products: list[SampleProduct]) -> None:
    assert len(products) == 1500
    assert len({product.sku for product in products}) == 1500


def test_every_category_has_a_sensible_share(products: list[SampleProduct]) -> None:
    counts = Counter(product.category for product in products)

    assert set(counts) == set(TAXONOMY.categories)
    assert min(counts.values()) >= LEAST_PER_CATEGORY
    assert counts["Tshirts"] > counts["Scarves"]


def test_values_are_those_of_the_taxonomy(products: list[SampleProduct]) -> None:
    for product in products:
        assert product.colour in TAXONOMY.colours
        assert product.gender in TAXONOMY.genders
        assert product.usage in TAXONOMY.usages
        assert product.season in TAXONOMY.seasons


def test_prices_end_as_prices_do(products: list[SampleProduct]) -> None:
    for product in products:
        assert product.price > 0
        assert product.price % 1 in {Decimal("0.00"), Decimal("0.90"), Decimal("0.95")}


def test_sizes_fit_the_category(products: list[SampleProduct]) -> None:
    for product in products:
        labels = [label for label, _ in product.sizes]
        assert labels
        assert all(stock >= 0 for _, stock in product.sizes)
        if product.category == "Handbags":
            assert labels == ["One size"]
        if product.category == "Heels":
            assert labels[0] == "36"
        if product.category == "Shirts" and product.gender == "Men":
            assert labels[-1] == "XXL"


def test_products_of_one_style_share_name_brand_and_price_but_no_colour(
    products: list[SampleProduct],
) -> None:
    by_style: dict[str, list[SampleProduct]] = {}
    for product in products:
        by_style.setdefault(product.style, []).append(product)
    families = [family for family in by_style.values() if len(family) > 1]

    assert len(families) > 100
    for family in families:
        assert len({(item.brand, item.price, item.category) for item in family}) == 1
        assert len({item.colour for item in family}) == len(family)


def test_names_say_colour_and_print(products: list[SampleProduct]) -> None:
    striped = next(item for item in products if item.print_name == "stripes")
    navy = next(item for item in products if item.colour == "Navy Blue")

    assert "striped" in striped.name
    assert navy.name.startswith("Navy ")
    assert all(product.description.endswith(".") for product in products)


def test_catalogue_is_deterministic() -> None:
    assert list(sample_catalogue(60, seed=4)) == list(sample_catalogue(60, seed=4))
    assert list(sample_catalogue(60, seed=4)) != list(sample_catalogue(60, seed=5))


def test_too_small_a_catalogue_is_refused_with_the_number_needed() -> None:
    with pytest.raises(ValueError, match="at least 51 products"):
        list(sample_catalogue(50))


def test_product_has_as_many_pictures_as_it_says(products: list[SampleProduct]) -> None:
    three = next(product for product in products if product.image_count == 3)
    pictures = render_product(three)

    assert [picture.size for picture in pictures] == [(384, 512)] * 3
    assert len({picture.tobytes() for picture in pictures}) == 3
    assert ImageOps.mirror(pictures[0]).tobytes() == pictures[2].tobytes()


def test_render_many_keeps_the_order(products: list[SampleProduct]) -> None:
    chosen = products[:3]
    rendered = list(render_many(chosen, processes=1))

    assert [len(pictures) for pictures in rendered] == [item.image_count for item in chosen]
    assert rendered[1][0].tobytes() == render_product(chosen[1])[0].tobytes()


def test_data_command_writes_the_usual_layout_and_boxes(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    assert main(["data", "--out", str(folder), "--count", "51", "--width", "60"]) == 0

    with (folder / "styles.csv").open(encoding="utf-8", newline="") as file:
        styles = list(csv.DictReader(file))
    with (folder / "box.csv").open(encoding="utf-8", newline="") as file:
        boxes = list(csv.DictReader(file))

    assert tuple(styles[0]) == STYLE_COLUMNS
    assert tuple(boxes[0]) == BOX_COLUMNS
    assert {row["articleType"] for row in styles} == set(TAXONOMY.categories)
    assert [row["id"] for row in styles] == [row["id"] for row in boxes]
    for row in boxes:
        assert 0 <= float(row["x1"]) < float(row["x2"]) <= 1
        assert 0 <= float(row["y1"]) < float(row["y2"]) <= 1
    with Image.open(folder / "images" / f"{styles[0]['id']}.jpg") as image:
        assert (image.mode, image.size) == ("RGB", (60, 80))


def test_existing_data_set_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "styles.csv").write_text("mine")

    with pytest.raises(FileExistsError, match="already holds a data set"):
        write_dataset(tmp_path, 51)
    assert (tmp_path / "styles.csv").read_text() == "mine"


def test_command_says_what_was_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "sheet.png")
    status = main(["contact-sheet", "--out", out, "--category", "Umbrellas"])

    assert status == 2
    assert "no drawing for the category 'Umbrellas'" in capsys.readouterr().err


def test_contact_sheet_command_draws_the_categories_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    arguments = ["--category", "Ring", "--category", "Heels", "--columns", "3", "--width", "60"]
    assert main(["contact-sheet", "--out", str(out), *arguments]) == 0

    with Image.open(out) as sheet:
        assert sheet.size == (180, 2 * (80 + 16))
