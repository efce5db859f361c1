"""How often a fault is injected, and what came of it in the last lines of the run.

`make faults` sets FAULTS=long: the counts that the project promises. Everywhere else the same
tests run in a short form, so that each change meets them.
"""

import os

LONG = os.environ.get("FAULTS") == "long"
told: list[str] = []
"""Printed by tests/faults/conftest.py when the run ends."""


def times(*, short: int, long: int) -> int:
    return long if LONG else short


def tell(line: str) -> None:
    told.append(line)
