"""The import pages: choose, look at what would happen, import, follow, read the report.

An upload may be far larger than any other body. Django reads a body when somebody first asks
for ``request.POST``, which its CSRF check does; so the page is exempt from the check at the
door and goes through it after the permission is known.
"""

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from webapp.catalog import services
from webapp.catalog.formats import FORMATS
from webapp.catalog.formats.containers import Unreadable
from webapp.catalog.forms import ImportForm
from webapp.catalog.models import CatalogImport
from webapp.core.admin_pages import frame, person
from webapp.jobs.selectors import job_get

if TYPE_CHECKING:
    from webapp.catalog.admin import CatalogImportAdmin


def import_start(request: HttpRequest, admin: "CatalogImportAdmin") -> HttpResponse:
    """The form; a good one begins a dry run and leads to its page."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _import_start(request, admin)


@csrf_protect
def _import_start(request: HttpRequest, admin: "CatalogImportAdmin") -> HttpResponse:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile | None = form.cleaned_data["file"]
        place = _kept(upload) if upload else form.cleaned_data["path"]
        try:
            started = services.catalog_import_start(
                path=place,
                source=form.cleaned_data["source"],
                name=Path(upload.name or "").stem if upload else "",
                dry_run=True,
                by=person(request),
                deactivate_missing=form.cleaned_data["deactivate_missing"],
                unsorted=form.cleaned_data["unsorted"],
            )
        except Unreadable as error:
            if upload:
                shutil.rmtree(place.parent, ignore_errors=True)
            form.add_error("file" if upload else "path", str(error))
        else:
            return admin.detail_url(started)
    context = frame(request, admin, _("Import a catalogue")) | {
        "form": form,
        "formats": [module.LABEL for module in FORMATS.values()],
        "limit_mb": settings.ADMIN_UPLOAD_MAX_BYTES // 2**20,
    }
    status = 400 if form.errors else 200
    return render(request, "admin/catalog/import_start.html", context, status=status)


def import_detail(request: HttpRequest, admin: "CatalogImportAdmin", pk: int) -> HttpResponse:
    """What was found, how far it is, what came of it."""
    found = _visible(request, admin, pk)
    job = job_get(found.job_id) if found.job_id else None
    context = frame(request, admin, _("Import of “%(name)s”") % {"name": found.source}) | {
        "import": found,
        "job": job,
        "is_open": bool(job and job.is_open),
        "percent": round(100 * found.position / found.total) if found.total else 0,
        "format": FORMATS[found.format].LABEL if found.format in FORMATS else found.format,
        "mapping": found.mapping.items(),
        "counts": [
            (_("new"), found.created),
            (_("updated"), found.updated),
            (_("unchanged"), found.unchanged),
            (_("taken out"), found.deactivated),
            (_("skipped"), found.skipped),
            (_("bad"), found.bad),
        ],
        "can_import": bool(found.finished_at and found.is_dry_run)
        and admin.has_add_permission(request),
    }
    return render(request, "admin/catalog/import_detail.html", context)


@require_POST
def import_run(request: HttpRequest, admin: "CatalogImportAdmin", pk: int) -> HttpResponse:
    """After a dry run: the same again, for real."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    trial = _visible(request, admin, pk)
    try:
        started = services.catalog_import_start(
            path=trial.path,
            source=trial.source,
            dry_run=False,
            by=person(request),
            deactivate_missing=bool(trial.options.get("deactivate_missing")),
            unsorted=bool(trial.options.get("unsorted")),
        )
    except Unreadable as error:
        admin.message_user(request, str(error), level="error")
        return admin.detail_url(trial)
    admin.log_addition(request, started, _("Started the import."))
    return admin.detail_url(started)


def import_report(request: HttpRequest, admin: "CatalogImportAdmin", pk: int) -> FileResponse:
    found = _visible(request, admin, pk)
    path = Path(settings.VAR_DIR) / found.report
    if not found.report or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{found.source}.csv", content_type="text/csv"
    )


def _visible(request: HttpRequest, admin: "CatalogImportAdmin", pk: int) -> CatalogImport:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(CatalogImport, pk=pk)


def _kept(upload: UploadedFile) -> Path:
    """Move an upload to var/imports/uploads under a name of ours."""
    suffix = Path(upload.name or "").suffix.lower()
    place = Path(settings.VAR_DIR) / "imports" / "uploads" / uuid.uuid4().hex / f"catalogue{suffix}"
    place.parent.mkdir(parents=True)
    with place.open("wb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return place
