"""What every catalogue format offers: recognise itself, and yield its rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from webapp.catalog.formats.containers import Container

FIELDS = (
    "external_id", "sku", "name", "brand", "description", "category", "group", "colour",
    "colour_hex", "gender", "style", "season", "year", "price", "sizes", "stock", "design_code",
    "source", "active", "pictures",
)  # fmt: skip
"""Our names for what a row may say; a mapping goes from these to the source's columns."""

Mapped = Mapping[str, str]


class NeedsDownload(Exception):
    """The picture is an address on the web, and nobody allowed fetching it."""


class PictureMissing(Exception):
    """The table names a picture that is not there."""


@dataclass(frozen=True)
class Picture:
    """``read`` gives the file's bytes; raises PictureMissing, NeedsDownload or OSError."""

    name: str
    read: Callable[[], bytes]


@dataclass
class ImportRow:
    """One product as its source writes it; nothing is checked yet."""

    line: int
    """Line of the table, or a count where there is none."""
    external_id: str
    values: dict[str, str] = field(default_factory=dict)
    """Keys of FIELDS; missing or "" = not stated."""
    pictures: list[Picture] = field(default_factory=list)
    is_category_exact: bool = True
    """False where the category may be any words of the source's own (a shop's feed)."""
    problem: str = ""
    """Why the row cannot be read at all, in plain words."""


@dataclass(frozen=True)
class Detection:
    format: str
    confidence: float
    """0 to 1; the most certain format is taken."""
    mapping: dict[str, str]
    """Our field → what the source calls it."""


class CatalogFormat(Protocol):
    """A module of this package. ``rows`` yields the same rows in the same order each time."""

    NAME: str
    LABEL: str

    def detect(self, container: Container) -> Detection | None: ...

    def count(self, container: Container, mapping: Mapped) -> int:
        """Rows, possibly estimated."""

    def rows(self, container: Container, mapping: Mapped) -> Iterator[ImportRow]: ...
