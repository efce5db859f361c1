"""Training runs as JSON, for staff who may see them; starting and stopping needs one more right."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.security import django_auth

from webapp.core.models import User
from webapp.core.problems import Problem

from . import selectors, services, stats
from .contracts import Data
from .models import TrainingRun

router = Router(tags=["training"], auth=django_auth)
VIEW, START = "retraining.view_trainingrun", "retraining.start_trainingrun"


class DataIn(Schema):
    what: Annotated[
        Literal["catalogue", "source", "sample"],
        Field(description="the whole catalogue as it is now, one imported one, or drawings"),
    ] = "catalogue"
    name: Annotated[str, Field(max_length=40, description="of the imported catalogue")] = ""
    count: Annotated[int, Field(ge=0, description="of drawings")] = 0
    phone: Annotated[bool, Field(description="people's photos too, where the server has some")] = (
        False
    )


class RunIn(Schema):
    kind: Annotated[str, Field(description="embedder, classifier, acgan-64, …")]
    preset: str = ""
    data: DataIn = DataIn()
    minutes: Annotated[float | None, Field(description="of training; null: the preset's")] = None
    start: Literal["champion", "scratch"] = "champion"
    size: Annotated[int | None, Field(description="pixels a side; null: the preset's")] = None
    seed: int = 0
    nominate: Annotated[bool, Field(description="make the model the candidate")] = False
    dry_run: Annotated[bool, Field(description="load the data, try a step, publish nothing")] = (
        False
    )


class RunOut(Schema):
    id: UUID
    kind: str
    preset: str
    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    dry_run: bool
    nominate: bool
    data: dict[str, Any]
    options: dict[str, Any]
    pictures: int
    percent: int | None
    eta_seconds: float | None
    message: str
    error: str
    job: UUID
    parent: Annotated[str | None, Field(description="version whose weights were the start")]
    model: Annotated[str | None, Field(description="version that was published")]
    metrics: dict[str, float]
    started_by: str | None
    created_at: datetime
    finished_at: datetime | None


class RunWithCurves(RunOut):
    curves: Annotated[
        dict[str, list[tuple[float, float]]],
        Field(description="name: points of (minutes of training, value)"),
    ]
    log: Annotated[str, Field(description="its tail")]


class RunsOut(Schema):
    count: int
    page: int
    pages: int
    runs: list[RunOut]


class EstimateOut(Schema):
    pictures: int
    seconds: float
    bytes: int
    free_bytes: int
    fits: bool


class RunParameters(Schema):
    kind: str | None = None
    page: int = Field(1, ge=1)
    limit: int = Field(50, ge=1, le=200)


@router.get("/runs", response=RunsOut, summary="List, the newest first")
def list_runs(request: HttpRequest, parameters: Query[RunParameters]) -> dict[str, Any]:
    _staff(request, VIEW)
    found = selectors.runs()
    if parameters.kind is not None:
        found = found.filter(kind=parameters.kind)
    page = Paginator(found, parameters.limit).get_page(parameters.page)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "runs": [run_document(run) for run in page.object_list],
    }


@router.post("/runs", response={201: RunOut}, summary="Start one")
def start_run(request: HttpRequest, wanted: RunIn) -> Status[dict[str, Any]]:
    """409 while another run of the kind is open, 422 for values that make no sense, 507 where the
    disk is too full. Uploads are made in the admin."""
    run = services.run_start(wish=_wish(wanted), by=_staff(request, START))
    return Status(201, run_document(run))


@router.post("/runs/estimate", response=EstimateOut, summary="How long, how large?")
def estimate_run(request: HttpRequest, wanted: RunIn) -> dict[str, Any]:
    _staff(request, START)
    guess = services.wish_estimate(wish=_wish(wanted))
    return {
        "pictures": guess.pictures,
        "seconds": round(guess.seconds, 1),
        "bytes": guess.size,
        "free_bytes": guess.free,
        "fits": guess.fits,
    }


@router.get("/runs/{uuid:run_id}", response=RunWithCurves, summary="One, with its curves")
def read_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    _staff(request, VIEW)
    return _with_curves(_found(run_id))


@router.post("/runs/{uuid:run_id}/cancel", response=RunOut, summary="Stop it with a checkpoint")
def cancel_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """409 if it has ended."""
    by = _staff(request, START)
    services.run_cancel(run=_found(run_id), by=by)
    return run_document(_found(run_id))


@router.post("/runs/{uuid:run_id}/resume", response=RunOut, summary="Go on from its checkpoint")
def resume_run(request: HttpRequest, run_id: UUID) -> dict[str, Any]:
    """409 unless it failed or was cancelled, while another of its kind is open, and where the file
    that it learns from was cleared away."""
    by = _staff(request, START)
    services.run_resume(run=_found(run_id), by=by)
    return run_document(_found(run_id))


def run_document(run: TrainingRun) -> dict[str, Any]:
    job = run.job
    return {
        "id": run.pk,
        "kind": run.kind,
        "preset": run.preset,
        "state": job.state,
        "dry_run": run.is_dry_run,
        "nominate": run.nominate,
        "data": run.data,
        "options": run.options,
        "pictures": run.pictures,
        "percent": job.percent,
        "eta_seconds": None if job.eta is None else round(job.eta.total_seconds(), 1),
        "message": job.message,
        "error": job.error,
        "job": job.pk,
        "parent": run.parent.version if run.parent else None,
        "model": run.model.version if run.model else None,
        "metrics": run.metrics,
        "started_by": str(run.created_by) if run.created_by else None,
        "created_at": run.created_at,
        "finished_at": job.finished_at,
    }


def _with_curves(run: TrainingRun) -> dict[str, Any]:
    series = stats.read(run).series
    curves = {name: each.drawn for name, each in series.items()}
    return run_document(run) | {"curves": curves, "log": run.job.log}


def _wish(wanted: RunIn) -> services.Wish:
    return services.Wish(
        kind=wanted.kind,
        preset=wanted.preset,
        data=Data(**wanted.data.dict()),
        minutes=wanted.minutes,
        start=wanted.start,
        size=wanted.size,
        seed=wanted.seed,
        nominate=wanted.nominate,
        is_dry_run=wanted.dry_run,
    )


def _staff(request: HttpRequest, permission: str) -> User:
    """404 for shoppers, who need not know; 403 for staff without the right."""
    assert request.user.is_authenticated  # django_auth let nobody else in
    if not request.user.is_staff:
        raise Problem(404, _("Not found"), _("There is nothing here."))
    if not request.user.has_perm(permission):
        raise Problem(403, _("Not for this account"), _("Your account may not do this."))
    return request.user


def _found(run_id: UUID) -> TrainingRun:
    run = selectors.runs().filter(pk=run_id).first()
    if run is None:
        raise Problem(404, _("No such run"), _("There is no training run with this number."))
    return run
