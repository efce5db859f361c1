"""Write the catalogue to a file that imports back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.catalog.exporting import catalog_export


class Command(BaseCommand):
    help = "Export the catalogue as .csv (for this shop) or .zip (with pictures, for any shop)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix not in (".csv", ".zip"):
            raise CommandError("The file's name must end in .csv or .zip.")
        count = catalog_export(path=path.resolve())
        self.stdout.write(f"{count} products written to {path}")
