"""What a run is asked for: JSON where it is kept, checked when it is made (see services)."""

from dataclasses import dataclass, field
from typing import Any, Literal

What = Literal["catalogue", "source", "upload", "sample"]
Start = Literal["champion", "scratch"]


@dataclass(frozen=True)
class Data:
    """Which pictures a run learns from."""

    what: What = "catalogue"
    name: str = ""
    """Of the source, or of the file that was uploaded."""
    count: int = 0
    """Of drawings; 0: as many as the sample shop has."""
    phone: bool = False
    """Also people's photos, from the folder that the settings name."""


@dataclass(frozen=True)
class Options:
    minutes: float
    """Of training; preparing and publishing come on top."""
    start: Start = "champion"
    size: int | None = None
    """Pixels a side; None: the preset's, or for an embedder that of the model it starts from.
    A generator's are those of its kind."""
    seed: int = 0
    knobs: list[str] = field(default_factory=list)
    """NAME=VALUE of the engine's configuration: for the command line."""


@dataclass(frozen=True)
class Prepared:
    """What an engine is told, in its own words."""

    kind: str
    preset: str
    folder: str
    """The run's."""
    data: list[str]
    """Folders, zips or "sample:COUNT"."""
    options: Options
    start: str | None
    """Folder of the model whose weights are the start."""
    start_manifest: dict[str, Any]
    judge: str | None
    """Folder of the embedder that watches a generator; None: the shipped one."""
    phone: str | None
    phone_map: str | None
    threads: int
    dry_run: bool
