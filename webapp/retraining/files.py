"""A run's pictures and films, by numbers alone: no client ever names a file."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from webapp.core.media import picture_response

from .models import TrainingRun

PRIVATE = "private, max-age=600"
FILMS = {"gif": "film.gif", "mp4": "film.mp4"}


def steps(run: TrainingRun) -> list[int]:
    """Pictures that had been shown to the network when each sheet was made, in order."""
    folder = run.folder / "samples"
    found = folder.glob("*.jpg") if folder.is_dir() else ()
    return sorted(int(path.stem) for path in found if path.stem.isdigit())


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
    path: Path = run.folder / FILMS[kind]
    if kind == "gif":
        return picture_response(request, path, cache_control="private, no-cache")
    try:
        response = FileResponse(path.open("rb"), content_type="video/mp4")
    except OSError:
        raise Http404 from None
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
