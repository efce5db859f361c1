"""How long a job still takes: from the pace of this attempt, and of this part of the work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.jobs import services
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    job = services.job_enqueue(kind="echo", payload={})
    return services.job_claim(job_id=job.id, worker="w")


def progress(claim, done, total):
    services.job_progress(claim=claim, done=done, total=total, message="")
    return Job.objects.get(id=claim.job_id)


def seconds_pass(claim, seconds):
    job = Job.objects.get(id=claim.job_id)
    Job.objects.filter(id=job.id).update(pace_since=job.pace_since - timedelta(seconds=seconds))


def test_a_job_that_has_told_nothing_yet_promises_nothing(claim):
    assert Job.objects.get().eta is None
    assert progress(claim, 0, 100).eta is None


def test_half_of_the_work_done_means_as_long_again(claim):
    progress(claim, 0, 100)
    seconds_pass(claim, 60)
    assert progress(claim, 50, 100).eta.total_seconds() == pytest.approx(60, abs=2)


def test_what_an_earlier_attempt_did_makes_this_one_no_faster(claim):
    # given a resumed job that begins at 80 of 100 and makes 10 steps in 100 seconds
    progress(claim, 80, 100)
    seconds_pass(claim, 100)
    assert progress(claim, 90, 100).eta.total_seconds() == pytest.approx(100, abs=2)


def test_another_part_of_the_work_has_a_pace_of_its_own(claim):
    progress(claim, 0, 100)
    seconds_pass(claim, 100)
    progress(claim, 100, 100)
    assert progress(claim, 0, 2000).eta is None
    seconds_pass(claim, 10)
    assert progress(claim, 1000, 2000).eta.total_seconds() == pytest.approx(10, abs=1)


def test_the_next_attempt_is_measured_anew(claim):
    progress(claim, 10, 100)
    services.job_stop(claim=claim)
    again = services.job_claim(job_id=claim.job_id, worker="w")
    assert Job.objects.get().pace_since is None
    assert progress(again, 10, 100).pace_since is not None


def test_an_ended_job_has_nothing_left(claim):
    progress(claim, 0, 10)
    seconds_pass(claim, 5)
    progress(claim, 5, 10)
    services.job_succeed(claim=claim, result={})
    assert Job.objects.get().eta is None


def test_a_clock_that_is_behind_makes_no_negative_time(claim, monkeypatch):
    progress(claim, 0, 10)
    job = progress(claim, 5, 10)
    monkeypatch.setattr(timezone, "now", lambda: job.pace_since - timedelta(hours=1))
    assert job.eta == timedelta()


def test_more_done_than_was_foreseen_is_all_of_it(claim):
    assert progress(claim, 12, 10).percent == 100
