"""Colours that go together, completed looks and the same thing in other colours."""

from decimal import Decimal

import pytest

from webapp.catalog import selectors
from webapp.catalog.looks import harmony
from webapp.catalog.models import Category, Colour, Product
from webapp.catalog.services import taxonomy_sync

NAVY, BLACK, RED, GREEN, YELLOW, BLUE = (
    "#1f2a4d",
    "#1b1b1d",
    "#c8202f",
    "#2f7d4a",
    "#f2c530",
    "#2f62b5",
)


def test_neutrals_go_with_everything_and_strong_colours_with_neighbours_and_opposites():
    for neutral in (BLACK, NAVY, "#f7f7f5", "#8a8d91", "#d9c7a7"):
        assert harmony(neutral, RED) == 1
    assert harmony(RED, "#6d1f2b") == 0.8
    assert harmony(RED, "#2fb2bd") == 0.7
    assert harmony(RED, YELLOW) < 0.5
    assert harmony(GREEN, BLUE) == harmony(BLUE, GREEN)


def make(number: int, category: str, colour: str = "Black", **values) -> Product:
    defaults = {"gender": "men", "usage": "casual", "season": "summer", "name": f"{number}"}
    return Product.objects.create(
        source="t",
        external_id=str(number),
        sku=str(number),
        slug="x",
        category=Category.objects.get(name=category),
        colour=Colour.objects.get(name=colour),
        price=Decimal(1),
        **(defaults | values),
    )


@pytest.mark.django_db
def test_a_look_takes_one_of_each_department_for_the_same_people_and_style():
    taxonomy_sync()
    shirt = make(1, "Shirts", "Red")
    make(2, "Shirts", "Black")
    jeans = make(3, "Jeans", "Blue", season="winter")
    trousers = make(4, "Trousers", "Navy Blue")
    make(5, "Trousers", gender="women")
    make(6, "Casual Shoes", usage="formal")
    watch = make(7, "Watches", gender="unisex")
    make(8, "Watches", is_active=False)
    assert selectors.products_complete_the_look(shirt) == [trousers, watch]
    assert selectors.products_complete_the_look(jeans)[0].category.group == "Tops"


@pytest.mark.django_db
def test_other_colours_by_design_code_or_by_name():
    taxonomy_sync()
    red = make(1, "Shirts", "Red", design_code="d1")
    black = make(2, "Shirts", "Black", design_code="d1")
    make(3, "Shirts", "Red", design_code="d1")
    make(4, "Shirts", "Blue", design_code="d2")
    assert selectors.product_others_in_colours(red) == [black]
    tee = make(5, "Tshirts", "Navy Blue", brand="Acme", name="Acme Navy Blue tee")
    other = make(6, "Tshirts", "Red", brand="Acme", name="Acme Red tee")
    make(7, "Tshirts", "Green", brand="Acme", name="Acme Green long tee")
    assert selectors.product_others_in_colours(tee) == [other]
    assert selectors.product_others_in_colours(make(8, "Watches")) == []
