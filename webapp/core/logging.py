"""Log lines: one event a line, for a person at a terminal and for a machine elsewhere."""

import sys
from typing import Any

import structlog

_CONSOLE = structlog.dev.ConsoleRenderer(colors=True)
_LINES = structlog.processors.KeyValueRenderer(
    key_order=["timestamp", "level", "logger", "event"], drop_missing=True, repr_native_str=False
)
PROCESSORS: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
"""What is added to each record of the standard library."""


def render(logger: Any, name: str, event: dict[str, Any]) -> str:
    """Colours at a terminal, ``key=value`` pairs into a file or a pipe."""
    if sys.stderr.isatty():
        return _CONSOLE(logger, name, event)
    return _LINES(logger, name, event)
