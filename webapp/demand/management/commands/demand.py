"""`manage.py demand`: what people look for and do not find, from a terminal."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from webapp.demand.grouping import regroup_enqueue
from webapp.demand.selectors import groups_visible
from webapp.jobs.foreground import job_run_here


class Command(BaseCommand):
    help = "Group anew what people look for, or list it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("regroup", help="group what people look for, now and here")
        listing = actions.add_parser("list", help="the groups that are shown, most people first")
        listing.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"_{action}")(options)

    def _regroup(self, options: dict[str, Any]) -> None:
        job = regroup_enqueue()
        result = job_run_here(job, tell=lambda done, total, message: None)
        if result is None:
            self.stdout.write(f"The job {job.id} is being worked on by another process already.")
            return
        self.stdout.write(f"Groups that are shown: {result['shown']}.")

    def _list(self, options: dict[str, Any]) -> None:
        groups = list(groups_visible())
        if options["json"]:
            rows = [
                {"id": str(group.pk), "category": group.category, "colour": group.colour,
                 "people": group.people, "weeks": group.weeks}
                for group in groups
            ]  # fmt: skip
            self.stdout.write(json.dumps(rows, indent=2))
            return
        if not groups:
            self.stdout.write("Nothing yet that enough people look for.")
        for group in groups:
            self.stdout.write(f"{group.people:>5}  {group}")
