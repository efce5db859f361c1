"""`manage.py models`: what serves, what might, and changes of it, from the command line."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webapp.core.problems import Problem
from webapp.jobs.foreground import job_run_here
from webapp.jobs.models import Job
from webapp.registry import comparing, metrics, promoting, selectors, services
from webapp.registry.api import model_document
from webapp.registry.comparison_api import metrics_document
from webapp.registry.kinds import KINDS
from webapp.registry.models import Comparison, ModelVersion


class Command(BaseCommand):
    help = "List models, show one, promote, roll back, name the candidate, compare two, verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        shared = ArgumentParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="for machines")
        name = "version, or champion or candidate"

        listed = commands.add_parser("list", parents=[shared], help="all versions")
        listed.add_argument("kind", nargs="?", choices=[*KINDS])

        show = commands.add_parser("show", parents=[shared], help="one version")
        show.add_argument("kind", choices=[*KINDS])
        show.add_argument("version", help=name)

        promote = commands.add_parser("promote", parents=[shared], help="make one serve")
        promote.add_argument("kind", choices=[*KINDS])
        promote.add_argument("version", help=name)
        promote.add_argument("--reason", default="", help="for the audit log")
        promote.add_argument("--expected", help="refuse if another version than this serves")

        back = commands.add_parser("rollback", parents=[shared], help="return to the one before")
        back.add_argument("kind", choices=[*KINDS])
        back.add_argument("--reason", default="", help="for the audit log")
        back.add_argument("--expected", help="refuse if another version than this serves")

        candidate = commands.add_parser("candidate", parents=[shared], help="name the candidate")
        candidate.add_argument("kind", choices=[*KINDS])
        candidate.add_argument("version", help="version, or none to withdraw it")
        candidate.add_argument("--reason", default="", help="for the audit log")

        compare = commands.add_parser("compare", parents=[shared], help="two versions")
        compare.add_argument("kind", choices=[*KINDS])
        compare.add_argument("left", help=name)
        compare.add_argument("right", help=name)
        compare.add_argument("--try", action="store_true", dest="with_trials",
                             help="also on the same photos or seeds")  # fmt: skip

        verify = commands.add_parser("verify", parents=[shared], help="compare the checksums")
        verify.add_argument("kind", choices=[*KINDS])
        verify.add_argument("version", help=name)

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        self._json = options["json"]
        actions = {
            "list": self._list, "show": self._show, "promote": self._promote,
            "rollback": self._rollback, "candidate": self._candidate, "compare": self._compare,
            "verify": self._verify,
        }  # fmt: skip
        try:
            actions[what](options)
        except Problem as problem:
            raise CommandError(problem.detail) from None

    def _list(self, options: dict[str, Any]) -> None:
        models = ModelVersion.objects.select_related("parent")
        if options["kind"]:
            models = models.filter(kind=options["kind"])
        if self._said([model_document(model) for model in models]):
            return
        if not models:
            self.stdout.write("No model is registered. `manage.py reindex` registers the shipped.")
        for model in models.order_by("kind", "-id"):
            mark = "champion" if model.is_live else "candidate" if model.is_candidate else ""
            mark = mark or ("" if model.has_files else "files removed")
            self.stdout.write(
                f"{model.kind:<11} {model.version:<14} {mark:<13} "
                f"{model.created_at:%Y-%m-%d %H:%M}  {model.size / 1024**2:6.1f} MiB  {model.run}"
            )

    def _show(self, options: dict[str, Any]) -> None:
        model = _get(options["kind"], options["version"])
        figures = metrics.figures(model)
        document = model_document(model)
        if self._said(document | {"metrics": [vars(figure) for figure in figures]}):
            return
        for key, value in document.items():
            self.stdout.write(f"{key:<17} {'' if value is None else value}")
        for figure in figures:
            span = f"  ({figure.low:.3f} to {figure.high:.3f})" if figure.is_certain else ""
            self.stdout.write(f"  {figure.name:<40} {figure.value:.4f}{span}")

    def _promote(self, options: dict[str, Any]) -> None:
        job = promoting.promotion_start(
            model=_get(options["kind"], options["version"]),
            expected=_expected(options),
            by=None,
            reason=options["reason"],
        )
        result = self._run(job)
        if not self._said(result):
            with_index = f" with index {result['index']}" if result["index"] else ""
            self.stdout.write(f"{result['kind']} {result['model']} serves{with_index}.")

    def _rollback(self, options: dict[str, Any]) -> None:
        done = services.rollback(
            kind=options["kind"], by=None, expected=_expected(options), reason=options["reason"]
        )
        if not self._said({"kind": options["kind"], "model": done.model.version}):
            self.stdout.write(f"{done.model} serves again.")

    def _candidate(self, options: dict[str, Any]) -> None:
        if options["version"] == "none":
            model = _get(options["kind"], "candidate")
            services.candidate_withdraw(model=model, by=None, reason=options["reason"])
            text = f"{model} is not the candidate any more."
        else:
            model = _get(options["kind"], options["version"])
            services.candidate_set(model=model, by=None, reason=options["reason"])
            text = f"{model} is the candidate."
        model.refresh_from_db()
        if not self._said({"model": model.version, "is_candidate": model.is_candidate}):
            self.stdout.write(text)

    def _compare(self, options: dict[str, Any]) -> None:
        left, right = (_get(options["kind"], options[name]) for name in ("left", "right"))
        rows = metrics.rows(left, right)
        result: dict[str, Any] = {}
        if options["with_trials"]:
            comparison = comparing.comparison_start(left=left, right=right, by=None)
            self._run(comparing.comparison_job(comparison))
            result = Comparison.objects.get(pk=comparison.pk).result
        figures = [metrics_document(row) for row in rows]
        if self._said({"left": left.version, "right": right.version, "metrics": figures,
                       "trials": result}):  # fmt: skip
            return
        self.stdout.write(f"{'':<40} {left.version:>14} {right.version:>14}")
        for row in rows:
            values = [
                f"{'*' if row.better == side else ''}{figure.value:.4f}" if figure else "-"
                for side, figure in (("left", row.left), ("right", row.right))
            ]
            self.stdout.write(f"{row.name:<40} {values[0]:>14} {values[1]:>14}")
        if rows:
            self.stdout.write("* the better one")
        if result:
            shared = "" if result["overlap"] is None else f", {result['overlap']:.0%} the same"
            self.stdout.write(
                f"{len(result['trials'])} trials{shared}; one answer takes "
                f"{result['left_ms']} and {result['right_ms']} ms. {result['note']}"
            )

    def _verify(self, options: dict[str, Any]) -> None:
        model = services.model_verify(model=_get(options["kind"], options["version"]))
        if not self._said(model_document(model)) and not model.damage:
            self.stdout.write(f"Every file of {model} is what it was when it was published.")
        if model.damage:
            raise CommandError(model.damage)

    def _run(self, job: Job | None) -> dict[str, Any]:
        """Run the job here and now, with its progress on the screen; its result."""
        assert job is not None
        result = job_run_here(job, tell=self._tell)
        if result is None:
            raise CommandError(f"Another process works on the job {job.id} already; see there.")
        return result

    def _tell(self, done: int, total: int, message: str) -> None:
        """Where errors go: the answer alone goes to the output."""
        self.stderr.write(f"{message} {done} of {total}" if total else message)

    def _said(self, document: Any) -> bool:
        if self._json:
            self.stdout.write(json.dumps(document, indent=2, default=str))
        return bool(self._json)


def _get(kind: str, version: str) -> ModelVersion:
    model = selectors.model_get(kind, version)
    if model is None:
        raise CommandError(f"There is no {kind} {version}. See: manage.py models list {kind}")
    return model


def _expected(options: dict[str, Any]) -> ModelVersion | None:
    """What was said to serve, else what serves now."""
    if options["expected"] is None:
        return selectors.model_live(options["kind"])
    return _get(options["kind"], options["expected"])
