"""Results: weighed by the slider, grouped, varied, judged and explained."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml import taxonomy
from recommender import search
from recommender.index import Index, Parts
from recommender.search import Attributes, Example, Hit
from tests.unit.recommender.catalogue import CLASSES, COLOUR, SHAPE, build, unit

SHIRT, BAG = 0, 1
RED, BLUE = np.eye(COLOUR)[0], np.eye(COLOUR)[1]
CUT, OTHER_CUT = np.eye(SHAPE)[0], np.eye(SHAPE)[1]


def catalogue(folder: Path, *products: tuple[Any, Any, int]) -> Index:
    """Products 0, 1, 2, … of (shape, colour, category)."""
    shapes, colours, categories = zip(*products, strict=True)
    parts = Parts(unit(np.stack(shapes)), unit(np.stack(colours)))
    ids = np.arange(len(products))
    return build(folder, ids=ids, predictions=parts, categories=categories)


def example(shape: Any = CUT, colour: Any = RED, kind: int = SHIRT, sure: float = 1.0) -> Example:
    categories = np.full(CLASSES, (1 - sure) / (CLASSES - 1), np.float32)
    categories[kind] = sure
    return Example(unit(shape), unit(colour), categories)


def near(vector: Any, distance: float, seed: int = 0) -> Any:
    """Another unit vector whose cosine with ``vector`` is about 1 - distance² / 2."""
    step = np.random.default_rng(seed).normal(size=len(vector))
    return unit(vector + distance * unit(step))


def ids(hits: list[Hit]) -> list[int]:
    return [hit.id for hit in hits]


@pytest.mark.parametrize(("weight", "first"), [(0.0, 0), (1.0, 1)])
def test_the_slider_moves_from_same_cut_to_same_colour(
    tmp_path: Path, weight: float, first: int
) -> None:
    # given the same cut in another colour, and another cut in the same colour
    index = catalogue(tmp_path / "i", (CUT, BLUE, SHIRT), (OTHER_CUT, RED, SHIRT))

    hits = search.find_similar(index, example(), limit=2, colour_weight=weight)

    assert hits[0].id == first


def test_the_score_is_the_weighed_sum_of_its_three_terms(tmp_path: Path) -> None:
    index = catalogue(tmp_path / "i", (near(CUT, 0.5), near(RED, 0.8), BAG))
    query = example(sure=0.6)

    [hit] = search.find_similar(index, query, limit=1, colour_weight=0.5, category_weight=0.3)

    cut, tone = near(CUT, 0.5) @ CUT, near(RED, 0.8) @ RED
    share = 0.5 * search.MOST_COLOUR
    blend = (1 - share) * cut + share * tone
    assert hit.score == pytest.approx(blend + 0.3 * 0.1, abs=1e-5)
    assert hit.similarity == pytest.approx(blend, abs=1e-5)
    assert hit.strength == pytest.approx(cut + search.CATEGORY_WEIGHT * 0.1, abs=1e-5)
    assert hit.category == BAG


def test_the_class_probabilities_lift_products_of_the_right_kind(tmp_path: Path) -> None:
    # given a bag whose cut is a little nearer than the shirt's
    index = catalogue(tmp_path / "i", (near(CUT, 0.3), RED, BAG), (near(CUT, 0.5), RED, SHIRT))

    assert search.find_similar(index, example(), limit=1, category_weight=0.0)[0].id == 0
    assert search.find_similar(index, example(), limit=1)[0].id == 1


def test_many_queries_are_composed_at_once() -> None:
    queries = [example(near(CUT, 1, seed), kind=seed) for seed in range(3)]
    stacked = Example(*(np.stack(column) for column in zip(*queries, strict=True)))

    rows = search.compose_query(stacked, colour_weight=0.3)

    assert rows == pytest.approx(
        np.stack([search.compose_query(query, colour_weight=0.3) for query in queries])
    )


@pytest.mark.parametrize("options", [{"colour_weight": -0.1}, {"colour_weight": 1.1}])
def test_a_weight_outside_its_range_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        search.compose_query(example(), **options)


def test_a_diversity_outside_its_range_is_refused(tmp_path: Path) -> None:
    index = catalogue(tmp_path / "i", (CUT, RED, SHIRT))

    with pytest.raises(ValueError, match="between 0 and 1"):
        search.find_similar(index, example(), limit=1, diversity=2)


def test_near_identical_products_are_one_hit_that_names_them(tmp_path: Path) -> None:
    # given twenty photos of one shirt, nearer than two other shirts
    twins = [(near(CUT, 0.05, seed), near(RED, 0.05, seed), SHIRT) for seed in range(20)]
    others = [(near(CUT, 0.7, seed), RED, SHIRT) for seed in (31, 32)]
    index = catalogue(tmp_path / "i", *twins, *others)

    hits = search.find_similar(index, example(), limit=3)

    assert len(hits) == 3
    assert {hits[0].id, *hits[0].twins} == set(range(20))
    assert {hit.id for hit in hits[1:]} == {20, 21}
    assert hits[0].score == max(hit.score for hit in hits)
    ungrouped = search.find_similar(index, example(), limit=3, group_twins=False)
    assert set(ids(ungrouped)) < set(range(20))


def test_the_same_shirt_in_another_colour_is_no_twin(tmp_path: Path) -> None:
    index = catalogue(tmp_path / "i", (CUT, RED, SHIRT), (CUT, BLUE, SHIRT))

    assert ids(search.find_similar(index, example(), limit=5)) == [0, 1]


def test_diversity_prefers_something_else_to_more_of_the_same(tmp_path: Path) -> None:
    # given three shirts much alike, and one that is a little less near and unlike them
    alike = [(near(CUT, 0.3, seed), near(RED, 0.2, seed), SHIRT) for seed in range(3)]
    index = catalogue(tmp_path / "i", *alike, (near(CUT, 0.75, 9), near(RED, 0.9, 9), SHIRT))

    plain = search.find_similar(index, example(), limit=2)
    varied = search.find_similar(index, example(), limit=2, diversity=0.8)

    assert varied[0] == plain[0]
    assert 3 not in ids(plain)
    assert varied[1].id == 3


def test_filters_and_removals_reach_the_index(tmp_path: Path) -> None:
    index = catalogue(tmp_path / "i", *[(near(CUT, 0.6, seed), RED, SHIRT) for seed in range(9)])

    hits = search.find_similar(
        index, example(), limit=9, allowed=np.arange(5), removed=np.array([1, 8])
    )

    assert sorted(ids(hits)) == [0, 2, 3, 4]


def test_a_product_finds_others_but_not_itself(tmp_path: Path) -> None:
    index = catalogue(tmp_path / "i", (CUT, RED, SHIRT), (CUT, BLUE, SHIRT), (OTHER_CUT, RED, BAG))

    hits = search.similar_to(index, 0, limit=5, removed=np.array([2]))

    assert ids(hits) == [1]
    with pytest.raises(KeyError):
        search.similar_to(index, 77, limit=5)


def hit(strength: float, category: int = SHIRT) -> Hit:
    return Hit(1, 0.0, 0.0, strength, category)


def test_the_verdict_follows_the_threshold_of_the_hits_category() -> None:
    manifest = {"calibration": {"thresholds": [0.5, 0.9]}}

    assert search.verdict([hit(0.6, SHIRT)], manifest) == "match"
    assert search.verdict([hit(0.6, BAG)], manifest) == "nothing close"
    assert search.verdict([hit(0.2, SHIRT), hit(0.95, BAG)], manifest) == "match"


def test_without_calibration_or_hits_there_is_still_a_verdict() -> None:
    assert search.verdict([hit(search.DEFAULT_THRESHOLD + 0.1)], {}) == "match"
    assert search.verdict([hit(search.DEFAULT_THRESHOLD - 0.1)], {}) == "nothing close"
    assert search.verdict([hit(0.0, -1)], {"calibration": {"thresholds": [0.0]}}) == "nothing close"
    assert search.verdict([], {}) == "nothing close"


def test_reasons_name_what_is_the_same() -> None:
    query = Attributes("Shirts", "Red", "Casual")

    assert search.explain(query, Attributes("Shirts", "Red", "Casual"), similarity=0.9) == [
        "category",
        "colour",
        "usage",
        "shape",
    ]
    assert search.explain(query, Attributes("Shirts", "Blue", None)) == ["category"]
    assert search.explain(Attributes(), Attributes()) == []


def test_attributes_are_the_most_probable_names() -> None:
    words = taxonomy.load()

    class Seen(Example):
        colours = np.eye(len(words.colours), dtype=np.float32)[2]
        usages = np.eye(len(words.usages), dtype=np.float32)[1]

    seen = Seen(unit(CUT), unit(RED), np.eye(len(words.categories), dtype=np.float32)[3])

    assert search.attributes(seen, words) == Attributes(
        words.categories[3], words.colours[2], words.usages[1]
    )
