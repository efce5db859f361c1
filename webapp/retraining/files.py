"""A run's pictures and films, by numbers alone: no client ever names a file."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from webapp.core.media import picture_response

from .models import TrainingRun

PRIVATE = "private, max-age=600"
FILMS = {"gif": "film.gif", "mp4": "film.mp4"}


def steps(run: TrainingRun) -> list[int]:
    """Pictures that had been shown to the network when each sheet was made, in order."""
    folder = run.folder / "samples"
    found = folder.glob("*.jpg") if folder.is_dir() else ()
    return sorted(int(path.stem) for path in found if path.stem.isdecimal())


def films(run: TrainingRun) -> list[str]:
    return [kind for kind, name in FILMS.items() if (run.folder / name).is_file()]


def sheet_response(request: HttpRequest, run: TrainingRun, step: int) -> HttpResponseBase:
    """Raises Http404."""
    return picture_response(
        request, run.folder / "samples" / f"{step:09d}.jpg", cache_control=PRIVATE
    )


def film_response(request: HttpRequest, run: TrainingRun, kind: str) -> HttpResponseBase:
    """Raises Http404."""
    if kind not in FILMS:
        raise Http404
    return picture_response(request, run.folder / FILMS[kind], cache_control="private, no-cache")
