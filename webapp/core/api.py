"""Is the site well? For load balancers and for people."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from .health import health

router = Router(tags=["health"])


class Health(Schema):
    status: Literal["ok", "degraded", "down"]
    """"degraded": pages work, photo search has no index yet."""
    database: Literal["ok", "down"]
    index: str | None = None
    """Version of the live search index."""
    model: str | None = None
    """Version of the live embedder."""
    jobs_waiting: int | None = None


@router.get("/health", response={200: Health, 503: Health}, auth=None, summary="Is it well?")
def read_health(request: HttpRequest) -> Status[Health]:
    """503 only while the database is away: everything else is answered with 200."""
    state = Health(**health())
    return Status(503 if state.status == "down" else 200, state)
