"""`manage.py reindex`: make the catalogue searchable now, and watch it happen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from webapp.jobs import runner, services
from webapp.jobs.context import RunningJob
from webapp.jobs.models import Job
from webapp.search.indexing import index_enqueue


class Command(BaseCommand):
    help = "Look at new and changed pictures, build the search index and let it serve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--full", action="store_true", help="look at every picture again, also unchanged ones"
        )

    def handle(self, *args: Any, full: bool, **options: Any) -> None:
        job = index_enqueue(full=full)
        claim = services.job_claim(job_id=job.id, worker=runner.worker_name())
        if claim is None:
            self.stdout.write(f"The job {job.id} is being worked on by another process already.")
            return
        running = _Talking(claim, self)
        with running.heartbeat():
            runner.attempt(running)
        job.refresh_from_db()
        if job.state != Job.State.SUCCEEDED:
            raise CommandError(job.error or f"The job ended as {job.get_state_display()}.")
        self.stdout.write(
            f"Index {job.result['index']} serves {job.result['products']} products "
            f"({job.result['unreadable']} pictures could not be read)."
        )


class _Talking(RunningJob):
    """A job whose progress is also printed."""

    def __init__(self, claim: services.Claim, command: BaseCommand) -> None:
        super().__init__(claim)
        self._out = command.stdout

    def progress(self, done: int, total: int, message: str = "") -> None:
        super().progress(done, total, message)
        self._out.write(f"{message} {done} of {total}", ending="\r" if done < total else "\n")
        self._out.flush()
