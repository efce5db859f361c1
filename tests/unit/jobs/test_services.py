import errno
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.models.functions import Now
from django.utils import timezone

from webapp.jobs import dispatch, selectors, services
from webapp.jobs.handlers import JobRefused, LeaseLost
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db
State = Job.State


def enqueue(kind="echo", **options):
    return services.job_enqueue(kind=kind, payload=options.pop("payload", {}), **options)


def claim(job, worker="w1"):
    return services.job_claim(job_id=job.id, worker=worker)


def fresh(job):
    return Job.objects.get(id=job.id)


def make_due(job):
    Job.objects.filter(id=job.id).update(not_before=None)


# Enqueueing ------------------------------------------------------------------------------


def test_the_message_is_sent_after_the_transaction(monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(dispatch, "send", lambda job_id, queue: sent.append((job_id, queue)))
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue()
        assert sent == []
    assert sent == [(job.id, "default")]


def test_a_kind_that_nobody_handles_is_refused():
    with pytest.raises(JobRefused, match="no job of kind"):
        enqueue("unknown")


def test_a_waiting_job_with_the_same_key_is_returned():
    first = enqueue(dedupe_key="reindex")
    assert enqueue(dedupe_key="reindex") == first
    assert Job.objects.count() == 1


def test_a_request_during_the_run_makes_one_more_run():
    first = enqueue(dedupe_key="reindex", payload={"a": 1})
    token = claim(first)
    assert enqueue(dedupe_key="reindex") == first
    enqueue(dedupe_key="reindex")
    services.job_succeed(claim=token, result={})
    (second,) = Job.objects.filter(state=State.QUEUED)
    assert (second.payload, second.dedupe_key) == ({"a": 1}, "reindex")


def test_an_ended_job_frees_its_key():
    first = enqueue(dedupe_key="reindex")
    services.job_succeed(claim=claim(first), result={})
    assert enqueue(dedupe_key="reindex") != first


# Running ---------------------------------------------------------------------------------


def test_an_enqueued_job_runs_and_keeps_its_result(run_jobs):
    job = enqueue(payload={"a": 1})
    assert run_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (State.SUCCEEDED, {"a": 1}, 1)
    assert job.finished_at >= job.started_at


def test_only_one_worker_wins_a_job():
    job = enqueue()
    assert claim(job, "w1") is not None
    assert claim(job, "w2") is None
    assert fresh(job).worker == "w1"


def test_a_job_that_is_told_to_wait_is_not_claimed():
    job = enqueue()
    Job.objects.filter(id=job.id).update(not_before=Now() + timedelta(seconds=60))
    assert claim(job) is None
    assert not selectors.jobs_due().exists()


def test_a_refusal_fails_at_once_and_says_why(run_jobs):
    job = enqueue("refuse")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (State.FAILED, "That file is empty.", 1)


def test_a_failing_job_is_tried_three_times_with_growing_waits(run_jobs):
    job = enqueue("fail")
    waits = []
    for attempt in (1, 2):
        assert run_jobs() == 1
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.QUEUED, attempt)
        waits.append((job.not_before - timezone.now()).total_seconds())
        make_due(job)
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert job.error == "ValueError: broken on purpose"
    assert "Traceback" in job.log
    assert waits[0] < waits[1]


def test_a_full_disk_is_called_by_its_name(run_jobs, kinds):
    def run(context):
        raise OSError(errno.ENOSPC, "No space left on device")

    kinds["run"] = run
    job = enqueue("hook")
    run_jobs()
    assert fresh(job).error.startswith("The disk is full.")


def _from_a_library():
    """As torch does, whose own error says nothing about the disk."""
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        raise RuntimeError("unexpected pos 64 vs 0")  # noqa: B904


def _in_words():
    raise ValueError("could not write: No space left on device (os error 28)")


def _by_sqlite():
    raise DatabaseError("database or disk is full")


@pytest.mark.parametrize("fail", [_from_a_library, _in_words, _by_sqlite])
def test_a_full_disk_is_seen_behind_other_errors(run_jobs, kinds, fail):
    kinds["run"] = lambda context: fail()
    job = enqueue("hook")
    run_jobs()
    assert fresh(job).error.startswith("The disk is full.")


def test_each_failed_attempt_leaves_its_reason_in_the_log(run_jobs):
    job = enqueue("fail")
    run_jobs()
    assert "Attempt 1 of 3: ValueError: broken on purpose" in fresh(job).log


def test_progress_is_written_rarely_but_its_end_always(run_jobs, kinds, django_assert_num_queries):
    def run(context):
        with django_assert_num_queries(2):
            for number in range(1, 1001):
                context.progress(number, 1000, "counting")

    kinds["run"] = run
    job = enqueue("hook")
    run_jobs()
    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.message) == (1000, 1000, 100, "counting")


def test_of_a_long_log_the_tail_is_kept(run_jobs, kinds):
    def run(context):
        for number in range(300):
            context.log(f"line {number} " + "x" * 100)

    kinds["run"] = run
    job = enqueue("hook")
    run_jobs()
    log = fresh(job).log
    assert len(log) <= services.LOG_CHARACTERS
    assert "line 299" in log
    assert "line 0 " not in log


