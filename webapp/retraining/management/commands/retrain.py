"""What the admin's pages of training runs do, for a terminal."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from webapp.core.durations import duration
from webapp.core.problems import Problem
from webapp.retraining import curves, presets, selectors, services
from webapp.retraining.api import run_document
from webapp.retraining.contracts import Data
from webapp.retraining.models import TrainingRun
from webapp.retraining.services import Wish

LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Train a model on the shop's data and publish it as a new version; list, watch, resume and "
        "cancel runs. A running site or a worker of the queue “training” does the work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", nargs="?", choices=list(presets.TRAINABLE), metavar="KIND",
            help=", ".join(presets.TRAINABLE),
        )  # fmt: skip
        parser.add_argument("--preset", default="", help="how thorough; default: the first")
        parser.add_argument(
            "--data",
            default="catalogue",
            help="catalogue (default), source:NAME of an imported one, sample[:COUNT] drawings, or "
            "the path of a zip",
        )
        parser.add_argument("--phone", action="store_true", help="people's photos too")
        parser.add_argument("--minutes", type=float, help="of training; default: the preset's")
        parser.add_argument("--size", type=int, help="pixels a side")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--from-scratch", action="store_true", help="not from the weights that serve now"
        )
        parser.add_argument(
            "--set", nargs="+", default=[], metavar="NAME=VALUE", dest="knobs",
            help="any knob of the engine's config.py",
        )  # fmt: skip
        parser.add_argument("--nominate", action="store_true", help="make it the candidate")
        parser.add_argument("--dry-run", action="store_true", help="try a step, publish nothing")
        parser.add_argument("--estimate", action="store_true", help="only say how long and large")
        parser.add_argument("--wait", action="store_true", help="watch until it has ended")
        parser.add_argument("--list", action="store_true", help="the newest runs")
        for name, words in (
            ("resume", "go on with a run that failed or was cancelled"),
            ("cancel", "stop a run; it keeps a checkpoint"),
            ("show", "one run with its figures"),
        ):
            parser.add_argument(
                f"--{name}", metavar="RUN", help=f"{words} (its number, or how it begins)"
            )
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(options)
        except Problem as problem:
            raise CommandError(problem.detail) from None

    def _handle(self, options: dict[str, Any]) -> None:
        if options["list"]:
            self._list(options)
        elif options["show"]:
            self._show(_run(options["show"]), options)
        elif options["cancel"]:
            services.run_cancel(run=_run(options["cancel"]), by=None)
            self.stdout.write("It stops and keeps a checkpoint.")
        elif options["resume"]:
            run = _run(options["resume"])
            services.run_resume(run=run, by=None)
            self._told(run, options)
        elif options["kind"]:
            self._start(options)
        else:
            raise CommandError("Say which kind to train: " + ", ".join(presets.TRAINABLE) + ".")

    def _start(self, options: dict[str, Any]) -> None:
        wish = _wish(options)
        if options["estimate"]:
            guess = services.wish_estimate(wish=wish)
            if options["json"]:
                self._write_json(vars(guess) | {"fits": guess.fits})
                return
            self.stdout.write(
                f"{guess.pictures} pictures, about {guess.seconds / 60:.0f} min, "
                f"{guess.size / 1e6:.0f} MB of {guess.free / 1e6:.0f} MB that are free"
            )
            return
        self._told(services.run_start(wish=wish, by=None), options)

    def _told(self, run: TrainingRun, options: dict[str, Any]) -> None:
        if not options["json"]:
            self.stdout.write(f"run {run.pk} is queued as job {run.job_id}")
            self.stdout.flush()
        if options["wait"]:
            run = self._wait(run, options)
        if options["json"]:
            self._write_json(run_document(run))
        if options["wait"] and run.job.state != "succeeded":
            raise CommandError(run.job.error or f"The run was {run.job.get_state_display()}.")

    def _wait(self, run: TrainingRun, options: dict[str, Any]) -> TrainingRun:
        last = None
        while True:
            run = selectors.runs().get(pk=run.pk)
            now = (run.job.state, run.job.percent, run.job.message)
            if now != last and not options["json"]:
                self.stdout.write(_line(run))
                self.stdout.flush()
            last = now
            if not run.is_open:
                return run
            time.sleep(LOOK_SECONDS)

    def _list(self, options: dict[str, Any]) -> None:
        found = selectors.runs()
        if options["kind"]:
            found = found.filter(kind=options["kind"])
        runs = list(found[:20])
        if options["json"]:
            self._write_json([run_document(run) for run in runs])
            return
        if not runs:
            self.stdout.write("No runs yet. Start one with: manage.py retrain embedder")
        for run in runs:
            self.stdout.write(_line(run))

    def _show(self, run: TrainingRun, options: dict[str, Any]) -> None:
        if options["json"]:
            self._write_json(run_document(run))
            return
        self.stdout.write(_line(run))
        self.stdout.write(f"folder    {run.folder}")
        if run.model:
            self.stdout.write(f"published {run.model}")
        for name, value in run.metrics.items():
            self.stdout.write(f"{curves.label_of(name)}: {curves.number(value)}")
        if run.job.error:
            self.stdout.write(run.job.error)

    def _write_json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, indent=2, cls=DjangoJSONEncoder))


def _wish(options: dict[str, Any]) -> Wish:
    data, upload = _data(options["data"], options["phone"])
    return Wish(
        kind=options["kind"],
        preset=options["preset"],
        data=data,
        minutes=options["minutes"],
        start="scratch" if options["from_scratch"] else "champion",
        size=options["size"],
        seed=options["seed"],
        knobs=options["knobs"],
        nominate=options["nominate"],
        is_dry_run=options["dry_run"],
        upload=upload,
    )


def _data(words: str, phone: bool) -> tuple[Data, Path | None]:
    what, _colon, rest = words.partition(":")
    if what == "catalogue":
        return Data(phone=phone), None
    if what == "source":
        return Data(what="source", name=rest, phone=phone), None
    if what == "sample" and (not rest or rest.isdecimal()):
        return Data(what="sample", count=int(rest or 0), phone=phone), None
    path = Path(words)
    if not path.is_file():
        raise CommandError(
            f"{words!r} is neither catalogue, source:NAME, sample[:COUNT] nor a zip."
        )
    return Data(what="upload", name=path.name, phone=phone), path


def _run(start: str) -> TrainingRun:
    found = selectors.runs_named(start)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"There is no run {start!r}. `manage.py retrain --list` names them.")
    raise CommandError(f"Several runs begin with {start!r}; give more of the number.")


def _line(run: TrainingRun) -> str:
    job = run.job
    percent = "" if job.percent is None else f"{job.percent} %"
    eta = f"{duration(job.eta)} left" if job.eta is not None else ""
    kind = f"{run.kind} (dry run)" if run.is_dry_run else run.kind
    words = job.reason if job.error and not run.is_open else job.message
    version = f"→ {run.model.version}" if run.model else ""
    return (
        f"{run.short}  {job.get_state_display():<10}{kind:<22}{percent:>5}  "
        f"{eta:<13}{version or words[:100]}"
    ).rstrip()
