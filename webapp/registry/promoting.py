"""Promotion as a job: make ready, verify, swap. Also its first half alone, for a candidate that is
to be tried, so that its promotion is quick later."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue

from . import doors, selectors, services
from .models import IndexVersion, ModelVersion
from .pruning import models_prune

PROMOTE, PREPARE = "registry.promote", "registry.prepare"
OPEN = (Job.State.QUEUED, Job.State.RUNNING)


def promotion_start(
    *, model: ModelVersion, expected: ModelVersion | None, by: User | None, reason: str = ""
) -> Job:
    """Begin to promote, if ``expected`` is still the champion and nobody else has begun.

    Raises Problem 409 otherwise, or if the version serves already or has no files any more.
    """
    with transaction.atomic():
        live = services.kind_lock(model.kind)
        if (live and live.pk) != (expected and expected.pk):
            raise services.conflict()
        if live is not None and live.pk == model.pk:
            raise Problem(
                409, _("It serves already"), _("%(model)s serves now.") % {"model": model}
            )
        if not model.has_files:
            raise services.files_gone(model)
        if promotion_open(model.kind) is not None:
            raise Problem(
                409,
                _("A promotion is under way"),
                _(
                    "Somebody is promoting a model of this kind just now. Wait for its end, "
                    "look at what serves then, and decide anew."
                ),
            )
        return job_enqueue(
            kind=PROMOTE,
            payload={
                "model": model.pk,
                "expected": expected.pk if expected else None,
                "reason": reason[:300],
            },
            created_by=by,
            dedupe_key=f"{PROMOTE}:{model.kind}",
        )


def promotion_open(kind: str) -> Job | None:
    """The promotion of this kind that waits or runs."""
    return Job.objects.filter(dedupe_key=f"{PROMOTE}:{kind}", state__in=OPEN).first()


def promotion_run(context: JobContext) -> dict[str, Any] | None:
    """Handler of "registry.promote". Until the swap nothing that serves has changed.

    Safe to repeat: an attempt that was killed between the swap and its end has done its work.
    """
    model = _model(context.payload["model"])
    if not model.is_live:
        index = _made_ready(context, model)
        if context.should_stop():
            return None
        _swap(context, model, index)
    context.log(_("%(model)s serves.") % {"model": model})
    models_prune(model.kind)
    needs_index = doors.door_of(model.kind).needs_index
    return _result(model, selectors.index_live() if needs_index else None)


def _swap(context: JobContext, model: ModelVersion, index: IndexVersion | None) -> None:
    expected = context.payload["expected"] and _model(context.payload["expected"])
    try:
        with context.fenced():
            services.promote(
                model=model,
                index=index,
                by=context.job.created_by,
                expected=expected or None,
                reason=context.payload.get("reason", ""),
            )
    except Problem as problem:
        raise JobRefused(problem.detail) from problem


def prepare_start(*, model: ModelVersion, by: User | None = None) -> Job:
    """Make ready all that must serve together with a version, without serving it."""
    return job_enqueue(
        kind=PREPARE,
        payload={"model": model.pk},
        created_by=by,
        dedupe_key=f"{PREPARE}:{model.pk}",
    )


def prepare_open(model: ModelVersion) -> Job | None:
    return Job.objects.filter(dedupe_key=f"{PREPARE}:{model.pk}", state__in=OPEN).first()


def shadow_start(*, model: ModelVersion, percent: int, by: User | None) -> Job | None:
    """Have the candidate answer so many percent of real searches too; the job that makes its index
    first, where there is none. 0 ends the test. Raises what services.shadow_set raises."""
    with transaction.atomic():
        services.shadow_set(model=model, percent=percent, by=by)
        if percent and selectors.index_newest(model) is None:
            return prepare_start(model=model, by=by)
    return prepare_open(model)


def prepare_run(context: JobContext) -> dict[str, Any] | None:
    """Handler of "registry.prepare"."""
    model = _model(context.payload["model"])
    index = _made_ready(context, model)
    return None if context.should_stop() else _result(model, index)


def _made_ready(context: JobContext, model: ModelVersion) -> IndexVersion | None:
    """The index that must serve together with the model, for a kind that needs one."""
    door = doors.door_of(model.kind)
    index = door.prepare(context, model)
    if index is None and door.needs_index and not context.should_stop():
        raise JobRefused(_("No index could be made for %(model)s.") % {"model": model})
    return index


def _result(model: ModelVersion, index: IndexVersion | None) -> dict[str, Any]:
    return {"kind": model.kind, "model": model.version, "index": index.version if index else None}


def _model(pk: int) -> ModelVersion:
    found = ModelVersion.objects.filter(pk=pk).first()
    if found is None:
        raise JobRefused(_("This version is not registered any more."))
    return found
