"""Parameters of a search: what counts, and what is said about the rest."""

import pytest
from django.http import QueryDict

from webapp.core.problems import Problem
from webapp.search.options import Options, options_read


def test_nothing_given_means_the_defaults() -> None:
    assert options_read(QueryDict("")) == Options(None, 0.5, 0.0, 1, 24)


def test_everything_is_read() -> None:
    params = QueryDict("box=0.1,0.2,0.5,0.75&colour_weight=0.9&diversity=0.3&page=2&limit=10")

    options = options_read(params)

    assert options == Options((0.1, 0.2, 0.5, 0.75), 0.9, 0.3, 2, 10)
    assert (options.first, options.last) == (10, 20)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("0,0,1,1", (0, 0, 1, 1)),
        (" 0.25 , 0.25 , 0.75 , 0.75 ", (0.25, 0.25, 0.75, 0.75)),
        # where a mouse lets go: long fractions, a little outside
        ("0.123456789,0.2,0.987654321,0.9", (0.1235, 0.2, 0.9877, 0.9)),
        ("-0.004,0,1.0099,1", (0, 0, 1, 1)),
    ],
)
def test_boxes_as_people_draw_them(text: str, box: tuple[float, ...]) -> None:
    assert options_read(QueryDict(mutable=True) | {"box": text}).box == box


def test_equal_boxes_have_equal_keys() -> None:
    first = options_read({"box": "0.1,0.2,0.30000001,0.4"})
    second = options_read({"box": "0.10,0.2,0.3,0.4"})

    assert first.key == second.key
    assert len(first.key) <= 40


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("banana", "four numbers"),
        ("0.1,0.2,0.3", "four numbers"),
        ("0.1,0.2,0.3,0.4,0.5", "four numbers"),
        ("0.1,0.2,nan,0.4", "four numbers"),
        ("0.1,0.2,inf,0.4", "four numbers"),
        ("10,20,300,400", "between 0 and 1"),
        ("-0.5,0,1,1", "between 0 and 1"),
        ("0.5,0.1,0.2,0.9", "inside out"),
        ("0.1,0.9,0.2,0.1", "inside out"),
        ("0.5,0.5,0.51,0.9", "too small"),
        ("0.2,0.2,0.2,0.2", "too small"),
    ],
)
def test_boxes_that_make_no_sense(text: str, sentence: str) -> None:
    with pytest.raises(Problem) as caught:
        options_read({"box": text})

    assert caught.value.status == 422
    assert sentence in caught.value.detail
    assert caught.value.extra["errors"][0]["field"] == "box"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("colour_weight", "1.5"),
        ("colour_weight", "-0.1"),
        ("colour_weight", "nan"),
        ("colour_weight", "much"),
        ("diversity", "2"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "2.5"),
        ("limit", "²"),
        ("page", "0"),
        ("page", "21"),
        ("page", "-1"),
        ("page", "999999999999999999"),
    ],
)
def test_numbers_out_of_range_are_named(name: str, text: str) -> None:
    with pytest.raises(Problem) as caught:
        options_read({name: text})

    assert caught.value.status == 422
    assert name in caught.value.detail
