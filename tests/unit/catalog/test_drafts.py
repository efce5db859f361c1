"""From a source's words to the catalogue's."""

from decimal import Decimal

import pytest

from webapp.catalog.drafts import BadRow, Names, compose_name, draft_of
from webapp.catalog.formats.base import ImportRow
from webapp.catalog.services import taxonomy_sync

pytestmark = pytest.mark.django_db


@pytest.fixture
def names() -> Names:
    taxonomy_sync()
    return Names()


def draft(names: Names, *, is_exact: bool = True, **values: str):
    values = {"category": "Shirts"} | values
    row = ImportRow(2, values.pop("key", "1"), values, is_category_exact=is_exact)
    return draft_of(row, source="test", names=names)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (("Shirts", "Navy Blue", "men", "casual"), "Navy blue casual shirt for men"),
        (("Casual Shoes", "Black", "men", "casual"), "Black casual shoes for men"),
        (("Watches", "NA", "unisex", ""), "Watch"),
        (("Tshirts", "", "girls", "sports"), "Sports T-shirt for girls"),
        (("Dresses", "Red", "women", "party"), "Red party dress for women"),
        (("Duffel Bag", "Grey", "unisex", "casual"), "Grey casual duffel bag"),
    ],
)
def test_products_without_a_name_get_a_plain_one(attributes, expected):
    assert compose_name(*attributes) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12.50", "12.50"), ("15.00 EUR", "15.00"), ("€ 1.299,00", "1299.00"), ("1,299.00", "1299"),
     ("1 299,5", "1299.50"), ("0", "0"), ("19,90 €", "19.90")],
)  # fmt: skip
def test_prices_as_people_write_them(names, text, expected):
    assert draft(names, price=text).price == Decimal(expected)


def test_a_price_in_another_currency_is_left_out_and_said(names):
    made = draft(names, price="15.00 USD")
    assert made.price is None
    assert "USD" in made.notes[0]


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"price": "free"}, "not a price"), ({"key": ""}, "no id"), ({"category": ""}, "no category"),
     ({"key": "x" * 200}, "longer"), ({"price": "9" * 20}, "too high")],
)  # fmt: skip
def test_rows_that_cannot_be_products(names, values, reason):
    with pytest.raises(BadRow, match=reason):
        draft(names, **values)


def test_na_is_a_colour_but_no_style(names):
    made = draft(names, colour="NA", style="NA")
    assert (made.colour, made.usage) == ("NA", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("navy", "Navy Blue"), ("GREY", "Grey"), ("gray", "Grey"), ("Dusty Rose", "Dusty Rose")],
)
def test_colours_are_recognised_or_become_new_ones(names, text, expected):
    made = draft(names, colour=text)
    assert made.colour == expected
    assert made.colour_hex.startswith("#")


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Apparel & Accessories > Clothing > Shirts", "", "Shirts"),
        ("Bags", "City tote", "Handbags"),
        ("Apparel & Accessories > Shoes", "Red high heels", "Heels"),
        ("", "Leather wallet", "Wallets"),
        ("T-Shirt", "", "Tshirts"),
        ("Umbrella", "", "Umbrella"),
    ],
)
def test_categories_of_a_feed_are_guessed(names, text, title, expected):
    assert draft(names, is_exact=False, category=text, name=title).category == expected


def test_categories_of_a_data_set_are_taken_at_their_word(names):
    assert draft(names, category="Stoles", group="Accessories").category == "Stoles"


def test_spelling_changes_no_hash_but_a_value_does(names):
    one = draft(names, gender="Men", price="12.5", name=" Shirt ")
    assert one.hash() == draft(names, gender="male", price="12.50 EUR", name="Shirt").hash()
    assert one.hash() != draft(names, gender="Men", price="12.51", name="Shirt").hash()
