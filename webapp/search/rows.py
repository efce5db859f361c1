"""Rows of something other than products beside a photo's results, brought by the apps above.

    rows.register(function)    in AppConfig.ready

The function is given what the model sees in the photo (contracts.Seen) and returns a Row, or None
for nothing to show. It runs where pages are made, so it loads no model, and takes milliseconds.
Pages and the API show the same rows.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .contracts import Seen

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Card:
    url: str
    image: str
    """Address of a square picture."""
    title: str
    lines: list[str] = field(default_factory=list)
    """Below the title, the first one the most important."""
    facts: dict[str, Any] = field(default_factory=dict)
    """The same for programs, as JSON: what it is and where to ask for more."""


@dataclass(frozen=True)
class Row:
    key: str
    """For the page's ids, and for programs to tell rows apart."""
    title: str
    more_url: str
    more_text: str
    cards: list[Card]


Source = Callable[[Seen], Row | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Safe to repeat."""
    if source not in _sources:
        _sources.append(source)


def rows(seen: Seen) -> list[Row]:
    """Those that have something to show. One that fails is logged: it must not take the results
    with it."""
    found = []
    for source in _sources:
        try:
            row = source(seen)
        except Exception:
            logger.exception("a row beside the results could not be made")
        else:
            if row is not None and row.cards:
                found.append(row)
    return found
