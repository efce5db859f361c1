"""The shadow test as JSON: how the candidate does beside the champion on real searches."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.security import django_auth

from webapp.registry import access, promoting
from webapp.registry import selectors as registry
from webapp.registry.api import PROBLEMS
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion

from . import shadow_history
from .shadow_figures import figures

router = Router(tags=["models"], auth=django_auth)
PATH = f"/models/{EMBEDDER}/{{version}}/shadow"
Pair = tuple[float, float]
MAY_VIEW = "search.view_shadowanswer"


class ClicksOut(Schema):
    count: Annotated[int, Field(description="products opened from these results")]
    champion_share: Annotated[float, Field(description="of them, among its ten best")]
    candidate_share: float
    champion_rank: Annotated[float, Field(description="mean reciprocal rank, 0 to 1")]
    candidate_rank: float


class FiguresOut(Schema):
    count: Annotated[int, Field(description="searches that both answered, the newest 5,000")]
    overlap: Annotated[float, Field(description="share of the ten best that both found")]
    same_category: Annotated[float, Field(description="share of the searches")]
    champion_ms: Annotated[Pair, Field(description="median and 95th percentile")]
    candidate_ms: Pair
    clicks: ClicksOut | None


class EndedOut(Schema):
    champion: str
    first_day: date
    last_day: date
    figures: FiguresOut


class ShadowOut(Schema):
    candidate: str
    champion: str | None
    is_candidate: Annotated[bool, Field(description="false: it cannot be tried")]
    percent: Annotated[int, Field(description="share of real photo searches; 0: none")]
    index: Annotated[str | None, Field(description="its own; without one it answers nothing")]
    job: Annotated[UUID | None, Field(description="that makes the index just now; see /jobs")]
    figures: Annotated[
        FiguresOut | None, Field(description="beside the present champion; null: none yet")
    ]
    ended: Annotated[list[EndedOut], Field(description="its earlier tests, the newest first")]


class Share(Schema):
    percent: Annotated[int, Field(ge=1, le=100, description="of real photo searches")]


@router.get(PATH, response={200: ShadowOut, **PROBLEMS}, summary="A shadow test's figures")
def read_shadow(request: HttpRequest, version: str) -> dict[str, Any]:
    """Of an embedder; ``version`` may be "candidate"."""
    access.viewer(request, MAY_VIEW)
    return shadow_document(access.version_named(EMBEDDER, version))


@router.post(PATH, response={200: ShadowOut, **PROBLEMS}, summary="Start a shadow test")
def start_shadow(request: HttpRequest, version: str, share: Share) -> dict[str, Any]:
    """Or change its share. Where the candidate has no index yet, a job makes it first. 409 for a
    version that is not the candidate."""
    by = access.promoter(request, MAY_VIEW)
    model = access.version_named(EMBEDDER, version)
    promoting.shadow_start(model=model, percent=share.percent, by=by)
    return shadow_document(model)


@router.post(f"{PATH}/stop", response={200: ShadowOut, **PROBLEMS}, summary="Stop a shadow test")
def stop_shadow(request: HttpRequest, version: str) -> dict[str, Any]:
    """Its figures stay. 409 for a version that is not the candidate."""
    by = access.promoter(request, MAY_VIEW)
    model = access.version_named(EMBEDDER, version)
    promoting.shadow_start(model=model, percent=0, by=by)
    return shadow_document(model)


def shadow_document(model: ModelVersion) -> dict[str, Any]:
    """What ShadowOut describes."""
    model.refresh_from_db()
    champion = registry.model_live(EMBEDDER)
    index, job = registry.index_newest(model), promoting.prepare_open(model)
    return {
        "candidate": model.version,
        "champion": champion.version if champion else None,
        "is_candidate": model.is_candidate,
        "percent": model.shadow_percent,
        "index": index.version if index else None,
        "job": job.pk if job else None,
        "figures": figures(champion=champion, candidate=model) if champion else None,
        "ended": [
            {
                "champion": test.champion.version,
                "first_day": test.first_day,
                "last_day": test.last_day,
                "figures": test.figures,
            }
            for test in shadow_history.shadows_ended(candidate=model)
        ],
    }
