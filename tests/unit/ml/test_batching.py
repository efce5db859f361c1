"""Callers get their own answers from shared batches, and a burst ends in a clear refusal."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from ml.batching import Batcher, Closed, Overloaded

LONG = 10.0
"""Seconds that no test waits, unless it fails."""


class Gate:
    """An engine that holds its first batch until it is opened, and remembers the batches."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        self.batches: list[list[int]] = []

    def __call__(self, items: list[int]) -> list[int]:
        self.batches.append(items)
        self.entered.set()
        assert self.opened.wait(LONG)
        return [-item for item in items]


@contextmanager
def gated(**options: int) -> Iterator[tuple[Gate, Batcher[int, int]]]:
    """A batcher whose engine is busy with item 0."""
    gate = Gate()
    batcher: Batcher[int, int] = Batcher(gate, max_wait=0.0, **options)
    first = batcher.submit(0)
    assert gate.entered.wait(LONG)
    try:
        yield gate, batcher
    finally:
        gate.opened.set()
        batcher.close()
        assert first.result(LONG) == 0


def test_each_caller_gets_the_answer_to_its_own_item() -> None:
    batcher: Batcher[int, int] = Batcher(lambda items: [item * 2 for item in items])
    with ThreadPoolExecutor(max_workers=16) as pool:
        answers = list(pool.map(lambda item: batcher(item, LONG), range(500)))
    batcher.close()

    assert answers == [item * 2 for item in range(500)]


def test_what_waits_together_runs_together_but_never_more_than_the_limit() -> None:
    with gated(max_batch=4) as (gate, batcher):
        futures = [batcher.submit(item) for item in range(1, 11)]
        gate.opened.set()
        assert [future.result(LONG) for future in futures] == [-item for item in range(1, 11)]

    assert [len(batch) for batch in gate.batches] == [1, 4, 4, 2]


def test_a_full_queue_refuses_at_once_and_answers_the_others() -> None:
    with gated(capacity=3) as (gate, batcher):
        futures = [batcher.submit(item) for item in (1, 2, 3)]

        with pytest.raises(Overloaded, match="3 requests are waiting"):
            batcher.submit(4)

        gate.opened.set()
        assert [future.result(LONG) for future in futures] == [-1, -2, -3]


def test_one_bad_item_fails_alone() -> None:
    def engine(items: list[int]) -> list[float]:
        return [1 / item for item in items]

    # given a batch of three that has a zero in it
    batcher = Batcher(engine, max_wait=LONG, max_batch=3)
    good, bad, other = (batcher.submit(item) for item in (1, 0, 4))

    with pytest.raises(ZeroDivisionError):
        bad.result(LONG)
    assert (good.result(LONG), other.result(LONG)) == (1.0, 0.25)
    batcher.close()


def test_a_wrong_number_of_answers_is_an_error_and_not_a_mix_up() -> None:
    batcher: Batcher[int, int] = Batcher(lambda items: [])

    with pytest.raises(ValueError, match="1 items, but 0 answers"):
        batcher(1, LONG)
    batcher.close()


def test_a_caller_who_gave_up_is_not_worked_for() -> None:
    with gated() as (gate, batcher):
        with pytest.raises(TimeoutError):
            batcher(1, timeout=0.01)
        later = batcher.submit(2)
        gate.opened.set()
        assert later.result(LONG) == -2

    assert gate.batches == [[0], [2]]


def test_closing_answers_what_is_queued_and_refuses_what_comes_later() -> None:
    with gated() as (gate, batcher):
        queued = batcher.submit(1)
        gate.opened.set()
        batcher.close()
        batcher.close()

        assert queued.result(LONG) == -1
        with pytest.raises(Closed):
            batcher.submit(2)


def test_a_batcher_that_was_never_used_has_no_thread_to_end() -> None:
    before = threading.active_count()
    batcher: Batcher[int, int] = Batcher(lambda items: items)
    assert threading.active_count() == before
    batcher.close()
