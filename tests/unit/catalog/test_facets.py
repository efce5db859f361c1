"""Counts, links and order of a listing, against a count by hand."""

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.catalog import selectors, snapshot
from webapp.catalog.filters import product_ids
from webapp.catalog.models import Category, Colour, Product
from webapp.catalog.services import taxonomy_sync

pytestmark = pytest.mark.django_db
CATEGORIES, COLOURS = ["shirts", "handbags", "watches"], ["navy-blue", "black", "red"]
VALUES = {
    "gender": ["men", "women", "unisex"],
    "category": CATEGORIES,
    "colour": COLOURS,
    "style": ["casual", "formal"],
    "season": ["summer", "winter"],
}


def product(number: int, **values: Any) -> Product:
    defaults: dict[str, Any] = {
        "gender": "men", "category": "shirts", "colour": "navy-blue", "style": "casual",
                "season": "summer", "price": Decimal(10), "name": f"Thing {number}"}  # fmt: skip
    values = defaults | values
    return Product(
        source="t",
        external_id=str(number),
        sku=f"t-{number}",
        slug="x",
        name=values["name"],
        brand=values.get("brand", ""),
        category=Category.objects.get(slug=values["category"]),
        colour=Colour.objects.get(slug=values["colour"]) if values["colour"] else None,
        gender=values["gender"],
        usage=values["style"],
        season=values["season"],
        price=values["price"],
    )


def ids(result) -> set[int]:
    return set(result.ids.tolist())


@pytest.fixture
def shop():
    taxonomy_sync()
    Product.objects.bulk_create(
        [
            product(1, name="Oxford shirt", brand="Acme"),
            product(2, colour="black", price=Decimal("25.50"), name="Plain shirt", brand="Acme"),
            product(3, category="handbags", gender="women", price=None, name="Tote"),
            product(4, category="handbags", gender="women", colour="red", style="formal",
                    price=Decimal(99), name="Acme evening bag"),
            product(5, category="watches", gender="unisex", colour=None, name="Diver"),
        ]
    )  # fmt: skip


attributes = st.fixed_dictionaries(
    {name: st.sampled_from([*values, ""] if name != "category" else values)
     for name, values in VALUES.items()}
    | {"price": st.one_of(st.none(), st.integers(0, 9).map(Decimal))}
)  # fmt: skip
choices = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from([*values, "nonsense"]), max_size=2)
     for name, values in VALUES.items()}
    | {"price_min": st.sampled_from(["", "3", "x"]), "price_max": st.sampled_from(["", "6", "-1"])}
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(attributes, max_size=12), choices)
def test_every_count_is_what_a_count_by_hand_gives(db, rows, chosen):
    taxonomy_sync()
    Product.objects.all().delete()
    Product.objects.bulk_create([product(n, **row) for n, row in enumerate(rows)])
    snapshot.forget()

    def passes(row, but=""):
        for name in VALUES:
            wanted = [v for v in chosen[name] if v != "nonsense"]
            if name != but and wanted and row[name] not in wanted:
                return False
        low, high = chosen["price_min"] == "3", chosen["price_max"] == "6"
        if low and (row["price"] is None or row["price"] < 3):
            return False
        return not (high and (row["price"] is None or row["price"] > 6))

    params = QueryDict(mutable=True)
    for name, value in chosen.items():
        params.setlist(name, value if isinstance(value, list) else [value])
    result = selectors.facets(params)

    assert result.count == sum(passes(row) for row in rows)
    for facet in result.facets:
        counts = {option.value: option.count for option in facet.options}
        for value in VALUES[facet.name]:
            by_hand = sum(passes(row, but=facet.name) and row[facet.name] == value for row in rows)
            assert counts.get(value, 0) == by_hand
    found = product_ids(params)
    assert found is None or set(found.tolist()) == ids(result)


def test_values_of_one_facet_add_up_and_facets_narrow(shop):
    result = selectors.facets(QueryDict("colour=navy-blue&colour=black&category=shirts"))
    assert [p.external_id for p in result.products] == ["2", "1"]


def test_chips_take_away_what_they_name(shop):
    result = selectors.facets(QueryDict("colour=black&gender=men&price_max=30&q=plain&sort=price"))
    assert [chip.label for chip in result.chosen] == ["Men", "Black", "up to 30", "“plain”"]
    gone = {chip.label: parse_qs(chip.remove_url[1:]) for chip in result.chosen}
    assert gone["Black"] == {"gender": ["men"], "price_max": ["30"], "q": ["plain"],
                             "sort": ["price"]}  # fmt: skip
    assert "q" not in gone["“plain”"]
    assert "price_max" not in gone["up to 30"]
    assert parse_qs(result.clear_url[1:]) == {"sort": ["price"]}


