"""`manage.py reindex`: make the catalogue searchable now, and watch it happen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from webapp.jobs.foreground import job_run_here
from webapp.search.indexing import index_enqueue


class Command(BaseCommand):
    help = "Look at new and changed pictures, build the search index and let it serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full", action="store_true", help="look at every picture again, also unchanged ones"
        )

    def handle(self, *args: Any, full: bool, **options: Any) -> None:
        job = index_enqueue(full=full)
        result = job_run_here(job, tell=self._tell)
        if result is None:
            self.stdout.write(f"The job {job.id} is being worked on by another process already.")
            return
        self.stdout.write(
            f"Index {result['index']} serves {result['products']} products "
            f"({result['unreadable']} pictures could not be read)."
        )

    def _tell(self, done: int, total: int, message: str) -> None:
        self.stdout.write(f"{message} {done} of {total}", ending="\r" if done < total else "\n")
        self.stdout.flush()
