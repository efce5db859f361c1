"""Models as JSON: what serves, what was, promote and roll back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from webapp.core.models import User
from webapp.core.problems import Problem

from . import metrics, promoting, selectors, services
from .kinds import EMBEDDER, KINDS
from .models import ModelVersion

router = Router(tags=["models"], auth=django_auth)
VIEW, PROMOTE = "registry.view_modelversion", "registry.promote_modelversion"


class ModelOut(Schema):
    kind: str
    version: str
    is_live: bool
    """The champion: it serves."""
    is_candidate: bool
    has_files: bool
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
    _check_may_see(request)
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
    by = _check_may_promote(request)
    if kind not in KINDS:
        raise _unknown()
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
    _check_may_see(request)
    model = _get(kind, version)
    return model_document(model) | {"metrics": metrics.figures(model), "manifest": model.manifest}


@router.post(
    "/models/{kind}/{version}/promote", response={202: Started, **PROBLEMS}, summary="Promote"
)
def promote(
    request: HttpRequest, kind: str, version: str, decision: Decision
) -> Status[dict[str, Any]]:
    """Begins a job (see /jobs). 409 if another version serves than ``expected``, or somebody
    else is promoting."""
    by = _check_may_promote(request)
    model = _get(kind, version)
    job = promoting.promotion_start(
        model=model, expected=_expected(kind, decision), by=by, reason=decision.reason
    )
    return Status(202, {"job": job.pk, "state": job.state})


def _check_may_see(request: HttpRequest) -> User:
    """404 for those who may not: a stranger does not learn what there is."""
    user = request.user
    if not (user.is_authenticated and user.is_staff and user.has_perm(VIEW)):
        raise _unknown()
    return user


def _check_may_promote(request: HttpRequest) -> User:
    user = _check_may_see(request)
    if not user.has_perm(PROMOTE):
        raise Problem(
            403,
            _("Not allowed"),
            _("Your account may look at models, but not change what serves."),
        )
    return user


def _get(kind: str, version: str) -> ModelVersion:
    model = selectors.model_get(kind, version)
    if model is None:
        raise _unknown()
    return model


def _expected(kind: str, decision: Decision) -> ModelVersion | None:
    """Raises Problem 409 for a version that nobody can have seen."""
    if decision.expected is None:
        return None
    found = selectors.models_of(kind).filter(version=decision.expected).first()
    if found is None:
        raise services.conflict()
    return found


def _unknown() -> Problem:
    return Problem(404, _("No such model"), _("There is no such version of a model."))


def _name(model: ModelVersion | None) -> str | None:
    return model.version if model else None


def model_document(model: ModelVersion) -> dict[str, Any]:
    index = selectors.index_newest(model) if model.kind == EMBEDDER else None
    names = (
        "kind", "version", "is_live", "is_candidate", "has_files", "size", "data_fingerprint",
        "run", "created_at", "promoted_at",
    )  # fmt: skip
    return {name: getattr(model, name) for name in names} | {
        "parent": _name(model.parent),
        "index": index.version if index else None,
    }
