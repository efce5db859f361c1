"""Draw and load the sample shop."""

import sys
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.catalog.sample import sample_load


class Command(BaseCommand):
    help = "Draw and load the sample shop; what is there and unchanged is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", type=int, default=1500, help="products (default: 1500)")
        parser.add_argument(
            "--only", action="store_true", help="take all other products out of the shop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        begun = monotonic()
        try:
            changed = sample_load(
                count=options["count"], only=options["only"], progress=self._progress
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"sample shop: {options['count']} products, {changed} new or changed, "
            f"in {monotonic() - begun:.1f} s"
        )

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\rdrawing {done} of {total}", ending="\n" if done == total else "")
