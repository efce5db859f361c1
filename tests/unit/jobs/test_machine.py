"""The state machine under every order of events that hypothesis can think of."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from webapp.jobs import handlers, services
from webapp.jobs.handlers import LeaseLost
from webapp.jobs.models import Job

State = Job.State
ENDED = {State.SUCCEEDED, State.FAILED, State.CANCELLED}


class JobMachine(RuleBasedStateMachine):
    """One job, several workers; the model is the newest claim and what has been seen of it."""

    claims = Bundle("claims")

    @initialize()
    def enqueue(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.id = services.job_enqueue(kind="machine", payload={}).id
        self.newest = None
        self.ended_by = None
        self.successes = 0
        self.last_token = 0

    def teardown(self):
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @property
    def job(self):
        return Job.objects.get(id=self.id)

    @rule(target=claims, worker=st.sampled_from("ab"))
    def claim(self, worker):
        was = self.job
        won = services.job_claim(job_id=self.id, worker=worker)
        assert (won is not None) == (was.state == State.QUEUED and was.not_before is None)
        if won is not None:
            assert won.token == was.token + 1
            self.newest = won
        return won

    @rule(
        claim=consumes(claims),
        write=st.sampled_from(["succeed", "refuse", "fail", "stop", "heartbeat", "progress"]),
    )
    def write(self, claim, write):
        if claim is None:
            return
        was = self.job
        may_write = claim == self.newest and was.state == State.RUNNING
        try:
            {
                "succeed": lambda: services.job_succeed(claim=claim, result={}),
                "refuse": lambda: services.job_refuse(claim=claim, reason="no"),
                "fail": lambda: services.job_attempt_fail(claim=claim, reason="oops"),
                "stop": lambda: services.job_stop(claim=claim),
                "heartbeat": lambda: services.job_heartbeat(claim=claim),
                "progress": lambda: services.job_progress(claim=claim, done=1, total=2, message=""),
            }[write]()
        except LeaseLost:
            assert not may_write
            assert self.job.state == was.state
            return
        assert may_write
        self.successes += write == "succeed"
        if write == "fail" and not was.cancel_requested:
            expected = State.FAILED if was.attempts >= was.max_attempts else State.QUEUED
            assert self.job.state == expected
        if write == "stop" and not was.cancel_requested:
            assert self.job.attempts == was.attempts - 1

    @rule()
    def cancel(self):
        was = self.job
        assert services.job_cancel(job_id=self.id) == (was.state not in ENDED)
        if was.state == State.QUEUED:
            assert self.job.state == State.CANCELLED

    @rule()
    def time_passes(self):
        """Waits are over; leases are not."""
        Job.objects.filter(id=self.id).update(not_before=None)

    @rule()
    def worker_falls_silent(self):
        was = self.job
        Job.objects.filter(id=self.id, state=State.RUNNING).update(
            lease_until=Now() - timedelta(seconds=1)
        )
        assert services.leases_expire() == (was.state == State.RUNNING)

    @precondition(lambda self: self.job.state in (State.FAILED, State.CANCELLED))
    @rule()
    def retry(self):
        assert services.job_retry(job_id=self.id)
        assert self.job.attempts == 0

    @invariant()
    def holds_always(self):
        if not hasattr(self, "id"):
            return
        job = self.job
        assert 0 <= job.attempts <= job.max_attempts
        assert job.token >= self.last_token  # grows, never returns
        self.last_token = job.token
        assert (job.lease_until is not None) == (job.state == State.RUNNING)
        assert (job.finished_at is not None) == (job.state in ENDED)
        assert self.successes <= 1  # nothing is done twice
        if job.state == State.QUEUED:
            assert not job.cancel_requested


@pytest.mark.django_db
def test_the_state_machine(monkeypatch):
    monkeypatch.setattr(handlers, "_handlers", {})
    handlers.handler("machine")(lambda context: None)
    machine = JobMachine.TestCase
    machine.settings = settings(
        max_examples=25,
        stateful_step_count=30,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine("runTest").runTest()
