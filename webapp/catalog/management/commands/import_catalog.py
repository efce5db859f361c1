"""Import a catalogue from the command line, in this process."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from webapp.catalog.formats import FORMATS
from webapp.catalog.formats.containers import Unreadable
from webapp.catalog.importing import catalog_import_run
from webapp.catalog.models import CatalogImport
from webapp.catalog.services import catalog_import_prepare


class Command(BaseCommand):
    help = (
        "Import products from a folder, a zip, a table or hub:owner/name. The format is found "
        "automatically; known formats: " + "; ".join(f.LABEL for f in FORMATS.values()) + "."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", help="folder, zip, CSV/TSV or hub:owner/name")
        parser.add_argument("--source", default="", help="name of this catalogue in the shop")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--deactivate-missing",
            action="store_true",
            help="take products out of the shop that the source no longer names",
        )
        parser.add_argument(
            "--only", action="store_true", help="take all other products out of the shop"
        )
        parser.add_argument(
            "--download", action="store_true", help="fetch pictures that are named by web address"
        )
        parser.add_argument(
            "--unsorted",
            action="store_true",
            help="take products without a category, hidden until somebody sorts them",
        )
        parser.add_argument("--report", type=Path, help="copy the report (CSV) to this file")
        parser.add_argument("--resume", type=int, metavar="ID", help="go on with a stopped import")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = monotonic()
        try:
            run = self._prepared(options)
            self.stdout.write(f"{FORMATS[run.format].LABEL}, {run.total} rows, as “{run.source}”")
            for ours, theirs in run.mapping.items():
                self.stdout.write(f"  {ours:12} ← {theirs}")
            run = catalog_import_run(catalog_import=run, progress=self._progress)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. Go on with: import_catalog --resume {run.pk}") from None
        seconds = monotonic() - begun
        if options["report"]:
            shutil.copyfile(settings.VAR_DIR / run.report, options["report"])
        self.stdout.write(
            f"{'dry run: ' if run.is_dry_run else ''}"
            f"{run.created} new, {run.updated} updated, {run.unchanged} unchanged, "
            f"{run.skipped} skipped, {run.bad} bad, {run.deactivated} taken out, "
            f"in {seconds:.1f} s ({run.position / max(seconds, 0.001):.0f} rows/s)"
        )
        self.stdout.write(f"report: {options['report'] or settings.VAR_DIR / run.report}")

    def _prepared(self, options: dict[str, Any]) -> CatalogImport:
        if options["resume"]:
            try:
                return CatalogImport.objects.get(pk=options["resume"])
            except CatalogImport.DoesNotExist:
                raise CommandError(f"There is no import {options['resume']}.") from None
        if not options["path"]:
            raise CommandError("Say what to import: a folder, a zip, a table or hub:owner/name.")
        return catalog_import_prepare(
            path=options["path"],
            source=options["source"],
            dry_run=options["dry_run"],
            deactivate_missing=options["deactivate_missing"],
            only=options["only"],
            download=options["download"],
            unsorted=options["unsorted"],
        )

    def _progress(self, done: int, total: int, message: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} {message}", ending="")
            if done >= total:
                self.stderr.write("")
