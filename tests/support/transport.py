"""Photos looked at while one waits, inside a test's own transaction."""

from collections.abc import Callable
from typing import Any

import pytest

from webapp.search import transport


class AtOnce:
    """Stands in for the thread pool, so that a test's transaction sees what it does."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> None:
        function(*arguments)


def work_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_pool", AtOnce())
    # The test's own connection holds its transaction.
    monkeypatch.setattr(transport, "close_old_connections", lambda: None)
