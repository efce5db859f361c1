"""Short answers to "is it well?"; each app adds its own without core knowing the app."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection

Probe = Callable[[], Any]
_probes: dict[str, Probe] = {}


def probe(name: str, function: Probe) -> None:
    """Register in AppConfig.ready; the function may query the database, and is quick."""
    _probes[name] = function


def health() -> dict[str, Any]:
    """``status``, ``database`` and one entry a probe (None when it could not be asked)."""
    answers: dict[str, Any] = dict.fromkeys(_probes)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answers |= {name: function() for name, function in _probes.items()}
    except DatabaseError:
        return {"status": "down", "database": "down", **answers}
    is_whole = all(answers.get(name) for name in ("index", "model"))
    return {"status": "ok" if is_whole else "degraded", "database": "ok", **answers}