def test_words_that_name_attributes_show_as_chosen_and_can_be_removed(shop):
    result = selectors.facets(QueryDict("q=navy casual shirt men"))
    assert [p.external_id for p in result.products] == ["1"]
    chip = next(chip for chip in result.chosen if chip.label == "Navy blue")
    assert parse_qs(chip.remove_url[1:]) == {"q": ["casual shirt men"]}
    colour = next(facet for facet in result.facets if facet.name == "colour")
    black = next(option for option in colour.options if option.value == "black")
    assert black.count == 1
    assert parse_qs(black.url[1:]) == {"colour": ["navy-blue", "black"], "q": ["casual shirt men"]}


def test_a_chosen_value_replaces_what_the_words_meant(shop):
    result = selectors.facets(QueryDict("q=navy shirt&colour=black"))
    assert [p.external_id for p in result.products] == ["2"]


def test_words_match_beginnings_in_name_brand_category_and_number(shop):
    for query, expected in [("oxf", {"1"}), ("acm", {"1", "2", "4"}), ("handb", {"3", "4"}),
                            ("t 5", {"5"}), ("xford", set())]:  # fmt: skip
        found = {p.external_id for p in selectors.facets(QueryDict(f"q={query}")).products}
        assert found == expected, query


def test_relevance_puts_the_name_before_the_brand(shop):
    found = [p.external_id for p in selectors.facets(QueryDict("q=acme")).products]
    assert found == ["4", "2", "1"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("price", ["1", "5", "2", "4", "3"]), ("-price", ["4", "2", "5", "1", "3"]),
     ("newest", ["5", "4", "3", "2", "1"]), ("bogus", ["5", "4", "3", "2", "1"])],
)  # fmt: skip
def test_order_is_stable_and_what_has_no_price_comes_last(shop, sort, expected):
    found = [p.external_id for p in selectors.facets(QueryDict(f"sort={sort}")).products]
    # Same price: newest first, in both directions.
    if sort == "price":
        expected = ["5", "1", "2", "4", "3"]
    assert found == expected


def test_nonsense_is_named_and_left_out(shop):
    result = selectors.facets(QueryDict("colour=blurple&price_min=cheap&sort=up&page=-3"))
    assert result.count == 5
    assert len(result.notes) == 3
    assert result.page("-3").number == 1
    assert result.page("999").number == 1


def test_pages_are_cut_from_one_order(shop):
    result = selectors.facets(QueryDict("sort=newest"))
    pages = [[p.external_id for p in result.page(n, 2).object_list] for n in (1, 2, 3)]
    assert pages == [["5", "4"], ["3", "2"], ["1"]]
    assert result.page_url(2) == "?sort=newest&page=2"


def test_parameters_of_others_stay_in_every_link(shop):
    result = selectors.facets(QueryDict("box=0,0,1,1&colour=black&page=4"))
    assert parse_qs(result.chosen[0].remove_url[1:]) == {"box": ["0,0,1,1"]}


def test_a_base_limits_products_and_counts(shop):
    base = Product.objects.filter(brand="Acme")
    for given_base in (base, list(base.values_list("pk", flat=True))):
        result = selectors.facets(QueryDict(""), given_base)
        assert result.count == 2
        assert {f.name: sum(o.count for o in f.options) for f in result.facets}["colour"] == 2


def test_changes_show_at_once(shop):
    assert selectors.facets(QueryDict("")).count == 5
    Product.objects.filter(external_id="1").update(is_active=False)
    assert selectors.facets(QueryDict("")).count == 4
    Product.objects.filter(external_id="2").update(name="Fresh", updated_at=timezone.now())
    assert selectors.facets(QueryDict("q=fresh")).count == 1
    Product.objects.all().delete()
    assert selectors.facets(QueryDict("")).count == 0


def test_a_page_takes_few_queries(shop, django_assert_max_num_queries):
    assert selectors.facets(QueryDict("")).facets
    with django_assert_max_num_queries(5):
        result = selectors.facets(QueryDict("category=shirts&q=acme"))
        page = list(result.page(1).object_list)
        assert [(p.category.name, p.cover) for p in page]
        assert result.facets
        assert result.chosen
