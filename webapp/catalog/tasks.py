"""Doors from the job queue to the services."""

from typing import Any

from webapp.catalog.formats.containers import Unreadable
from webapp.catalog.importing import catalog_import_run
from webapp.catalog.models import CatalogImport
from webapp.catalog.services import JOB_KIND
from webapp.jobs.handlers import JobContext, JobRefused, handler


@handler(JOB_KIND, isolated=True)
def import_catalog(context: JobContext) -> dict[str, Any]:
    """Run or resume one CatalogImport; the job's result holds its counts."""
    catalog_import = CatalogImport.objects.filter(pk=context.payload["import_id"]).first()
    if catalog_import is None:
        raise JobRefused("The import was deleted before it ran.")
    try:
        run = catalog_import_run(
            catalog_import=catalog_import,
            progress=context.progress,
            should_stop=context.should_stop,
            fenced=context.fenced,
        )
    except Unreadable as error:
        raise JobRefused(str(error)) from error
    return {
        name: getattr(run, name)
        for name in ("created", "updated", "unchanged", "skipped", "bad", "deactivated")
    }
