"""Stored pictures and films, served by our own types and never as anything a browser would run."""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from .ranges import Part, Unsatisfiable, is_unchanged, range_read

TYPES = {
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".mp4": "video/mp4",
}
"""The extensions we write; nothing else below MEDIA_ROOT is served."""

PRIVATE = ("queries", "campaigns", "designs")
"""First folders that only a view of their own app may serve."""

_NAMED_BY_CONTENT = re.compile(r"[0-9a-f]{16,64}(-\d+)?\.\w+")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """GET MEDIA_URL<path>: a public file; 404 for anything private, foreign or missing."""
    if path.split("/", 1)[0] in PRIVATE:
        raise Http404
    immutable = _NAMED_BY_CONTENT.fullmatch(path.rsplit("/", 1)[-1]) is not None
    return picture_response(
        request,
        media_path(path),
        cache_control=f"public, max-age={31_536_000 if immutable else 300}"
        + (", immutable" if immutable else ""),
    )


def media_path(relative: str) -> Path:
    """The file below MEDIA_ROOT; Http404 if it lies outside, is hidden, or is not a picture."""
    root = Path(settings.MEDIA_ROOT).resolve()
    parts = relative.split("/")
    if any(part in ("", ".", "..") or part.startswith(".") or "\\" in part for part in parts):
        raise Http404
    try:
        path = (root / relative).resolve()
        if not path.is_relative_to(root) or path.suffix not in TYPES or not path.is_file():
            raise Http404
    except (OSError, ValueError):
        raise Http404 from None
    return path


def picture_response(request: HttpRequest, path: Path, *, cache_control: str) -> HttpResponseBase:
    """The file with its own type, unable to run anything; 304 when the client has it already,
    206 for a part of it: Safari plays no film without, and nobody could seek in one.

    Private pictures pass ``cache_control="private, no-store"``.
    """
    try:
        status = path.stat()
        file = path.open("rb")
    except OSError:
        raise Http404 from None
    stamp = f"{path.name}-{status.st_size}-{status.st_mtime_ns}"
    etag = quote_etag(hashlib.sha256(stamp.encode()).hexdigest()[:24])
    modified = int(status.st_mtime)
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    response: HttpResponseBase
    if unchanged is not None:
        file.close()
        response = unchanged
    else:
        asked = _range_asked(request, etag=etag, last_modified=http_date(modified))
        response = _content(file, status.st_size, asked, TYPES[path.suffix])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    # A cache that kept a refusal of one range might answer the next request with it.
    response["Cache-Control"] = "no-store" if response.status_code == 416 else cache_control
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _range_asked(request: HttpRequest, *, etag: str, last_modified: str) -> str:
    """The Range header, where it counts: it is defined for GET alone."""
    fits = is_unchanged(request.headers.get("If-Range", ""), etag=etag, last_modified=last_modified)
    return request.headers.get("Range", "") if fits and request.method == "GET" else ""


def _content(file: BinaryIO, size: int, asked: str, content_type: str) -> HttpResponseBase:
    """The whole open file, or the range of it that is ``asked`` for."""
    try:
        wanted = range_read(asked, size)
    except Unsatisfiable:
        file.close()
        return HttpResponse(
            status=416, content_type="text/plain", headers={"Content-Range": f"bytes */{size}"}
        )
    if wanted is None:
        response = FileResponse(file, content_type=content_type)
        response["Content-Length"] = str(size)
        return response
    response = FileResponse(Part(file, wanted), status=206, content_type=content_type)
    response["Content-Length"] = str(len(wanted))
    response["Content-Range"] = str(wanted)
    return response
