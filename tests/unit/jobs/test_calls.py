"""Quick calls in this process: values and problems come back, and what waits is bounded."""

import threading
from typing import Any

import pytest
from pytest_django import Settings

from tests.support.site import wait_for
from webapp.core.problems import Problem
from webapp.jobs import calls, tasks


def full() -> Problem:
    return Problem(503, "Full", "All chairs are taken.", retry_after=1)


@pytest.fixture(autouse=True)
def _functions(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INFERENCE_TRANSPORT = "local"
    monkeypatch.setattr(calls, "_entries", {})


def test_a_function_is_called_by_its_name() -> None:
    @calls.function("test.add")
    def add(name: int, other: int) -> int:
        return name + other

    assert calls.call("test.add", name=1, other=2) == 3
    assert tasks.call("test.add", {"name": 1, "other": 2}) == {"value": 3}


def test_a_problem_comes_back_as_it_is() -> None:
    @calls.function("test.refuse")
    def refuse() -> None:
        raise Problem(410, "Gone", "It is gone.", retry_after=4)

    with pytest.raises(Problem) as refused:
        calls.call("test.refuse")
    carried = tasks.call("test.refuse", {})

    assert refused.value.extra == {"retry_after": 4}
    assert carried == {"problem": refused.value.document()}


def test_two_functions_cannot_share_a_name() -> None:
    calls.function("test.a")(len)
    calls.function("test.a")(len)

    with pytest.raises(ValueError, match=r"registered as 'test\.a'"):
        calls.function("test.a")(max)


def test_beyond_the_bound_the_caller_says_it_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given one place, which is taken
    monkeypatch.setattr(calls, "_places", threading.BoundedSemaphore(1))
    go_on = threading.Event()
    calls.function("test.wait")(lambda: go_on.wait(10))
    calls.function("test.own", refusals=calls.Refusals(busy=full))(lambda: None)
    calls.send("test.wait")

    with pytest.raises(Problem, match="All chairs are taken"):
        calls.send("test.own")
    with pytest.raises(Problem, match="try again") as plain:
        calls.send("test.wait")
    go_on.set()

    assert plain.value.status == 503
    assert plain.value.extra["retry_after"]


@pytest.mark.django_db
def test_a_place_is_free_again_whatever_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr(calls, "_places", places)
    done: list[Any] = []
    calls.function("test.fail")(lambda: 1 / 0)
    calls.function("test.note")(lambda: done.append(1))

    for name in ("test.fail", "test.fail", "test.note"):
        calls.send(name)
        wait_for(lambda: places._value == 1, "the place stays taken")

    assert done == [1]
