"""Models as JSON: what serves, what was; promote, roll back, name the candidate, verify."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from . import access, metrics, promoting, selectors, services
from .kinds import EMBEDDER, KINDS
from .models import ModelVersion

router = Router(tags=["models"], auth=django_auth)


class ModelOut(Schema):
    kind: str
    version: str
    is_live: bool
    """The champion: it serves."""
    is_candidate: bool
    shadow_percent: Annotated[
        int, Field(description="share of real photo searches that it answers too, unseen")
    ]
    has_files: bool
    verified_at: Annotated[
        datetime | None, Field(description="when somebody last had the checksums compared")
    ]
    damage: Annotated[str, Field(description="what was found wrong then; empty: nothing")]
    size: int
    data_fingerprint: str
    run: str
    parent: str | None
    created_at: datetime
    promoted_at: datetime | None
    index: str | None
    """An embedder's newest index."""


class MetricOut(Schema):
    name: str
    value: float
    low: float | None
    high: float | None


class ModelDetail(ModelOut):
    metrics: list[MetricOut]
    manifest: dict[str, Any]


class KindOut(Schema):
    kind: str
    champion: str | None
    candidate: str | None
    previous: str | None
    """What a rollback returns to."""


class ModelsOut(Schema):
    kinds: list[KindOut]
    models: list[ModelOut]


class Decision(Schema):
    expected: Annotated[
        str | None, Field(description="version that you saw as the champion; null: none")
    ]
    reason: Annotated[str, Field(max_length=300)] = ""


class Reason(Schema):
    reason: Annotated[str, Field(max_length=300, description="for the audit log")] = ""


class Started(Schema):
    job: UUID
    state: str


class RolledBack(Schema):
    kind: str
    version: str
    index: str | None
    previous: str


class ProblemDocument(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


PROBLEMS: Any = dict.fromkeys((401, 403, 404, 409, 422), ProblemDocument)


@router.get("/models", response={200: ModelsOut, **PROBLEMS}, summary="Versions of models")
def list_models(request: HttpRequest, kind: str = "") -> dict[str, Any]:
    """Newest first; ``kind`` narrows it down."""
    access.viewer(request)
    models = ModelVersion.objects.select_related("parent")
    if kind:
        models = models.filter(kind=kind)
    return {
        "kinds": [
            {
                "kind": standing.kind.name,
                "champion": _name(standing.champion),
                "candidate": _name(standing.candidate),
                "previous": _name(standing.previous),
            }
            for standing in selectors.standings()
        ],
        "models": [model_document(model) for model in models],
    }


@router.post("/models/{kind}/rollback", response={200: RolledBack, **PROBLEMS}, summary="Roll back")
def rollback(request: HttpRequest, kind: str, decision: Decision) -> dict[str, Any]:
    """At once, to the version that served before. 409 if another serves than ``expected``."""
    by = access.promoter(request)
    if kind not in KINDS:
        raise access.unknown()
    done = services.rollback(
        kind=kind, by=by, expected=_expected(kind, decision), reason=decision.reason
    )
    return {
        "kind": kind,
        "version": done.model.version,
        "index": done.index.version if done.index else None,
        "previous": _name(done.previous_model),
    }


@router.get(
    "/models/{kind}/{version}", response={200: ModelDetail, **PROBLEMS}, summary="One version"
)
def read_model(request: HttpRequest, kind: str, version: str) -> dict[str, Any]:
    """``version`` may be "champion" or "candidate"."""
    access.viewer(request)
    model = access.version_named(kind, version)
    return model_document(model) | {"metrics": metrics.figures(model), "manifest": model.manifest}


@router.post(
    "/models/{kind}/{version}/promote", response={202: Started, **PROBLEMS}, summary="Promote"
)
def promote(
    request: HttpRequest, kind: str, version: str, decision: Decision
) -> Status[dict[str, Any]]:
    """Begins a job (see /jobs). 409 if another version serves than ``expected``, or somebody
    else is promoting."""
    by = access.promoter(request)
    model = access.version_named(kind, version)
    job = promoting.promotion_start(
        model=model, expected=_expected(kind, decision), by=by, reason=decision.reason
    )
    return Status(202, {"job": job.pk, "state": job.state})


@router.post(
    "/models/{kind}/{version}/candidate",
    response={200: ModelOut, **PROBLEMS},
    summary="Make it the candidate",
)
def nominate(
    request: HttpRequest, kind: str, version: str, why: Reason | None = None
) -> dict[str, Any]:
    """Instead of the one before, whose shadow test ends; again, it changes nothing. 409 for the
    champion, and for a version whose files were removed."""
    by = access.promoter(request)
    model = access.version_named(kind, version)
    services.candidate_set(model=model, by=by, reason=why.reason if why else "")
    return _as_it_is_now(model)


@router.post(
    "/models/{kind}/{version}/withdraw",
    response={200: ModelOut, **PROBLEMS},
    summary="No candidate any more",
)
def withdraw(
    request: HttpRequest, kind: str, version: str, why: Reason | None = None
) -> dict[str, Any]:
    """Its shadow test ends too. 409 if it is not the candidate."""
    by = access.promoter(request)
    model = access.version_named(kind, version)
    services.candidate_withdraw(model=model, by=by, reason=why.reason if why else "")
    return _as_it_is_now(model)


@router.post(
    "/models/{kind}/{version}/verify",
    response={200: ModelOut, **PROBLEMS},
    summary="Compare its files with their checksums",
)
def verify(request: HttpRequest, kind: str, version: str) -> dict[str, Any]:
    """At once; ``damage`` says what was found. 409 for a version whose files were removed."""
    access.viewer(request)
    return model_document(services.model_verify(model=access.version_named(kind, version)))


def _as_it_is_now(model: ModelVersion) -> dict[str, Any]:
    model.refresh_from_db()
    return model_document(model)


def _expected(kind: str, decision: Decision) -> ModelVersion | None:
    """Raises Problem 409 for a version that nobody can have seen."""
    if decision.expected is None:
        return None
    found = selectors.models_of(kind).filter(version=decision.expected).first()
    if found is None:
        raise services.conflict()
    return found


def _name(model: ModelVersion | None) -> str | None:
    return model.version if model else None


def model_document(model: ModelVersion) -> dict[str, Any]:
    index = selectors.index_newest(model) if model.kind == EMBEDDER else None
    names = (
        "kind", "version", "is_live", "is_candidate", "shadow_percent", "has_files", "verified_at",
        "damage", "size", "data_fingerprint", "run", "created_at", "promoted_at",
    )  # fmt: skip
    return {name: getattr(model, name) for name in names} | {
        "parent": _name(model.parent),
        "index": index.version if index else None,
    }
