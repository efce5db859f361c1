"""Tables people download are read as they are, and refused in plain words where they cannot be."""

import logging
import zipfile
from pathlib import Path

import pytest

from ml import taxonomy
from ml.data import tables
from ml.data.tables import MISSING, prepare_df

NINE = "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage\n"
TEN = NINE.strip() + ",productDisplayName\n"
FASHION = taxonomy.load()


def shop(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "styles.csv").write_text(text, encoding="utf-8")
    return folder


def test_commas_of_a_display_name_stay_in_the_last_column(tmp_path: Path) -> None:
    row = "1,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual,Shirt, blue, with checks\n"

    frame = prepare_df(shop(tmp_path, TEN + row), ("id", "usage", "productDisplayName"))

    assert frame.iloc[0].tolist() == ["1", "Casual", "Shirt, blue, with checks"]


def test_na_is_a_colour_and_a_missing_usage(tmp_path: Path) -> None:
    rows = (
        "1,Men,Apparel,Topwear,Shirts,NA,Fall,2011,NA\n2,Men,Apparel,Topwear,Shirts,,Fall,2011,\n"
    )

    frame = tables.shop_table(shop(tmp_path, NINE + rows), FASHION)

    assert frame["colour"].tolist() == [FASHION.colours.index("NA"), MISSING]
    assert frame["usage"].tolist() == [MISSING, MISSING]


def test_other_categories_are_left_out_and_counted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = (
        "1,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual\n"
        "2,Men,Home,Kitchen,Teapots,Blue,Fall,2011,Casual\n"
    )

    with caplog.at_level(logging.INFO):
        frame = tables.shop_table(shop(tmp_path, NINE + rows), FASHION)

    assert frame["id"].tolist() == ["1"]
    assert "1 of 2 products are of other categories" in caplog.text


def test_a_zip_with_one_more_folder_reads_like_a_folder(tmp_path: Path) -> None:
    row = "1,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual\n"
    archive = tmp_path / "shop.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("fashion/styles.csv", "\ufeff" + NINE + row)

    assert prepare_df(archive, ("id",))["id"].tolist() == ["1"]


def test_short_rows_are_dropped_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rows = "1,Men,Apparel,Topwear,Shirts,Blue,Fall,2011,Casual\n2,Men\n"

    frame = prepare_df(shop(tmp_path, NINE + rows), ("id",))

    assert len(frame) == 1
    assert "1 rows have too few fields" in caplog.text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id,gender\n1,Men\n", "lacks the column articleType"),
        (NINE, "has no rows"),
        (NINE + "1,Men,Home,Kitchen,Teapots,Blue,Fall,2011,Casual\n", "no product of a category"),
    ],
)
def test_unusable_tables_are_refused_in_plain_words(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        tables.shop_table(shop(tmp_path, text), FASHION)


def test_paths_without_data_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")

    with pytest.raises(ValueError, match="does not exist"):
        prepare_df(tmp_path / "nowhere", ("id",))
    with pytest.raises(ValueError, match="neither a folder nor a zip"):
        prepare_df(tmp_path / "notes.txt", ("id",))
    with pytest.raises(ValueError, match=r"neither styles\.csv"):
        prepare_df(tmp_path, ("id",))


def test_a_phone_label_means_a_set_of_categories(tmp_path: Path) -> None:
    (tmp_path / "images.csv").write_text(
        "image,sender_id,label,kids\na,1,Longsleeve,False\nb,2,Not sure,False\n"
    )
    (tmp_path / "map.csv").write_text("label,categories\nLongsleeve,Tshirts;Tops\n")

    frame = tables.phone_table(tmp_path, tmp_path / "map.csv", FASHION)

    wanted = tuple(FASHION.categories.index(name) for name in ("Tshirts", "Tops"))
    assert frame["categories"].tolist() == [wanted, ()]


def test_a_label_without_any_known_category_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.csv").write_text("label,categories\nTea,Teapots\n")

    with pytest.raises(ValueError, match="'Tea'"):
        tables.label_sets(tmp_path / "map.csv", FASHION)
