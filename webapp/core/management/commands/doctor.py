"""A report on this installation, to paste into a bug."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from webapp.core.doctor import Section, examine

SIGNS = {"ok": "  ", "warning": "! ", "error": "✗ "}


class Command(BaseCommand):
    help = "Look for missing, damaged and forgotten things; exits with 1 if something is broken."
    requires_system_checks: list[str] = []  # a sick installation must reach us, too

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        sections = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([s.as_dict() for s in sections], indent=2))
        else:
            for section in sections:
                self._write(section)
        if any(finding.level == "error" for s in sections for finding in s.findings):
            raise SystemExit(1)

    def _write(self, section: Section) -> None:
        self.stdout.write(section.title)
        for finding in section.findings:
            self.stdout.write(f"  {SIGNS[finding.level]}{finding.text}")
            if finding.advice:
                self.stdout.write(f"      → {finding.advice}")
