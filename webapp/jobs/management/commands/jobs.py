"""What the admin's pages of jobs do, for a terminal."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from webapp.core.durations import duration
from webapp.jobs import selectors, services
from webapp.jobs.documents import job_document
from webapp.jobs.models import Job

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "List jobs, look at one, cancel it, retry it, read its log."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        listing = actions.add_parser("list", help="the newest jobs")
        listing.add_argument("--state", choices=Job.State.values)
        listing.add_argument("--queue")
        listing.add_argument("--kind")
        listing.add_argument("--limit", type=int, default=20, help="how many (default: 20)")
        _add_json(listing)
        for name, words in (
            ("show", "everything about one job"),
            ("cancel", "end a waiting job, ask a running one to stop"),
            ("retry", "queue a failed or cancelled job again"),
            ("log", "the tail of a job's log"),
        ):
            action = actions.add_parser(name, help=words)
            action.add_argument("job", help="its number, or how the number begins")
            _add_json(action)
            if name in ("show", "log"):
                action.add_argument(
                    "--follow", action="store_true", help="go on until the job has ended"
                )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, f"_{action}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        wanted = {n: options[n] for n in ("state", "queue", "kind") if options[n]}
        jobs = list(Job.objects.filter(**wanted).defer("log")[: max(options["limit"], 0)])
        if options["json"]:
            self._write_json([job_document(job) for job in jobs])
            return
        if not jobs:
            self.stdout.write("No jobs." if not wanted else "No such jobs.")
        for job in jobs:
            self.stdout.write(_line(job))

    def _show(self, options: dict[str, Any]) -> None:
        job = _job(options["job"])
        if options["follow"]:
            self._follow(job, options["json"], _line)
            job.refresh_from_db()
        if options["json"]:
            self._write_json(job_document(job, with_log=True))
            return
        for name, value in _facts(job):
            if value:
                self.stdout.write(f"{name:<10}{value}")

    def _cancel(self, options: dict[str, Any]) -> None:
        job = _job(options["job"])
        if not services.job_cancel(job_id=job.id):
            raise CommandError(f"{job.id} has ended already ({job.get_state_display()}).")
        self._tell(job, options, "Asked to stop." if job.state == job.State.RUNNING else "Ended.")

    def _retry(self, options: dict[str, Any]) -> None:
        job = _job(options["job"])
        if not services.job_retry(job_id=job.id):
            raise CommandError(f"{job.id} is {job.get_state_display()}. {services.NOT_RETRIED}")
        self._tell(job, options, "Queued again.")

    def _log(self, options: dict[str, Any]) -> None:
        job = _job(options["job"])
        if options["json"] and not options["follow"]:
            self._write_json({"id": job.id, "state": job.state, "log": job.log})
            return
        self.stdout.write(job.log, ending="")
        self.stdout.flush()
        if not options["follow"]:
            return
        while job.is_open:
            time.sleep(LOOK_SECONDS)
            seen = job.log
            job.refresh_from_db()
            self.stdout.write(_added(seen, job.log), ending="")
            self.stdout.flush()
        self.stdout.write(_line(job))

    def _follow(self, job: Job, as_json: bool, line: Any) -> None:
        """A line whenever something has changed, until the job has ended."""
        last = None
        while job.is_open:
            now = (job.state, job.attempts, job.done, job.message)
            if now != last and not as_json:
                self.stdout.write(line(job))
                self.stdout.flush()
            last = now
            time.sleep(LOOK_SECONDS)
            job.refresh_from_db()

    def _tell(self, job: Job, options: dict[str, Any], text: str) -> None:
        job.refresh_from_db()
        if options["json"]:
            self._write_json(job_document(job))
        else:
            self.stdout.write(text)

    def _write_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, indent=2, cls=DjangoJSONEncoder))


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for machines")


def _job(start: str) -> Job:
    found = selectors.jobs_named(start)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"There is no job {start!r}. `manage.py jobs list` names them.")
    raise CommandError(f"Several jobs begin with {start!r}; give more of the number.")


def _line(job: Job) -> str:
    percent = "" if job.percent is None else f"{job.percent} %"
    eta = f"{duration(job.eta)} left" if job.eta is not None else ""
    words = job.reason or job.message
    return (
        f"{str(job.id)[:8]}  {job.get_state_display():<10}{job.kind:<20} "
        f"{percent:>5}  {eta:<12}{words[:100]}"
    ).rstrip()


def _facts(job: Job) -> list[tuple[str, str]]:
    age = f", last heard of {duration(job.heartbeat_age)} ago" if job.heartbeat_age else ""
    progress = f"{job.done} of {job.total} ({job.percent} %)" if job.total else ""
    return [
        ("job", str(job.id)),
        ("kind", f"{job.kind} on the queue {job.queue}"),
        ("state", f"{job.get_state_display()}, attempt {job.attempts} of {job.max_attempts}"),
        ("progress", " ".join(filter(None, (progress, job.message)))),
        ("left", duration(job.eta)),
        ("took" if not job.is_open else "since", duration(job.duration)),
        ("worker", f"{job.worker}{age}" if job.worker else ""),
        ("by", str(job.created_by or "")),
        ("reason", job.error),
        ("result", json.dumps(job.result) if job.result else ""),
    ]


def _added(before: str, after: str) -> str:
    """What is new in a log of which only the tail is kept."""
    if after.startswith(before):
        return after[len(before) :]
    for start in range(len(before)):
        if after.startswith(before[start:]):
            return after[len(before) - start :]
    return after
