"""Jobs, outbox, broker and workers together, in every order that hypothesis can think of.

The broker loses, doubles and forgets messages; workers die, are shut down, or come back late;
people ask for the same thing again, cancel and retry. Whatever happened: once the broker is back
and somebody works, everything that was asked for has been begun after it was asked for, and
nothing is left open.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from kombu.exceptions import OperationalError

from webapp.jobs import dispatch, handlers, services, sweeper
from webapp.jobs.handlers import LeaseLost
from webapp.jobs.models import Job

State = Job.State
OPEN = [State.QUEUED, State.RUNNING]
KEYS = ["", "index", "train"]
MANY = 60
"""Rounds in which everything must have come to an end."""


class Broker:
    """Messages in a list; ``is_down`` refuses."""

    def __init__(self):
        self.messages = []
        self.is_down = False

    def send_task(self, name, args, queue, **options):
        if self.is_down:
            raise OperationalError("connection refused")
        self.messages.append(args[0])

    def waiting(self, queue):
        if self.is_down:
            raise OperationalError("connection refused")
        return len(self.messages)


broker = Broker()


def place(data, count):
    return data.draw(st.integers(0, count - 1))


class QueueMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        broker.__init__()
        dispatch._away_until = 0.0
        self.claims = []
        self.owed = set()  # what was asked for and has not been begun since
        self.tokens = {}

    def teardown(self):
        if not hasattr(self, "transaction"):
            return
        try:
            self.everything_comes_to_an_end()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # People --------------------------------------------------------------------------------

    @rule(key=st.sampled_from(KEYS))
    def ask(self, key):
        job = services.job_enqueue(kind="machine", payload={}, dedupe_key=key)
        self.owed.add(key or job.id)

    @precondition(lambda self: Job.objects.exists())
    @rule(data=st.data())
    def cancel(self, data):
        job = self.some_job(data)
        was_open = job.is_open
        assert services.job_cancel(job_id=job.id) == was_open
        if was_open:
            self.owed.discard(job.dedupe_key or job.id)

    @precondition(lambda self: Job.objects.exists())
    @rule(data=st.data())
    def retry(self, data):
        job = self.some_job(data)
        key = job.dedupe_key
        is_rivalled = bool(key) and Job.objects.filter(dedupe_key=key, state__in=OPEN).exists()
        done = services.job_retry(job_id=job.id)
        assert done == (job.can_retry and not is_rivalled)
        if done:
            self.owed.add(key or job.id)

    # Messages ------------------------------------------------------------------------------

    @rule()
    def sweep(self):
        before = len(broker.messages)
        assert sweeper.sweep() == len(broker.messages) - before

    @rule(is_down=st.booleans())
    def broker_goes_and_comes(self, is_down):
        broker.is_down = is_down
        dispatch._away_until = 0.0

    @rule()
    def broker_forgets(self):
        broker.messages.clear()

    @precondition(lambda self: broker.messages)
    @rule(data=st.data())
    def broker_doubles(self, data):
        broker.messages.append(broker.messages[place(data, len(broker.messages))])

    @precondition(lambda self: broker.messages)
    @rule(data=st.data())
    def deliver(self, data):
        self.work(broker.messages.pop(place(data, len(broker.messages))))

    @rule(key=st.sampled_from(KEYS))
    def all_goes_well_until_it_runs(self, key):
        """So that running jobs, to which most things happen, are no rare sight."""
        self.ask(key)
        self.broker_goes_and_comes(False)
        self.sweep()
        while broker.messages:
            self.work(broker.messages.pop())

    @rule()
    def time_passes(self):
        Job.objects.filter(state=State.QUEUED).update(not_before=None)
        Job.objects.exclude(dispatched_at=None).update(
            dispatched_at=Now() - timedelta(seconds=sweeper.RESEND_SECONDS + 1)
        )

    # Workers -------------------------------------------------------------------------------

    @precondition(lambda self: self.claims)
    @rule(
        data=st.data(), end=st.sampled_from(["succeed", "refuse", "fail", "shutdown", "cancelled"])
    )
    def end(self, data, end):
        claim = self.claims[place(data, len(self.claims))]
        self.claims.remove(claim)
        was = Job.objects.get(id=claim.job_id)
        holds = was.state == State.RUNNING and was.token == claim.token
        try:
            {
                "succeed": lambda: services.job_succeed(claim=claim, result={}),
                "refuse": lambda: services.job_refuse(claim=claim, reason="no"),
                "fail": lambda: services.job_attempt_fail(claim=claim, reason="oops"),
                "shutdown": lambda: services.job_stop(claim=claim),
                "cancelled": lambda: services.job_stop(claim=claim),
            }[end]()
        except LeaseLost:
            assert not holds
            return
        assert holds
        now = Job.objects.get(id=claim.job_id)
        if end in ("shutdown", "cancelled") and not was.cancel_requested:
            # Back in the outbox, and it cost no attempt.
            assert (now.state, now.attempts) == (State.QUEUED, was.attempts - 1)
            assert now.dispatched_at is None
            self.owed.add(now.dedupe_key or now.id)
        if end in ("fail", "shutdown", "cancelled") and was.cancel_requested:
            assert now.state == State.CANCELLED

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), says_so_later=st.booleans())
    def fall_silent(self, data, says_so_later):
        """A worker dies; or it hangs, and believes afterwards that the job is still its own."""
        claim = self.claims[place(data, len(self.claims))]
        if not says_so_later:
            self.claims.remove(claim)
        claim.held().update(lease_until=Now() - timedelta(seconds=1))

    # Help ----------------------------------------------------------------------------------

    def some_job(self, data):
        """By its place, since its random number would be another one in each run."""
        return Job.objects.order_by("created_at")[place(data, Job.objects.count())]

    def work(self, job_id):
        claim = services.job_claim(job_id=job_id, worker="w")
        if claim is not None:
            job = Job.objects.get(id=claim.job_id)
            self.owed.discard(job.dedupe_key or job.id)
            self.claims.append(claim)

    def everything_comes_to_an_end(self):
        broker.is_down = False
        dispatch._away_until = 0.0
        for _ in range(MANY):
            if not Job.objects.filter(state__in=OPEN).exists():
                break
            Job.objects.filter(state=State.RUNNING).update(lease_until=Now() - timedelta(seconds=1))
            self.time_passes()
            sweeper.sweep()
            self.claims = []
            for message in list(broker.messages):
                broker.messages.remove(message)
                self.work(message)
            for claim in self.claims:
                services.job_succeed(claim=claim, result={})
        assert not Job.objects.filter(state__in=OPEN).exists()
        assert not self.owed, f"asked for, and never begun: {self.owed}"

    # What holds always ---------------------------------------------------------------------

    @invariant()
    def one_open_job_a_key(self):
        if hasattr(self, "owed"):
            open_jobs = Job.objects.filter(~Q(dedupe_key=""), state__in=OPEN).order_by()
            counts = open_jobs.values_list("dedupe_key").annotate(n=Count("id"))
            assert all(count == 1 for _key, count in counts)

    @invariant()
    def tokens_only_grow_and_one_claim_holds(self):
        if not hasattr(self, "owed"):
            return
        for job_id, token in Job.objects.values_list("id", "token"):
            assert token >= self.tokens.get(job_id, 0)
            self.tokens[job_id] = token
        holders = [claim.job_id for claim in self.claims if claim.held().exists()]
        assert len(holders) == len(set(holders))

    @invariant()
    def only_what_runs_can_be_asked_again_or_to_stop(self):
        if hasattr(self, "owed"):
            waiting = Job.objects.filter(state=State.QUEUED)
            assert not waiting.filter(cancel_requested=True).exists()


@pytest.mark.django_db
def test_jobs_messages_and_workers(monkeypatch):
    monkeypatch.setattr(handlers, "_handlers", {})
    monkeypatch.setattr(dispatch, "current_app", broker)
    monkeypatch.setattr(dispatch, "messages_waiting", broker.waiting)
    monkeypatch.setattr(dispatch, "_away_until", 0.0)
    handlers.handler("machine")(lambda context: None)
    dispatch.embedded_worker.set()
    machine = QueueMachine.TestCase
    machine.settings = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        machine("runTest").runTest()
    finally:
        dispatch.embedded_worker.clear()
