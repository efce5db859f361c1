"""The pages of training runs: start one, watch it, lay another one over it, stop it, go on.

An upload may be far larger than any other body, so the start page is exempt from the CSRF check at
the door and goes through it once the permission is known (see webapp.catalog.admin_views).
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_POST, require_safe

from webapp.core.admin_pages import STOP_POLLING, frame, person
from webapp.core.problems import Problem
from webapp.jobs.selectors import queue_states
from webapp.registry.kinds import KINDS

from . import curves, drift, files, presets, selectors, services, stats
from . import data as sets
from .forms import RunForm
from .models import TrainingRun

if TYPE_CHECKING:
    from .admin import TrainingRunAdmin


def may_start(request: HttpRequest) -> bool:
    return request.user.has_perm("retraining.start_trainingrun")


def may_delete(request: HttpRequest) -> bool:
    return request.user.has_perm("retraining.delete_trainingrun")


def learnt_from(run: TrainingRun) -> str:
    return sets.label(run.source)


def start(request: HttpRequest, admin: "TrainingRunAdmin") -> HttpResponse:
    """The form of a kind; a good one starts a run, or its rehearsal, and leads to its page."""
    if not may_start(request):
        raise PermissionDenied
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _start(request, admin)


@csrf_protect
def _start(request: HttpRequest, admin: "TrainingRunAdmin") -> HttpResponse:
    kind = _kind(request)
    if request.method == "POST":
        form = RunForm(kind, request.POST, request.FILES)
        if form.is_valid():
            try:
                wish = form.wish(is_dry_run="dry_run" in request.POST)
                run = services.run_start(wish=wish, by=person(request))
            except Problem as problem:
                form.add_error(None, problem.detail)
                return _start_page(request, admin, form, problem)
            return HttpResponseRedirect(_address(run))
        return _start_page(request, admin, form)
    return _start_page(request, admin, RunForm(kind, initial=_suggested(request)))


def _start_page(
    request: HttpRequest, admin: "TrainingRunAdmin", form: RunForm, problem: Problem | None = None
) -> HttpResponse:
    context = frame(request, admin, _("Retrain a model")) | {
        "form": form,
        "kind": KINDS[form.kind],
        "kinds": [(KINDS[name], each.advice) for name, each in presets.TRAINABLE.items()],
        "open_run": selectors.run_open(form.kind),
        "guess": _guess(form),
        "queue": next((q for q in queue_states() if q.name == "training"), None),
        "problem": problem,
    }
    status = problem.status if problem else 400 if form.errors else 200
    return render(request, "admin/retraining/start.html", context, status=status)


@require_POST
def estimate(request: HttpRequest, admin: "TrainingRunAdmin") -> HttpResponse:
    """A fragment: time and room for what the form says now."""
    if not may_start(request):
        raise PermissionDenied
    form = RunForm(_kind(request), request.POST)
    return render(request, "admin/retraining/_estimate.html", {"guess": _guess(form)})


def _guess(form: RunForm) -> dict[str, Any]:
    """An estimate, or the sentence that says why there is none yet."""
    if not form.is_bound:
        values = {name: form.get_initial_for_field(f, name) for name, f in form.fields.items()}
        form = RunForm(form.kind, {k: v for k, v in values.items() if v not in (None, False)})
    if not form.is_valid() and set(form.errors) - {"upload", "__all__"}:
        return {"reason": _("Correct what is marked, then the estimate follows.")}
    cleaned = {"upload": None} | form.cleaned_data
    form.cleaned_data = cleaned
    try:
        guess = services.wish_estimate(wish=form.wish(is_dry_run=False))
    except Problem as problem:
        return {"reason": problem.detail}
    return {"estimate": guess, "is_upload": cleaned.get("source") == "upload"}


@require_GET
@never_cache
def detail(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    """The whole page, or for htmx the part of it that changes every second or two."""
    run = _visible(request, admin, pk)
    queue = next((q for q in queue_states() if q.name == "training"), None)
    context = {
        "run": run,
        "job": run.job,
        "may_start": may_start(request),
        "may_delete": may_delete(request),
        "is_stuck": run.job.state == "queued" and queue is not None and not queue.workers,
    }
    if request.headers.get("HX-Request"):
        response = render(request, "admin/retraining/_status.html", context, status=_polled(run))
        if not run.is_open:
            response["HX-Trigger"] = "run-ended"
        return response
    context |= frame(request, admin, str(run)) | {
        "learnt_from": learnt_from(run),
        "preset": presets.preset_of(run.kind, run.preset),
        "others": selectors.runs_comparable(run)[:30],
        "other": _other(request, run),
        **_curves(request, run),
        **_sheets(request, run),
    }
    return render(request, "admin/retraining/run.html", context)


@require_GET
@never_cache
def run_curves(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    """A fragment: curves and figures, with those of another run if one is named."""
    run = _visible(request, admin, pk)
    context = {"run": run, "job": run.job} | _curves(request, run)
    return render(request, "admin/retraining/_curves.html", context, status=_polled(run))


@require_GET
@never_cache
def samples(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    """A fragment: the sheet of one step, or the newest."""
    run = _visible(request, admin, pk)
    context = {"run": run, "job": run.job} | _sheets(request, run)
    return render(request, "admin/retraining/_samples.html", context, status=_polled(run))


@require_safe
def sheet(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID, step: int) -> HttpResponseBase:
    return files.sheet_response(request, _visible(request, admin, pk), step)


@require_safe
def film(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID, kind: str) -> HttpResponseBase:
    return files.film_response(request, _visible(request, admin, pk), kind)


@require_POST
def cancel(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    run = _changeable(request, admin, pk)
    return _done(request, run, services.run_cancel, _("The run stops and keeps a checkpoint."))


@require_POST
def resume(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    run = _changeable(request, admin, pk)
    return _done(request, run, services.run_resume, _("The run goes on."))


@require_POST
def repeat(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    """The same wishes as a new run; after a dry run, the run itself."""
    run = _changeable(request, admin, pk)
    try:
        made = services.run_repeat(run=run, by=person(request))
    except Problem as problem:
        messages.error(request, problem.detail)
        return HttpResponseRedirect(_address(run))
    return HttpResponseRedirect(_address(made))


@require_POST
def remove(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> HttpResponse:
    run = _visible(request, admin, pk)
    if not may_delete(request):
        raise PermissionDenied
    try:
        services.run_delete(run=run, by=person(request))
    except Problem as problem:
        messages.error(request, problem.detail)
        return HttpResponseRedirect(_address(run))
    messages.success(request, _("The run and its files are gone."))
    return HttpResponseRedirect(reverse("admin:retraining_trainingrun_changelist"))


@require_POST
def drift_look(request: HttpRequest, admin: "TrainingRunAdmin") -> HttpResponse:
    """Measure now instead of tonight."""
    if not may_start(request):
        raise PermissionDenied
    drift.drift_enqueue(by=person(request))
    messages.success(request, _("It is being measured; the figures appear here in a moment."))
    return HttpResponseRedirect(reverse("admin:index"))


def _polled(run: TrainingRun) -> int:
    return 200 if run.is_open else STOP_POLLING


def _done(request: HttpRequest, run: TrainingRun, service: Any, words: str) -> HttpResponse:
    try:
        service(run=run, by=person(request))
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        messages.success(request, words)
    return HttpResponseRedirect(_address(run))


def _curves(request: HttpRequest, run: TrainingRun) -> dict[str, Any]:
    other = _other(request, run)
    mine = stats.read(run)
    theirs = stats.read(other) if other is not None else None
    known = theirs.series if theirs else {}
    figures = [
        {
            "label": curves.label_of(name),
            "last": curves.number(series.last),
            "best": "" if name in stats.NEITHER else curves.number(series.best),
            "better": _better(name),
            "other": curves.number(known[name].last) if name in known else "",
        }
        for name, series in mine.series.items()
    ]
    return {
        "panels": curves.panels(mine, theirs),
        "figures": figures,
        "rate": mine.rate,
        "position": mine.position,
        "other": other,
    }


def _better(name: str) -> str:
    if name in stats.NEITHER:
        return ""
    return _("lower") if stats.is_loss(name) else _("higher")


def _sheets(request: HttpRequest, run: TrainingRun) -> dict[str, Any]:
    if not run.has_samples:
        return {}
    steps = files.steps(run)
    asked = request.GET.get("step", "")
    place = len(steps) - 1
    if asked.isdecimal() and steps and int(asked) < place:
        place = int(asked)
    return {
        "steps": steps,
        "place": place,
        "step": steps[place] if steps else None,
        "is_held": place < len(steps) - 1,
        "films": files.films(run),
    }


def _other(request: HttpRequest, run: TrainingRun) -> TrainingRun | None:
    try:
        number = UUID(request.GET.get("other", ""))
    except ValueError:
        return None
    return selectors.runs_comparable(run).filter(pk=number).first()


def _suggested(request: HttpRequest) -> dict[str, Any]:
    """What a link to the form fills in."""
    names = ("source", "preset", "start", "minutes", "size", "seed", "nominate")
    return {name: request.GET[name] for name in names if name in request.GET}


def _kind(request: HttpRequest) -> str:
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return asked if asked in presets.TRAINABLE else next(iter(presets.TRAINABLE))


def _visible(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> TrainingRun:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    run: TrainingRun = get_object_or_404(selectors.runs(), pk=pk)
    return run


def _changeable(request: HttpRequest, admin: "TrainingRunAdmin", pk: UUID) -> TrainingRun:
    if not may_start(request):
        raise PermissionDenied
    return _visible(request, admin, pk)


def _address(run: TrainingRun) -> str:
    return reverse("admin:retraining_trainingrun_change", args=[run.pk])
