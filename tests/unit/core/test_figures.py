"""Figures that apps give to the overview."""

from webapp.core import figures
from webapp.core.figures import Figure


def test_each_app_tells_its_own_and_a_broken_one_breaks_nothing(monkeypatch):
    monkeypatch.setattr(figures, "_asked", {})

    @figures.figures("Good")
    def good():
        yield Figure("products", "12")

    @figures.figures("Bad")
    def bad():
        raise ValueError

    first, second = figures.groups()
    assert (first.title, first.figures) == ("Good", [Figure("products", "12")])
    assert second.figures[0].is_bad
