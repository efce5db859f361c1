"""What is told across the registry's doors: JSON where it is kept."""

from pathlib import Path
from typing import NamedTuple, TypedDict


class QueryPhoto(NamedTuple):
    """A picture to try models with."""

    title: str
    path: Path
    url: str
    product_id: int | None = None
    """The product it shows; never counted among what a search with it finds."""


class Guess(TypedDict):
    name: str
    probability: float


class Item(TypedDict):
    """A product found, as it was called then."""

    id: int
    name: str
    image: str
    url: str


class Side(TypedDict):
    """What one version says to one photo or seed."""

    guesses: list[Guess]
    items: list[Item]
    image: str
    """A design as a data: URL; empty for models that look."""


class Trial(TypedDict):
    title: str
    image: str
    left: Side
    right: Side
    overlap: float | None
    """Share of the top ten that both found; for a classifier, whether the best guess is one."""


class Compared(TypedDict):
    """A comparison's result."""

    trials: list[Trial]
    overlap: float | None
    """The trials' mean."""
    note: str
    """Why there are no trials, or what to know of them."""
    left_ms: float
    right_ms: float
    """Median time of one answer, loading left out."""


def side(
    *, guesses: list[Guess] | None = None, items: list[Item] | None = None, image: str = ""
) -> Side:
    return Side(guesses=guesses or [], items=items or [], image=image)
