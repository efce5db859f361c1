from datetime import timedelta

import pytest
from django.utils import timezone

from webapp.core.durations import age, duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"), (59, "59 s"), (60, "1 min"), (61 * 60, "1 h 1 min"), (7200, "2 h"),
        (86400 * 2 + 3600, "2 d 1 h"), (86400, "1 d"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_said_in_two_units_at_most(seconds, words):
    assert duration(timedelta(seconds=seconds)) == words


def test_nothing_is_no_length_of_time():
    assert (duration(None), age(None)) == ("", "")


def test_a_moment_ago_and_a_clock_that_is_behind():
    assert age(timezone.now() - timedelta(minutes=3)) == "3 min"
    assert age(timezone.now() + timedelta(minutes=3)) == "0 s"
