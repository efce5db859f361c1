"""Two versions side by side as JSON: figures at once, answers on the same photos by a job."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from . import access, comparing, metrics, selectors
from .api import PROBLEMS, Started
from .models import ModelVersion

router = Router(tags=["models"], auth=django_auth)
PATH = "/models/{kind}/{version}/compare/{other}"


class MetricsOut(Schema):
    """One metric of two versions."""

    name: str
    left: float | None
    right: float | None
    better: Annotated[
        Literal["left", "right", ""],
        Field(description="empty: they are equal, or more is neither better nor worse"),
    ]
    is_clear: Annotated[bool, Field(description="their 95% intervals do not overlap")]


class GuessOut(Schema):
    name: str
    probability: float


class ItemOut(Schema):
    id: int
    name: str
    image: str
    url: str


class SideOut(Schema):
    guesses: list[GuessOut]
    items: Annotated[list[ItemOut], Field(description="products found, best first")]
    image: Annotated[str, Field(description="a design as a data: URL; empty for models that look")]


class TrialOut(Schema):
    title: str
    image: str
    left: SideOut
    right: SideOut
    overlap: Annotated[
        float | None,
        Field(description="share of the ten best that both found; or whether both guess the same"),
    ]


class ComparedOut(Schema):
    trials: list[TrialOut]
    overlap: Annotated[float | None, Field(description="the trials' mean")]
    note: str
    left_ms: Annotated[float, Field(description="median time of one answer")]
    right_ms: float


class ComparisonOut(Schema):
    kind: str
    left: str
    right: str
    metrics: list[MetricsOut]
    job: Annotated[UUID | None, Field(description="that has, or had, both tried; see /jobs")]
    state: Annotated[str | None, Field(description="of that job")]
    made_at: datetime | None
    result: Annotated[ComparedOut | None, Field(description="null: both were not tried yet")]


@router.get(PATH, response={200: ComparisonOut, **PROBLEMS}, summary="Compare two versions")
def read_comparison(request: HttpRequest, kind: str, version: str, other: str) -> dict[str, Any]:
    """``version`` is the left one, ``other`` the right one; both may be "champion" or
    "candidate". What both answered to the same photos or seeds comes with POST."""
    access.viewer(request)
    left, right = _pair(kind, version, other)
    comparison = selectors.comparison_get(left, right)
    job = comparing.comparison_job(comparison)
    return {
        "kind": kind,
        "left": left.version,
        "right": right.version,
        "metrics": [metrics_document(row) for row in metrics.rows(left, right)],
        "job": job.pk if job else None,
        "state": job.state if job else None,
        "made_at": comparison.made_at if comparison else None,
        "result": (comparison.result or None) if comparison else None,
    }


@router.post(
    PATH, response={202: Started, **PROBLEMS}, summary="Try both on the same photos or seeds"
)
def start_comparison(
    request: HttpRequest, kind: str, version: str, other: str
) -> Status[dict[str, Any]]:
    """Begins a job (see /jobs), or joins the one that does it already; its result comes with GET.
    409 for twice the same version, and where the files of one were removed."""
    by = access.promoter(request)
    left, right = _pair(kind, version, other)
    job = comparing.comparison_job(comparing.comparison_start(left=left, right=right, by=by))
    assert job is not None  # it has just begun
    return Status(202, {"job": job.pk, "state": job.state})


def metrics_document(row: metrics.Row) -> dict[str, Any]:
    """What MetricsOut describes."""
    return {
        "name": row.name,
        "left": row.left and row.left.value,
        "right": row.right and row.right.value,
        "better": row.better,
        "is_clear": row.is_clear,
    }


def _pair(kind: str, version: str, other: str) -> tuple[ModelVersion, ModelVersion]:
    return access.version_named(kind, version), access.version_named(kind, other)
