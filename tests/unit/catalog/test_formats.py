"""Each format is recognised and read in its true layout."""

from pathlib import Path

import pytest

from tests.support import catalogues
from webapp.catalog import formats
from webapp.catalog.formats.base import ImportRow, NeedsDownload, PictureMissing
from webapp.catalog.formats.containers import Unreadable, open_container


def read(path: Path) -> tuple[str, list[ImportRow]]:
    """The format found and its rows, with each picture read once."""
    with open_container(path) as container:
        found = formats.detect(container)
        module = formats.FORMATS[found.format]
        rows = list(module.rows(container, found.mapping))
        assert module.count(container, found.mapping) == len(rows)
        for row in rows:
            for picture in row.pictures:
                assert picture.read()
        return found.format, rows


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("prefix", [None, "", "fashion-dataset/"])
def test_myntra_in_both_shapes_as_folder_and_zip(tmp_path: Path, named: bool, prefix: str | None):
    source = catalogues.myntra(tmp_path / "set", named=named)
    if prefix is not None:
        source = catalogues.zipped(source, tmp_path / "set.zip", prefix)
    name, rows = read(source)
    assert (name, len(rows)) == ("myntra", 6)
    assert rows[0].line == 2
    assert rows[0].values["category"] == "Handbags"
    assert rows[0].values["group"] == "Bags"
    assert rows[1].values["colour"] == "NA"
    assert rows[0].values.get("name", "") == ("Acme Shirt, slim, No. 1" if named else "")


def test_a_short_row_says_what_is_wrong_with_it(tmp_path: Path):
    folder = catalogues.myntra(tmp_path / "set", 2)
    with (folder / "styles.csv").open("a") as stream:
        stream.write("77,Men\n")
    _name, rows = read(folder)
    assert rows[-1].problem == "2 cells, 9 expected"


def test_deepfashion_joins_the_views_of_a_product(tmp_path: Path):
    name, rows = read(catalogues.deepfashion(tmp_path / "deep"))
    assert name == "deepfashion"
    assert [(r.external_id, r.values["category"], len(r.pictures)) for r in rows] == [
        ("Sheer_Blouse", "Blouse", 2),
        ("Slim_Jeans", "Jeans", 1),
    ]
    assert rows[0].values["name"] == "Sheer Blouse"


def test_folders_are_categories(tmp_path: Path):
    catalogues.write_pictures(tmp_path / "set", ["Shirts/a.jpg", "Shirts/b.png", "Bags/c.JPG"])
    name, rows = read(tmp_path / "set")
    assert name == "folders"
    assert [(r.external_id, r.values["category"]) for r in rows] == [
        ("Bags/c.JPG", "Bags"),
        ("Shirts/a.jpg", "Shirts"),
        ("Shirts/b.png", "Shirts"),
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_fashion_mnist(tmp_path: Path, packed: bool):
    name, rows = read(catalogues.fashion_mnist(tmp_path / "f", packed=packed))
    assert name == "fashion-mnist"
    assert [r.values["category"] for r in rows] == ["Tshirts", "Handbags", "Ankle Boots"]
    assert rows[1].external_id == "t10k-00001"


def test_fashion_mnist_with_a_false_header_is_refused(tmp_path: Path):
    folder = catalogues.fashion_mnist(tmp_path / "f", packed=False)
    (folder / "t10k-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x03" + b"\0" * 20)
    with pytest.raises(Unreadable, match="not an idx file"):
        read(folder)


def test_parquet_with_class_names_and_image_bytes(tmp_path: Path):
    name, rows = read(catalogues.hub_parquet(tmp_path / "data" / "train-00000.parquet").parent)
    assert name == "parquet"
    assert [r.values["category"] for r in rows] == ["Shirts", "Handbags", "Shirts"]
    assert rows[1].values["name"] == "Red bag"
    assert rows[0].pictures[0].read() == catalogues.jpeg(0)


def test_a_broken_parquet_is_refused(tmp_path: Path):
    path = catalogues.hub_parquet(tmp_path / "a.parquet")
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Unreadable, match="not a whole parquet"):
        read(tmp_path)


def test_google_joins_sizes_and_parts_colours(tmp_path: Path):
    name, rows = read(catalogues.google(tmp_path))
    assert name == "google"
    assert [(r.external_id, r.values["sizes"]) for r in rows] == [
        ("1", "M:1|L:0"),
        ("3", "M:1"),
        ("4", ""),
    ]
    assert rows[0].values["design_code"] == rows[1].values["design_code"] == "g1"


def test_pictures_on_the_web_are_not_fetched_unasked(tmp_path: Path):
    path = catalogues.google(tmp_path, image="https://example.org/shirt.jpg")
    with open_container(path) as container:
        found = formats.detect(container)
        row = next(iter(formats.FORMATS["google"].rows(container, found.mapping)))
        with pytest.raises(NeedsDownload):
            row.pictures[0].read()
    with open_container(path, fetch=lambda address: address.encode()) as container:
        row = next(iter(formats.FORMATS["google"].rows(container, found.mapping)))
        assert row.pictures[0].read() == b"https://example.org/shirt.jpg"


def test_a_table_cannot_name_files_outside_its_folder(tmp_path: Path):
    (tmp_path / "secret.jpg").write_bytes(catalogues.jpeg(0))
    catalogues.google(tmp_path / "shop", image="../secret.jpg")
    with open_container(tmp_path / "shop" / "feed.tsv") as container:
        found = formats.detect(container)
        row = next(iter(formats.FORMATS["google"].rows(container, found.mapping)))
        with pytest.raises(PictureMissing):
            row.pictures[0].read()


def test_shopify_makes_a_product_of_each_colour(tmp_path: Path):
    name, rows = read(catalogues.shopify(tmp_path))
    assert name == "shopify"
    assert [(r.external_id, r.values["colour"], r.values["sizes"]) for r in rows] == [
        ("tee--red", "Red", "S:3|M:0"),
        ("tee--blue", "Blue", "S:5"),
        ("bag", "", ""),
    ]
    assert rows[0].values["description"] == "Soft & light"
    assert [picture.name for picture in rows[0].pictures] == ["a.jpg"]
    assert [picture.name for picture in rows[2].pictures] == ["d.jpg", "c.jpg"]
    assert [row.values["active"] for row in rows] == ["yes", "yes", "no"]


def test_what_nobody_knows_is_refused_with_what_is_known(tmp_path: Path):
    catalogues.write_table(tmp_path / "x.csv", [["a", "b"], [1, 2]])
    with pytest.raises(Unreadable, match="Kaggle, Myntra"):
        read(tmp_path)
