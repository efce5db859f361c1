"""Manifests' figures as rows, the better one marked, chance named as chance."""

from webapp.registry import metrics
from webapp.registry.models import ModelVersion


def model(metrics):
    return ModelVersion(kind="embedder", version="x", manifest={"metrics": metrics})


def test_figures_are_named_by_their_place_and_keep_their_intervals():
    found = metrics.figures(
        model(
            {
                "test": {"shop": {"p10": 0.88, "note": "text"}, "ok": True},
                "test_intervals": {"shop": {"p10": [0.87, 0.89], "r10": [0.1, 0.2]}},
                "val": {"phone.p10": 0.8},
            }
        )
    )
    assert [(f.name, f.value, f.low, f.high) for f in found] == [
        ("test shop p10", 0.88, 0.87, 0.89),
        ("val phone p10", 0.8, None, None),
    ]


def test_a_model_that_nobody_measured_has_no_figures():
    assert metrics.figures(model({})) == []
    assert metrics.figures(ModelVersion(manifest={})) == []


def test_more_is_better_except_for_errors_and_distances():
    left = model({"test": {"p10": 0.9, "loss": 1.0, "fid": 40, "cropped_share": 0.5}})
    right = model({"test": {"p10": 0.8, "loss": 0.5, "fid": 50, "cropped_share": 0.6}})
    rows = {row.name: row.better for row in metrics.rows(left, right)}
    assert rows == {
        "test p10": "left",
        "test loss": "right",
        "test fid": "left",
        "test cropped share": "",
    }


def test_a_difference_is_clear_only_if_both_intervals_are_apart():
    def row(low, high):
        one = model({"t": {"p": 0.9}, "t_intervals": {"p": [0.88, 0.92]}})
        other = model({"t": {"p": 0.8}, "t_intervals": {"p": [low, high]}})
        (found,) = metrics.rows(one, other)
        return found.better, found.is_clear

    assert row(0.78, 0.82) == ("left", True)
    assert row(0.78, 0.89) == ("left", False)
    (found,) = metrics.rows(model({"t": {"p": 0.9}}), model({"t": {"p": 0.8}}))
    assert not found.is_clear


def test_what_only_one_was_measured_by_stands_at_the_end_unjudged():
    rows = metrics.rows(model({"a": 1, "b": 2}), model({"b": 2, "c": 3}))
    assert [(row.name, row.better) for row in rows] == [("b", ""), ("a", ""), ("c", "")]
    assert rows[1].right is None
    assert rows[2].left is None
