"""When a shadow test is over its figures stay and its answers go."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.models import index_with_files, model_with_files
from webapp.registry import services
from webapp.registry.models import ModelVersion
from webapp.search import shadow_figures, shadow_history
from webapp.search.models import PhotoQuery, ShadowAnswer, ShadowClick, ShadowLink, ShadowTest

Pair = tuple[ModelVersion, ModelVersion]


@pytest.fixture
def pair(db: None, tmp_path: Path) -> Pair:
    """The embedder that serves, and the candidate."""
    one, two = (model_with_files(tmp_path, name) for name in ("one", "two"))
    index = index_with_files(tmp_path, "one", one)
    services.promote(model=one, by=None, expected=None, index=index)
    services.candidate_set(model=two, by=None)
    return one, two


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def answered(pair: Pair, *overlaps: float, days: int = 1) -> list[ShadowAnswer]:
    """Searches that both answered, so many days ago, the last one with a click."""
    rows = [
        ShadowAnswer.objects.create(
            champion=pair[0], candidate=pair[1], overlap=overlap, same_category=True,
            champion_ms=3, candidate_ms=4,
        )
        for overlap in overlaps
    ]  # fmt: skip
    ShadowAnswer.objects.filter(pk__in=[row.pk for row in rows]).update(day=days_ago(days))
    ShadowClick.objects.create(answer=rows[-1], champion_rank=1, candidate_rank=2)
    return rows


def end(pair: Pair) -> None:
    services.candidate_withdraw(model=pair[1], by=None)


def told() -> list[tuple[date, date, int, float]]:
    return [
        (test.first_day, test.last_day, test.figures["count"], test.figures["overlap"])
        for test in shadow_history.shadows_ended()
    ]


def test_its_figures_are_the_same_before_and_after_its_answers_have_gone(pair: Pair) -> None:
    # given a test of some days that was ended
    answered(pair, 0.2, 0.4, days=6)
    answered(pair, 0.9, days=2)
    end(pair)
    (before,) = shadow_history.shadows_ended()

    assert shadow_history.shadows_tidy() == 3

    assert not ShadowAnswer.objects.exists()
    assert not ShadowClick.objects.exists()
    assert told() == [(days_ago(6), days_ago(2), 3, pytest.approx(0.5))]
    (after,) = shadow_history.shadows_ended()
    assert list(after.figures["champion_ms"]) == list(before.figures["champion_ms"]) == [3, 3]
    assert after.figures["clicks"] == before.figures["clicks"]
    assert after.figures["clicks"]["candidate_rank"] == 0.5
    assert shadow_history.shadows_tidy() == 0
    assert ShadowTest.objects.count() == 1


def test_a_promotion_ends_it_too(pair: Pair, tmp_path: Path) -> None:
    one, two = pair
    answered(pair, 0.5)
    index = index_with_files(tmp_path, "two", two)
    services.promote(model=two, by=None, expected=one, index=index)
    assert shadow_history.shadows_tidy() == 1
    assert ShadowTest.objects.get().candidate == two


def test_one_that_goes_on_keeps_its_answers_also_while_its_share_is_0(pair: Pair) -> None:
    answered(pair, 0.5, 0.7)
    assert shadow_history.shadows_tidy() == 0
    assert told() == []
    assert ShadowAnswer.objects.count() == 2


def test_the_same_two_tried_again_are_another_test(pair: Pair) -> None:
    for days, overlap in ((9, 0.1), (2, 0.8)):
        answered(pair, overlap, days=days)
        end(pair)
        shadow_history.shadows_tidy()
        services.candidate_set(model=pair[1], by=None)
    assert told() == [
        (days_ago(2), days_ago(2), 1, 0.8),
        (days_ago(9), days_ago(9), 1, 0.1),
    ]


def test_nothing_is_written_down_while_something_may_come(pair: Pair) -> None:
    # given a test that ended today, and one whose last photo still lives
    answered(pair, 0.5, days=0)
    other = (pair[1], pair[0])
    (row,) = answered(other, 0.3)
    query = PhotoQuery.objects.create(
        file="a.webp", width=9, height=9, expires_at=timezone.now() + timedelta(minutes=5)
    )
    ShadowLink.objects.create(answer=row, query=query)
    end(pair)

    assert shadow_history.shadows_tidy() == 0
    assert len(told()) == 2, "their figures can be read all the same"

    query.delete()
    assert shadow_history.shadows_tidy() == 1
    assert ShadowTest.objects.get().candidate == pair[0]


def test_in_a_long_test_old_answers_count_no_more(pair: Pair) -> None:
    answered(pair, 0.1, 0.1, days=shadow_history.KEPT.days + 1)
    kept = answered(pair, 0.7, days=shadow_history.KEPT.days)
    assert shadow_history.shadows_tidy() == 2
    assert list(ShadowAnswer.objects.all()) == kept


def test_no_more_answers_are_kept_than_the_figures_are_about(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (shadow_figures, shadow_history):
        monkeypatch.setattr(module, "NEWEST", 2)
    rows = answered(pair, 0.1, 0.2, 0.3, 0.4)
    before = shadow_figures.figures(champion=pair[0], candidate=pair[1])
    assert shadow_history.shadows_tidy() == 2
    assert set(ShadowAnswer.objects.all()) == set(rows[2:])
    assert shadow_figures.figures(champion=pair[0], candidate=pair[1]) == before


def test_one_that_was_stopped_and_forgotten_is_written_down(pair: Pair) -> None:
    answered(pair, 0.6, days=shadow_history.KEPT.days + 1)
    assert shadow_history.shadows_tidy() == 1
    assert told() == [(*2 * [days_ago(shadow_history.KEPT.days + 1)], 1, 0.6)]


def test_the_page_shows_tests_that_are_over(pair: Pair, admin: Client) -> None:
    answered(pair, 0.64)
    end(pair)
    for _stored in range(2):
        text = admin.get("/admin/search/shadowanswer/").content.decode()
        assert "Earlier tests" in text
        assert pair[1].version in text
        assert "64 %" in text
        assert f'<time datetime="{days_ago(1)}">' in text
        shadow_history.shadows_tidy()
