"""Who works what, as the overview tells it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from webapp.core import ping
from webapp.jobs import presence, selectors, services
from webapp.jobs.models import Worker
from webapp.jobs.presence import CLOCK, Presence
from webapp.jobs.runner import worker_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    """This process, as `manage.py up` describes itself."""
    made = Presence({"training": ["training"], "default": ["default", "inference"], CLOCK: []})
    made.beat()
    return made


def silent(seconds):
    Worker.objects.update(seen_at=Now() - timedelta(seconds=seconds))


def queue(name):
    return next(state for state in selectors.queue_states() if state.name == name)


def test_a_process_is_seen_with_its_queues_and_its_clock(here):
    assert {(w.process, tuple(w.queues)) for w in selectors.workers()} == {
        (worker_name(), ("default", "inference")),
        (worker_name(), ("training",)),
        (worker_name(), ()),
    }
    assert [w.keeps_time for w in selectors.workers()].count(True) == 1


def test_a_beat_moves_the_time_and_makes_no_second_row(here):
    silent(15)
    started = Worker.objects.order_by("name")[0].started_at
    here.beat()
    assert Worker.objects.count() == 3
    assert Worker.objects.order_by("name")[0].started_at == started
    assert max(w.age for w in selectors.workers()) < timedelta(seconds=5)


def test_a_process_after_one_that_was_killed_begins_anew_under_the_same_name(here):
    Worker.objects.update(started_at=Now() - timedelta(hours=1))
    Presence({"training": ["training"]}).beat()
    begun = {tuple(w.queues): w.up < timedelta(minutes=1) for w in selectors.workers()}
    assert begun == {("training",): True, ("default", "inference"): False, (): False}


def test_a_worker_shows_the_jobs_that_it_runs(here):
    job = services.job_enqueue(kind="echo", payload={})
    services.job_claim(job_id=job.id, worker=worker_name())
    (busy,) = [w for w in selectors.workers() if w.running]
    assert busy.queues == ["default", "inference"]
    assert busy.running == [job]


def test_a_queue_that_waits_without_a_worker_is_stuck(here):
    services.job_enqueue(kind="echo", payload={})
    assert not queue("default").is_stuck
    silent(60)
    assert queue("default").is_stuck
    assert not queue("training").is_stuck  # nothing waits there


def test_a_goodbye_takes_the_rows_along(here):
    here.leave()
    assert not Worker.objects.exists()


def test_a_silent_worker_is_missed_for_an_hour_and_then_forgotten(here):
    silent(presence.MEMORY_SECONDS - 10)
    assert all(w.is_silent for w in selectors.workers())
    assert presence.workers_forget() == 0
    silent(presence.MEMORY_SECONDS + 10)
    assert presence.workers_forget() == 3


def test_workers_that_are_known_are_not_asked_for_again(here, django_assert_num_queries):
    services.job_enqueue(kind="echo", payload={})
    seen = selectors.workers()
    with django_assert_num_queries(1):
        states = selectors.queue_states(seen)
    assert [state.workers for state in states] == [1, 1, 1]


def test_a_queue_of_an_older_version_is_shown_until_nothing_in_it_is_left_to_do():
    job = services.job_enqueue(kind="echo", payload={}, queue="old")
    assert queue("old").waiting == 1
    services.job_cancel(job_id=job.id)
    assert "old" not in [state.name for state in selectors.queue_states()]


def test_the_outbox_and_the_oldest_are_counted_by_queue():
    services.job_enqueue(kind="echo", payload={})
    services.job_enqueue(kind="echo", payload={}, queue="training")
    state = queue("training")
    assert (state.waiting, state.unsent, state.running) == (1, 1, 0)
    assert state.oldest < timedelta(minutes=1)
    assert queue("inference").oldest is None


def test_a_health_check_sees_a_file_that_is_touched(here, settings, tmp_path):
    settings.WORKER_ALIVE_FILE = str(tmp_path / "alive")
    here.beat()
    assert ping.main(settings.WORKER_ALIVE_FILE) == ""
