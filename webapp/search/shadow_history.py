"""Shadow tests that are over, and answers that have served their purpose.

A test is two versions that both answered, as long as one is the champion and the other the
candidate. Its figures come from its answers; once it is over they are written down, and the answers
go.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from webapp.registry.models import ModelVersion

from .models import ShadowAnswer, ShadowTest
from .shadow_figures import NEWEST, figures

KEPT = timedelta(days=90)
"""How long an answer counts in a test that goes on."""


def shadows_ended(*, candidate: ModelVersion | None = None) -> list[ShadowTest]:
    """The newest first; those that ended lately with figures that are not stored yet."""
    over = [test for test in _tests_with_answers() if not _goes_on(test)]
    stored = ShadowTest.objects.select_related("champion", "candidate")
    tests = [
        test
        for test in (*over, *stored)
        if (candidate is None or test.candidate == candidate) and (test.pk or _measure(test))
    ]
    return sorted(tests, key=lambda test: test.last_day, reverse=True)


def shadows_tidy() -> int:
    """Write down what has ended and remove its answers, and of what goes on those that count no
    more; returns how many answers went. Safe to repeat."""
    today = timezone.localdate()
    return sum(
        _close(test) if _is_settled(test, today) else _forget(test, today - KEPT)
        for test in _tests_with_answers()
    )


def _tests_with_answers() -> Iterator[ShadowTest]:
    """Not stored, and without their figures."""
    pairs = (
        ShadowAnswer.objects.order_by()
        .values_list("champion", "candidate")
        .annotate(first=Min("day"), last=Max("day"))
    )
    known = ModelVersion.objects.in_bulk([pk for pair in pairs for pk in pair[:2]])
    for champion, candidate, first, last in pairs:
        yield ShadowTest(
            champion=known[champion], candidate=known[candidate], first_day=first, last_day=last
        )


def _goes_on(test: ShadowTest) -> bool:
    return test.champion.is_live and test.candidate.is_candidate


def _is_settled(test: ShadowTest, today: date) -> bool:
    """It is over, or as good as, and nothing can be added to it: neither an answer that was under
    way nor a click, which comes while the photo lives."""
    is_old = test.last_day < today - KEPT
    is_over = test.last_day < today and not _goes_on(test)
    return (is_old or is_over) and not _answers(test).filter(link__isnull=False).exists()


def _measure(test: ShadowTest) -> bool:
    """False if its answers have gone in this moment: then it is stored."""
    found = figures(champion=test.champion, candidate=test.candidate)
    test.figures = asdict(found) if found else {}
    return bool(found)


def _close(test: ShadowTest) -> int:
    with transaction.atomic():
        if not _measure(test):
            return 0
        test.save()
        return _remove(_answers(test))


def _forget(test: ShadowTest, before: date) -> int:
    """Those that are old, and those that are more than the figures are about."""
    answers = _answers(test)
    surplus = answers.values_list("pk", flat=True)[NEWEST : NEWEST + 1]
    gone = _remove(answers.filter(day__lt=before))
    return gone + sum(_remove(answers.filter(pk__lte=pk)) for pk in list(surplus))


def _answers(test: ShadowTest) -> QuerySet[ShadowAnswer]:
    return ShadowAnswer.objects.filter(champion=test.champion, candidate=test.candidate)


def _remove(answers: QuerySet[ShadowAnswer]) -> int:
    """With their clicks, which are not counted."""
    _count, by_kind = answers.delete()
    return by_kind.get(ShadowAnswer._meta.label, 0)
