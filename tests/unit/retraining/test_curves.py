"""Statistics become points, points become a picture, and the picture is also a table."""

import json

import pytest

from webapp.retraining import curves, stats
from webapp.retraining.stats import Series, Stats

pytestmark = pytest.mark.django_db


def of(**series):
    found = {name.replace("__", "."): points for name, points in series.items()}
    return Stats({n: Series(n, p) for n, p in found.items()}, 10.0, "")


def test_lines_become_series_over_minutes_of_training(begin, wrote):
    run = begin(minutes=20.0)
    wrote(
        run,
        {"done": 0.1, "loss": 4.0, "epoch": 1.5, "rate": 50},
        {"done": 0.5, "loss": 2.0, "epoch": 7},
        {"done": 0.5, "catalogue.p10": 0.7, "validation_seconds": 3, "rate": 0.0},
    )
    found = stats.read(run)
    assert found.series["loss"].points == [(2.0, 4.0), (10.0, 2.0)]
    assert found.series["catalogue.p10"].last == 0.7
    assert set(found.series) == {"loss", "catalogue.p10"}
    assert (found.rate, found.position) == (9.0, "7.0")


def test_what_a_killed_run_repeats_is_drawn_once_and_half_a_line_is_left_out(begin, wrote):
    run = begin(minutes=10.0)
    wrote(run, *({"done": d, "loss": 1.0} for d in (0.1, 0.2, 0.3)))
    wrote(
        run,
        {"done": 0.15, "loss": 2.0},
        {"done": 0.4, "loss": 0.5},
        {"done": 0.5, "loss": float("nan")},
    )
    with (run.folder / "stats.jsonl").open("a") as file:
        file.write('{"done": 0.6, "lo')
    points = stats.read(run).series["loss"].points
    assert points == [(1.0, 1.0), (1.5, 2.0), (4.0, 0.5)]


def test_a_run_that_wrote_nothing_has_no_curves(begin):
    found = stats.read(begin())
    assert found.is_empty
    assert curves.panels(found) == []


def test_long_series_are_thinned_to_means():
    points = [(float(n), float(n % 2)) for n in range(1000)]
    thin = Series("loss", points).drawn
    assert len(thin) <= stats.MOST_POINTS
    assert thin[-1][0] == 999
    assert all(value == pytest.approx(0.5, abs=0.3) for _, value in thin)


def test_figures_are_those_that_were_measured_not_those_that_are_drawn():
    points = [(float(n), 5.0) for n in range(1000)]
    points[500], points[-1] = (500.0, 1.0), (999.0, 9.0)
    long = Series("loss", points)
    assert (long.best, long.last) == (1.0, 9.0)
    assert min(value for _, value in long.drawn) > 1.0


def test_best_is_low_for_losses_and_high_for_the_rest():
    assert Series("loss", [(0, 3.0), (1, 1.0), (2, 2.0)]).best == 1
    assert Series("fd", [(0, 3.0), (1, 1.0)]).best == 1
    assert Series("catalogue.p10", [(0, 0.3), (1, 0.1)]).best == 0.3
    assert Series("spread", [(0, 0.3), (1, 0.1)]).best == 0.3


def test_points_lie_inside_the_axes_and_later_ones_further_right():
    [panel] = curves.panels(of(loss=[(0.0, 4.0), (5.0, 3.0), (10.0, 1.0)]))
    [line] = json.loads(panel.data)
    xs, ys = zip(*((x, y) for x, y, *_ in line["points"]), strict=True)
    assert list(xs) == sorted(xs)
    assert (xs[0], xs[-1]) == (panel.left, panel.right)
    assert list(ys) == sorted(ys)  # down the picture
    assert min(ys) >= panel.top
    assert max(ys) <= panel.bottom
    assert [tick.label for tick in panel.x_ticks] == ["0", "2", "4", "6", "8", "10"]


def test_what_spans_orders_of_magnitude_is_drawn_by_logarithm():
    steep = [(0.0, 100.0), (1.0, 1.0), (2.0, 0.1)]
    assert curves.panels(of(loss=steep))[0].is_logarithmic
    assert [t.label for t in curves.panels(of(loss=steep))[0].y_ticks] == ["0.1", "1", "10", "100"]
    assert not curves.panels(of(loss=[(0.0, 4.0), (1.0, 1.0)]))[0].is_logarithmic
    assert not curves.panels(of(loss=[(0.0, 100.0), (1.0, -1.0)]))[0].is_logarithmic
    assert not curves.panels(of(catalogue__p10=[(0.0, 0.01), (1.0, 0.9)]))[0].is_logarithmic


def test_a_line_in_a_list_has_the_figures_that_say_most():
    metrics = {"catalogue.colour": 0.5, "catalogue.category": 0.9, "catalogue.p10": 0.8}
    shown = [name for name, _ in curves.foremost(metrics, 2)]
    assert shown == ["catalogue.p10", "catalogue.category"]


def test_a_flat_line_and_a_single_point_are_drawn_too():
    for points in ([(0.0, 2.0), (1.0, 2.0)], [(3.0, 2.0)], [(0.0, 0.0)]):
        [panel] = curves.panels(of(loss=points))
        assert panel.y_ticks
        assert "nan" not in panel.data.lower()


def test_two_runs_share_axes_and_colours():
    mine, theirs = of(loss=[(0.0, 4.0), (10.0, 2.0)]), of(loss=[(0.0, 8.0), (20.0, 1.0)])
    [panel] = curves.panels(mine, theirs)
    first, second = panel.lines
    assert (first.colour, first.is_other, second.is_other) == (second.colour, False, True)
    assert panel.x_ticks[-1].label == "20"
    assert panel.rows[-1] == ["20", "2", "1"]


def test_series_go_to_the_panel_of_their_meaning():
    shown = curves.panels(
        of(loss_d=[(0, 1.0)], real_score=[(0, 0.5)], fd=[(0, 9.0)], spread=[(0, 0.2)],
           catalogue__p10=[(0, 0.5)])
    )  # fmt: skip
    assert [panel.key for panel in shown] == [
        "losses",
        "scores",
        "distance",
        "guards",
        "validation",
    ]
    assert shown[-1].lines[0].label == "catalogue: right kind among the ten best"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.51234, "0.5123"), (12.0, "12"), (1234.4, "1234"), (0.00012, "1.2e-04")],
)
def test_numbers_are_short(value, text):
    assert curves.number(value) == text
