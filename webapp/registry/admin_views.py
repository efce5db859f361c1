"""The pages of models: one version, promote, compare, and the small changes.

What somebody saw when they decided travels in the form (``expected``), so that a decision about
yesterday's champion is refused with a sentence instead of carried out.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin as django_admin
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from webapp.core.admin_pages import frame, person
from webapp.core.problems import Problem
from webapp.jobs.models import Job

from . import cards, comparing, doors, engine, metrics, promoting, selectors, services
from .access import MAY_PROMOTE
from .kinds import EMBEDDER, KINDS, label_of
from .models import ModelVersion

if TYPE_CHECKING:
    from webapp.registry.admin import ModelVersionAdmin

REASON = 300


def may_promote(request: HttpRequest) -> bool:
    return request.user.has_perm(MAY_PROMOTE)


@require_safe
def version(request: HttpRequest, admin: "ModelVersionAdmin", pk: int) -> HttpResponse:
    """Figures, origin, files, card and history of one version."""
    model = _visible(request, admin, pk)
    champion = selectors.model_live(model.kind)
    card = engine.card(model.folder, model.kind) if model.has_files else ""
    context = _context(request, admin, f"{model.kind_label} {model.version}") | {
        "model": model,
        "kind": KINDS.get(model.kind),
        "champion": champion,
        "previous": selectors.model_previous(model.kind) if model.is_live else None,
        "candidate": selectors.model_candidate(model.kind),
        "figures": metrics.figures(model),
        "origin": _origin(model),
        "files": sorted(model.manifest.get("files", {}).items()),
        "indexes": model.indexes.all()[:8],
        "card": cards.card_html(card) if card else "",
        "history": selectors.audit(model)[:12],
        "others": selectors.models_of(model.kind).exclude(pk=model.pk).exclude(folder="")[:20],
        "promotion": promoting.promotion_open(model.kind),
    }
    return render(request, "admin/registry/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promote(request: HttpRequest, admin: "ModelVersionAdmin", pk: int) -> HttpResponse:
    """GET: what will happen. POST expected, reason: begin. GET ?job=: how far it is."""
    model = _visible(request, admin, pk)
    if request.method == "POST":
        return _promote(request, model)
    champion = selectors.model_live(model.kind)
    job = _job_of(request.GET.get("job", ""), model)
    index = selectors.index_newest(model) if model.kind == EMBEDDER else None
    context = _context(request, admin, _("Promote %(model)s") % {"model": model}) | {
        "model": model,
        "champion": champion,
        "job": job,
        "other_job": None if job else promoting.promotion_open(model.kind),
        "takes": timedelta(seconds=round(doors.door_of(model.kind).seconds(model))),
        "needs_index": doors.door_of(model.kind).needs_index,
        "index": index,
        "rows": _better_first(metrics.rows(champion, model))[:6] if champion else [],
        "reason_length": REASON,
        "can_start": may_promote(request) and not model.is_live and model.has_files,
    }
    return render(request, "admin/registry/promote.html", context)


def _promote(request: HttpRequest, model: ModelVersion) -> HttpResponse:
    _check_may(request)
    reason = request.POST.get("reason", "").strip()
    try:
        job = promoting.promotion_start(
            model=model, expected=_expected(request, model.kind), by=person(request), reason=reason
        )
    except Problem as problem:
        return _refused(request, problem, "promote", model.pk)
    address = reverse("admin:registry_modelversion_promote", args=[model.pk])
    return redirect(f"{address}?job={job.pk}")


@require_POST
def rollback(request: HttpRequest, admin: "ModelVersionAdmin", kind: str) -> HttpResponse:
    """POST expected, reason: at once."""
    if kind not in KINDS:
        raise Http404
    _check_may(request)
    try:
        done = services.rollback(
            kind=kind,
            by=person(request),
            expected=_expected(request, kind),
            reason=request.POST.get("reason", "").strip(),
        )
    except Problem as problem:
        return _refused(request, problem, "changelist")
    messages.success(
        request,
        _("%(model)s serves again. Readers change over as soon as they have verified it.")
        % {"model": done.model},
    )
    return redirect("admin:registry_modelversion_changelist")


@require_POST
def candidate(request: HttpRequest, admin: "ModelVersionAdmin", pk: int) -> HttpResponse:
    """POST: make it the candidate; with withdraw=1, no longer."""
    _check_may(request)
    model = _visible(request, admin, pk)
    reason = request.POST.get("reason", "").strip()
    try:
        if request.POST.get("withdraw"):
            services.candidate_withdraw(model=model, by=person(request), reason=reason)
            text = _("%(model)s is not the candidate any more.")
        else:
            services.candidate_set(model=model, by=person(request), reason=reason)
            text = _("%(model)s is the candidate.")
    except Problem as problem:
        return _refused(request, problem, "change", pk)
    messages.success(request, text % {"model": model})
    return redirect("admin:registry_modelversion_change", pk)


@require_POST
def verify(request: HttpRequest, admin: "ModelVersionAdmin", pk: int) -> HttpResponse:
    """POST: compare every file with its checksum."""
    try:
        model = services.model_verify(model=_visible(request, admin, pk))
    except Problem as problem:
        return _refused(request, problem, "change", pk)
    if model.damage:
        messages.error(request, model.damage)
    else:
        messages.success(request, _("Every file is what it was when it was published."))
    return redirect("admin:registry_modelversion_change", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, admin: "ModelVersionAdmin") -> HttpResponse:
    """?left=&right= (primary keys): figures at once; POST tries both on photos or seeds."""
    left, right = (_chosen(request, admin, name) for name in ("left", "right"))
    if request.method == "POST":
        return _compare(request, left, right)
    comparison = selectors.comparison_get(left, right) if left and right else None
    job = comparing.comparison_job(comparison)
    context = _context(request, admin, _("Compare")) | {
        "left": left,
        "right": right,
        "rows": metrics.rows(left, right) if left and right else [],
        "comparison": comparison,
        "result": comparison.result if comparison else {},
        "job": job,
        "is_open": bool(job and job.is_open),
        "kind": label_of(left.kind) if left else "",
        "others": selectors.models_of(left.kind) if left else [],
        "may_promote": may_promote(request),
    }
    return render(request, "admin/registry/compare.html", context)


def _compare(
    request: HttpRequest, left: ModelVersion | None, right: ModelVersion | None
) -> HttpResponse:
    _check_may(request)
    if left is None or right is None:
        raise Http404
    address = reverse("admin:registry_modelversion_compare")
    try:
        comparing.comparison_start(left=left, right=right, by=person(request))
    except Problem as problem:
        messages.error(request, problem.detail)
    return redirect(f"{address}?left={left.pk}&right={right.pk}")


def _chosen(request: HttpRequest, admin: "ModelVersionAdmin", name: str) -> ModelVersion | None:
    text = request.GET.get(name) or request.POST.get(name) or ""
    return _visible(request, admin, int(text)) if text.isascii() and text.isdigit() else None


def _visible(request: HttpRequest, admin: "ModelVersionAdmin", pk: int) -> ModelVersion:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    rows = ModelVersion.objects.select_related("parent", "registered_by")
    return get_object_or_404(rows, pk=pk)


def _check_may(request: HttpRequest) -> None:
    if not may_promote(request):
        raise PermissionDenied


def _expected(request: HttpRequest, kind: str) -> ModelVersion | None:
    """The champion that the form was made for."""
    text = request.POST.get("expected", "")
    if not (text.isascii() and text.isdigit()):
        return None
    return ModelVersion.objects.filter(pk=int(text), kind=kind).first()


def _refused(request: HttpRequest, problem: Problem, name: str, *args: Any) -> HttpResponse:
    """Back to the page as it is now, with the sentence, and the status that says so."""
    page = reverse(f"admin:registry_modelversion_{name}", args=args)
    context = django_admin.site.each_context(request) | {
        "problem": problem,
        "page": page,
        "title": problem.title,
        "opts": ModelVersion._meta,
    }
    return render(request, "admin/registry/refused.html", context, status=problem.status)


def _job_of(text: str, model: ModelVersion) -> Job | None:
    """The promotion of this very version that the address names."""
    try:
        pk = UUID(text)
    except ValueError:
        return None
    jobs = Job.objects.filter(pk=pk, kind=promoting.PROMOTE)
    return jobs.filter(payload__model=model.pk).first()


def _better_first(rows: list[metrics.Row]) -> list[metrics.Row]:
    """What differs clearly, then what differs."""
    return sorted((row for row in rows if row.better), key=lambda row: not row.is_clear)


def _origin(model: ModelVersion) -> list[tuple[str, Any]]:
    """Where a version comes from: what was used, by whom, with which code."""
    manifest = model.manifest
    training = manifest.get("training") or {}
    sets = training.get("sets") or manifest.get("data")
    facts = [
        (_("Training run"), _run(model.run)),
        (_("Data"), ", ".join(map(str, sets)) if isinstance(sets, list) else sets),
        (_("Data fingerprint"), model.data_fingerprint),
        (_("Preset"), manifest.get("preset")),
        (_("Network"), (manifest.get("architecture") or {}).get("trunk")),
        (_("Taxonomy"), manifest.get("taxonomy")),
        (_("Framework"), manifest.get("framework")),
        (_("Code revision"), manifest.get("code_revision")),
        (_("Registered by"), model.registered_by),
    ]
    return [(label, value) for label, value in facts if value]


def _run(run: str) -> SafeString | str:
    page = doors.run_page(run)
    return format_html('<a href="{}">{}</a>', page, run) if page else run


def _context(request: HttpRequest, admin: "ModelVersionAdmin", title: str) -> dict[str, Any]:
    return frame(request, admin, title) | {"may_promote": may_promote(request)}
