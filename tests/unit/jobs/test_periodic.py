import pytest

from webapp.jobs import periodic
from webapp.jobs.models import Schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch):
    monkeypatch.setattr(periodic, "_registered", {})
    counted = []

    @periodic.periodic(seconds=60)
    def count():
        counted.append(1)

    return counted


def make_due():
    Schedule.objects.update(next_run_at=periodic.FIRST)


def test_a_function_runs_at_first_sight_and_then_after_its_time(calls):
    assert periodic.run_due() == 1
    assert periodic.run_due() == 0
    make_due()
    assert periodic.run_due() == 1
    assert len(calls) == 2


def test_of_two_time_keepers_one_runs_it(calls):
    (entry,) = periodic.periodics()
    assert periodic._claim(entry)
    assert not periodic._claim(entry)


def test_a_failing_function_keeps_its_rhythm_and_stops_no_other(calls):
    @periodic.periodic(seconds=60)
    def broken():
        raise ValueError

    assert periodic.run_due() == 2
    assert periodic.run_due() == 0


def test_nothing_due_writes_nothing(calls, django_assert_num_queries):
    periodic.run_due()
    with django_assert_num_queries(1):
        periodic.run_due()
