from datetime import timedelta

import pytest
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from webapp.jobs import dispatch, services, sweeper
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(monkeypatch):
    """A broker of lists; ``broker["down"]`` makes it refuse."""
    state = {"sent": [], "waiting": 0, "down": False}

    class App:
        @staticmethod
        def send_task(name, args, queue, **options):
            if state["down"]:
                raise OperationalError("connection refused")
            state["sent"].append(args[0])

    def waiting(queue):
        if state["down"]:
            raise OperationalError("connection refused")
        return state["waiting"]

    monkeypatch.setattr(dispatch, "current_app", App)
    monkeypatch.setattr(dispatch, "messages_waiting", waiting)
    monkeypatch.setattr(dispatch, "_away_until", 0.0)
    dispatch.embedded_worker.set()
    yield state
    dispatch.embedded_worker.clear()


def enqueue(count=1):
    return [services.job_enqueue(kind="echo", payload={}) for _ in range(count)]


def test_what_was_never_sent_is_sent_once(broker):
    (job,) = enqueue()
    assert sweeper.sweep() == 1
    assert sweeper.sweep() == 0
    assert broker["sent"] == [str(job.id)]


def test_without_a_worker_for_the_memory_broker_nothing_is_sent(broker):
    dispatch.embedded_worker.clear()
    enqueue()
    assert sweeper.sweep() == 0
    assert Job.objects.get().dispatched_at is None


def test_a_broker_that_is_away_is_left_alone_for_a_moment(broker):
    broker["down"] = True
    enqueue(3)
    assert sweeper.sweep() == 0
    assert not dispatch.can_send()
    assert Job.objects.filter(dispatched_at=None).count() == 3


def test_a_lost_message_is_sent_again(broker):
    (job,) = enqueue()
    Job.objects.update(dispatched_at=Now() - timedelta(seconds=sweeper.RESEND_SECONDS + 1))
    assert sweeper.sweep() == 1
    assert broker["sent"] == [str(job.id)]


def test_messages_that_merely_wait_are_not_doubled(broker):
    enqueue(5)
    Job.objects.update(dispatched_at=Now() - timedelta(hours=1))
    broker["waiting"] = 5
    assert sweeper.sweep() == 0
    broker["waiting"] = 3
    assert sweeper.sweep() == 2


def test_a_job_that_waits_for_its_next_attempt_is_sent_when_due(broker):
    (job,) = enqueue()
    claim = services.job_claim(job_id=job.id, worker="w")
    services.job_attempt_fail(claim=claim, reason="x")
    assert sweeper.sweep() == 0
    Job.objects.update(not_before=Now())
    assert sweeper.sweep() == 1