# Stopping --------------------------------------------------------------------------------


def test_a_waiting_job_is_cancelled_at_once():
    job = enqueue()
    assert services.job_cancel(job_id=job.id)
    assert fresh(job).state == State.CANCELLED
    assert claim(job) is None


def test_a_running_job_is_asked_and_ends_as_cancelled(run_jobs, kinds):
    def run(context):
        services.job_cancel(job_id=context.job.id)
        context._stop.set()  # as the heartbeat does within a second
        assert context.should_stop()

    kinds["run"] = run
    job = enqueue("hook")
    run_jobs()
    assert fresh(job).state == State.CANCELLED


def test_a_job_that_finished_before_it_noticed_has_succeeded(run_jobs, kinds):
    kinds["run"] = lambda context: services.job_cancel(job_id=context.job.id) and None
    job = enqueue("hook")
    run_jobs()
    assert fresh(job).state == State.SUCCEEDED


def test_an_ended_job_cannot_be_cancelled(run_jobs):
    job = enqueue()
    run_jobs()
    assert not services.job_cancel(job_id=job.id)


def test_a_shutdown_costs_no_attempt():
    job = enqueue()
    services.job_stop(claim=claim(job))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.dispatched_at) == (State.QUEUED, 0, None)


def test_a_failed_job_is_retried_from_the_start(run_jobs):
    job = enqueue("refuse")
    run_jobs()
    assert services.job_retry(job_id=job.id)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (State.QUEUED, 0, "")
    assert not services.job_retry(job_id=job.id)


def test_a_retry_yields_to_an_open_job_with_its_key(run_jobs):
    old = enqueue("refuse", dedupe_key="k")
    run_jobs()
    enqueue(dedupe_key="k")
    assert not services.job_retry(job_id=old.id)
    assert fresh(old).state == State.FAILED


# Losing the lease ------------------------------------------------------------------------


def expire(job):
    Job.objects.filter(id=job.id).update(lease_until=Now() - timedelta(seconds=1))


def test_a_silent_workers_job_is_taken_back():
    job = enqueue()
    claim(job)
    assert services.leases_expire() == 0
    expire(job)
    assert services.leases_expire() == 1
    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert "ended without a word" in job.error
    assert job.not_before is None  # the lease was wait enough


def test_a_job_that_kills_its_workers_fails_after_three():
    job = enqueue()
    for _ in range(3):
        make_due(job)
        assert claim(job)
        expire(job)
        services.leases_expire()
    assert fresh(job).state == State.FAILED


def test_attempts_that_saved_something_do_not_use_themselves_up():
    job = enqueue()
    for _ in range(5):
        services.job_saved(claim=claim(job))
        expire(job)
        services.leases_expire()
    assert fresh(job).state == State.QUEUED
    for _ in range(2):
        claim(job)
        expire(job)
        services.leases_expire()
    assert fresh(job).state == State.FAILED


def test_a_cancelled_job_of_a_dead_worker_is_cancelled():
    job = enqueue()
    claim(job)
    services.job_cancel(job_id=job.id)
    expire(job)
    services.leases_expire()
    assert fresh(job).state == State.CANCELLED


@pytest.mark.parametrize(
    "write",
    [
        lambda claim: services.job_heartbeat(claim=claim),
        lambda claim: services.job_progress(claim=claim, done=1, total=2, message=""),
        lambda claim: services.job_log(claim=claim, text="x"),
        lambda claim: services.job_saved(claim=claim),
        lambda claim: services.job_succeed(claim=claim, result={}),
        lambda claim: services.job_refuse(claim=claim, reason="x"),
        lambda claim: services.job_attempt_fail(claim=claim, reason="x"),
        lambda claim: services.job_stop(claim=claim),
    ],
)
def test_a_worker_that_was_overtaken_can_write_nothing(write):
    job = enqueue()
    old = claim(job, "w1")
    expire(job)
    services.leases_expire()
    make_due(job)
    new = claim(job, "w2")
    before = Job.objects.filter(id=job.id).values().get()
    with pytest.raises(LeaseLost):
        write(old)
    assert Job.objects.filter(id=job.id).values().get() == before
    services.job_succeed(claim=new, result={"by": "w2"})
    assert fresh(job).result == {"by": "w2"}


def test_work_in_a_fence_is_undone_when_the_lease_was_lost(run_jobs, kinds):
    def run(context):
        with context.fenced():
            Job.objects.filter(id=context.job.id).update(message="published")
        Job.objects.filter(id=context.job.id).update(token=99)
        with context.fenced():
            Job.objects.filter(id=context.job.id).update(message="published twice")

    kinds["run"] = run
    job = enqueue("hook")
    run_jobs()
    assert fresh(job).message == "published"


def test_a_wrong_clock_on_one_machine_moves_no_lease(monkeypatch):
    job = enqueue()
    claim(job)
    in_an_hour = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: in_an_hour)
    monkeypatch.setattr("time.time", in_an_hour.timestamp)
    assert services.leases_expire() == 0
