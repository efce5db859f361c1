"""What a kind of model needs from the apps above before it may serve, registered by them.

The registry knows files, versions and history. Only the search knows how to make an index for an
embedder, and which photos to try models with, and only retraining where a run is shown; they say
so in their AppConfig.ready.
"""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.jobs.handlers import JobContext

from .contracts import Compared, QueryPhoto
from .models import IndexVersion, ModelVersion


@dataclass(frozen=True)
class Door:
    prepare: Callable[[JobContext, ModelVersion], IndexVersion | None]
    """Make ready and verify all that must serve together with the model. Safe to repeat; None
    after the job was told to stop. Raises JobRefused with what is wrong."""
    compare: Callable[[JobContext, ModelVersion, ModelVersion], Compared]
    """Both versions on the same photos or seeds. Raises JobRefused."""
    seconds: Callable[[ModelVersion], float]
    """About how long preparing takes."""
    needs_index: bool = False


_doors: dict[str, Door] = {}
_uses: list[Callable[[ModelVersion], bool]] = []
_photos: list[Callable[[int], list[QueryPhoto]]] = []
_run_pages: list[Callable[[str], str]] = []


def register(kind: str, door: Door) -> None:
    _doors[kind] = door


def door_of(kind: str) -> Door:
    """The kind's own, or the plain way of models that need nothing besides their files."""
    from . import plain

    return _doors.get(kind) or plain.DOOR


def in_use(function: Callable[[ModelVersion], bool]) -> None:
    """Register a reason for which a version's files must stay: that something is pinned to it."""
    if function not in _uses:
        _uses.append(function)


def is_in_use(model: ModelVersion) -> bool:
    return any(function(model) for function in _uses)


def photos_from(source: Callable[[int], list[QueryPhoto]]) -> None:
    """Register where photos to try models with come from."""
    _photos[:] = [source]


def query_photos(count: int) -> list[QueryPhoto]:
    """Up to ``count``, the same ones each time as long as the shop stays as it is."""
    return _photos[0](count) if _photos else []


def run_pages_from(source: Callable[[str], str]) -> None:
    """Register where the page of a training run is."""
    _run_pages[:] = [source]


def run_page(run: str) -> str:
    """Address of the page of the run that ModelVersion.run names; empty where there is none."""
    return _run_pages[0](run) if _run_pages and run else ""
