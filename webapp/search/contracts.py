"""What the engine and the pages tell each other: JSON, so that it may cross a queue."""

from typing import NamedTuple, TypedDict

PATIENCE = 5.0
"""Seconds that an answer, or a model that is being loaded, is waited for at most."""


class Unavailable(RuntimeError):
    """There is no index, or neither it nor an earlier one can be opened."""


class Busy(RuntimeError):
    """Too many photos wait, or the answer took too long: trying again may succeed."""


class OtherModel(RuntimeError):
    """The vectors come from another model than the one that serves now: look again."""


class Named(TypedDict):
    name: str
    probability: float


class Seen(TypedDict):
    """What the model sees in a part of a photo, as JSON."""

    box: list[float]
    """The part looked at, and where the garment seems to be; fractions of the photo."""
    proposed_box: list[float]
    shape: list[float]
    colour: list[float]
    categories: list[float]
    colours: list[float]
    usages: list[float]
    best_categories: list[Named]
    best_colours: list[Named]
    best_usages: list[Named]
    agree: bool | None
    """Whether the classifier takes it for the same kind; None where it could not be asked."""
    model_version: str


class Found(TypedDict):
    """One product found, as JSON; see recommender.search.Hit."""

    id: int
    score: float
    similarity: float
    reasons: list[str]
    """Codes: category, colour, usage, shape."""
    twins: list[int]


class Search(NamedTuple):
    found: list[Found]
    verdict: str
    """"match" or "nothing close"."""
    nearest: list[int]
    """Ids, best first, without grouping: what the facets count."""
    model_version: str
    index_version: str
    """What answered."""


class Attributes(NamedTuple):
    """What the catalogue says of a product; names as the taxonomy writes them."""

    category: str
    colour: str
    usage: str
