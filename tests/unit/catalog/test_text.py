"""What a shopper means by their words."""

import pytest

from webapp.catalog.engine import class_names
from webapp.catalog.models import Gender, Season, Usage
from webapp.catalog.text import Vocabulary, plain, searchable, singular


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    from django.utils.text import slugify

    names = class_names()
    extra = [("Laptop Bag", "Bags"), ("Stoles", "Accessories")]
    return Vocabulary.of(
        {
            "gender": [(value, value, "") for value in Gender.values],
            "category": [(slugify(n), n, group) for n, group in (*names.categories, *extra)],
            "colour": [(slugify(n), n, "") for n, _hex in names.colours],
            "style": [(value, value, "") for value in Usage.values],
            "season": [(value, value, "") for value in Season.values],
        },
        brands=["Red Tape", "Acme"],
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("navy casual shirt men", {"colour": ["navy-blue"], "style": ["casual"],
                                   "category": ["shirts"], "gender": ["men"]}),
        ("Navy-Blue SHIRTS", {"colour": ["navy-blue"], "category": ["shirts"]}),
        ("men's shirts", {"gender": ["men"], "category": ["shirts"]}),
        ("trainers", {"category": ["sports-shoes", "casual-shoes"]}),
        ("tee", {"category": ["tshirts"]}),
        ("t-shirts for girls", {"category": ["tshirts"], "gender": ["girls"]}),
        ("jumper", {"category": ["sweaters"]}),
        ("handbag", {"category": ["handbags"]}),
        ("bag", {"category": ["handbags", "backpacks", "clutches", "laptop-bag"]}),
        ("casual shoes", {"category": ["casual-shoes"]}),
        ("dresses", {"category": ["dresses"]}),
        ("scarf", {"category": ["scarves"]}),
        ("watch", {"category": ["watches"]}),
        ("necklace", {"category": ["necklace-and-chains"]}),
        ("gray autumn jacket", {"colour": ["grey"], "season": ["fall"], "category": ["jackets"]}),
        ("shoes", {"category": ["casual-shoes", "sports-shoes", "heels", "flip-flops", "sandals",
                                "formal-shoes", "flats"]}),
    ],
)  # fmt: skip
def test_words_become_the_attributes_they_name(vocabulary, query, expected):
    found: dict[str, list[str]] = {}
    for meaning in vocabulary.read(query):
        found.setdefault(meaning.facet, []).extend(meaning.slugs)
    assert found == expected


def test_other_words_are_looked_for_in_names(vocabulary):
    words = [m.forms for m in vocabulary.read("acme striped shirts") if not m.facet]
    assert words == [("acme",), ("striped",)]


def test_a_brand_of_several_words_is_not_taken_for_a_colour(vocabulary):
    meanings = vocabulary.read("red tape shoes")
    assert [m.text for m in meanings if not m.facet] == ["red", "tape"]
    assert not [m for m in meanings if m.facet == "colour"]


def test_colour_na_is_no_word(vocabulary):
    assert [m.facet for m in vocabulary.read("na")] == [""]


@pytest.mark.parametrize("query", ["", "   ", "!!!", "for the with", "\0", "É" * 500, "a" * 5000])
def test_odd_queries_do_no_harm(vocabulary, query):
    vocabulary.read(query)


@pytest.mark.parametrize(
    ("plural", "one"),
    [("dresses", "dress"), ("watches", "watch"), ("shoes", "shoe"), ("scarves", "scarf"),
     ("ties", "tie"), ("ladies", "lady"), ("dress", "dress"), ("blouses", "blouse")],
)  # fmt: skip
def test_singular(plural, one):
    assert singular(plural) == one


def test_texts_are_plain_and_keep_their_order():
    assert searchable(["Café—Noir Men's", "T-Shirt\nNo. 5"]) == [" cafe noir mens", " t shirt no 5"]
    assert plain("Men's  T-Shirt") == "mens t shirt"
