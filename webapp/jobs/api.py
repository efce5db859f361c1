"""Jobs as JSON: everybody sees and stops their own, staff with the permissions all."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.security import django_auth

from webapp.core.models import User
from webapp.core.problems import Problem

from . import selectors, services
from .documents import job_document
from .models import Job

router = Router(tags=["jobs"], auth=django_auth)
State = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class JobOut(Schema):
    id: UUID
    kind: str
    queue: str
    state: State
    attempts: int
    max_attempts: int
    done: int
    total: Annotated[int, Field(description="0 while it is unknown")]
    eta_seconds: Annotated[
        float | None, Field(description="left, at the pace of this attempt; null: not known")
    ]
    message: str
    error: Annotated[str, Field(description="why it, or its last attempt, failed")]
    cancel_requested: bool
    worker: str
    heartbeat_age_seconds: float | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobWithLog(JobOut):
    log: Annotated[str, Field(description="its tail")]
    result: dict[str, Any]


class JobsOut(Schema):
    count: int
    page: int
    pages: int
    jobs: list[JobOut]


class JobParameters(Schema):
    state: State | None = None
    queue: str | None = None
    kind: str | None = None
    page: int = Field(1, ge=1)
    limit: int = Field(50, ge=1, le=200)


@router.get("/jobs", response=JobsOut, summary="List, the newest first")
def list_jobs(request: HttpRequest, parameters: Query[JobParameters]) -> dict[str, Any]:
    """A page beyond the last one is the last one."""
    wanted = {
        name: value
        for name in ("state", "queue", "kind")
        if (value := getattr(parameters, name)) is not None
    }
    jobs = selectors.jobs_visible(_person(request)).filter(**wanted).defer("log", "payload")
    page = Paginator(jobs, parameters.limit).get_page(parameters.page)
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "jobs": [job_document(job) for job in page.object_list],
    }


@router.get("/jobs/{uuid:job_id}", response=JobWithLog, summary="One, with its log")
def read_job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """404 also for a job of somebody else."""
    return job_document(_visible(request, job_id), with_log=True)


@router.post("/jobs/{uuid:job_id}/cancel", response=JobWithLog, summary="Stop it")
def cancel_job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """A waiting job ends at once, a running one within seconds. 409 for one that has ended."""
    job = _changeable(request, job_id)
    if not services.job_cancel(job_id=job.id, by=_person(request)):
        raise Problem(409, _("It has ended"), _("The job has ended already; nothing was changed."))
    return job_document(_visible(request, job_id), with_log=True)


@router.post("/jobs/{uuid:job_id}/retry", response=JobWithLog, summary="Queue it again")
def retry_job(request: HttpRequest, job_id: UUID) -> dict[str, Any]:
    """With all its attempts. 409 unless it failed or was cancelled, and while the same is open."""
    job = _changeable(request, job_id)
    if not services.job_retry(job_id=job.id, by=_person(request)):
        raise Problem(409, _("Not to be retried"), str(services.NOT_RETRIED))
    return job_document(_visible(request, job_id), with_log=True)


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated  # django_auth let nobody else in
    return request.user


def _visible(request: HttpRequest, job_id: UUID) -> Job:
    job = selectors.jobs_visible(_person(request)).filter(id=job_id).first()
    if job is None:
        raise Problem(404, _("No such job"), _("There is no job of yours with this number."))
    return job


def _changeable(request: HttpRequest, job_id: UUID) -> Job:
    job = _visible(request, job_id)
    if not selectors.may_change(_person(request), job):
        raise Problem(
            403, _("Not for this account"), _("You may look at this job, but not change it.")
        )
    return job
