"""The drawing of a job's life."""

import pytest

from webapp.jobs import services
from webapp.jobs.models import Job
from webapp.jobs.timeline import timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return services.job_enqueue(kind="echo", payload={})


def looks(job):
    return [step.look for step in timeline(Job.objects.get(id=job.id))]


def labels(job):
    return [step.label for step in timeline(Job.objects.get(id=job.id))]


def test_a_waiting_job_says_for_what_it_waits(job):
    assert looks(job) == ["done", "now", "ahead", "ahead"]
    assert labels(job)[1] == "waits to be sent"
    Job.objects.update(dispatched_at="2026-01-01T00:00Z")
    assert labels(job)[1] == "waits for a worker"


def test_a_running_job_counts_its_attempts_and_shows_a_stop(job):
    services.job_claim(job_id=job.id, worker="w")
    assert looks(job) == ["done", "done", "now", "ahead"]
    assert timeline(Job.objects.get())[2].note == "attempt 1 of 3"
    services.job_cancel(job_id=job.id)
    assert labels(job)[2] == "stopping"


def test_between_two_attempts_it_waits_to_be_tried_again(job):
    claim = services.job_claim(job_id=job.id, worker="w")
    services.job_attempt_fail(claim=claim, reason="oops")
    assert labels(job)[1] == "waits to be tried again"
    assert looks(job) == ["done", "now", "ahead", "ahead"]


@pytest.mark.parametrize(
    ("end", "look", "label"),
    [
        (lambda claim: services.job_succeed(claim=claim, result={}), "done", "done"),
        (lambda claim: services.job_refuse(claim=claim, reason="no"), "bad", "failed"),
    ],
)
def test_an_ended_job_says_how(job, end, look, label):
    end(services.job_claim(job_id=job.id, worker="w"))
    assert looks(job)[2:] == ["done", look]
    assert labels(job)[3] == label


def test_a_job_cancelled_before_it_began_never_ran(job):
    services.job_cancel(job_id=job.id)
    assert looks(job) == ["done", "ahead", "ahead", "bad"]
