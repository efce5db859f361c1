"""`manage.py designs`: what the studio's pages do, from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from PIL import Image

from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs import runner
from webapp.jobs import services as jobs
from webapp.jobs.context import RunningJob
from webapp.registry.models import ModelVersion
from webapp.studio import files, selectors, services
from webapp.studio.models import Design, Sheet

CHUNK = "recipe"
"""Of a PNG's texts; see generator.recipe."""
NUMBERS = ("seed", "count", "truncation", "radius", "weight", "steps")


class Command(BaseCommand):
    help = "Make designs, draw a recipe again, list designs, export one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        shared = ArgumentParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="for machines")
        whose = ArgumentParser(add_help=False)
        whose.add_argument("--user", required=True, help="whose designs they are")

        make = commands.add_parser("make", parents=[shared, whose], help="make a sheet of designs")
        kinds = [kind for kind in Sheet.Kind.values if kind != Sheet.Kind.REPLAY]
        make.add_argument("--kind", choices=kinds, default=Sheet.Kind.SAMPLE)
        make.add_argument("--category", default="", help="what to draw, as the model names it")
        make.add_argument("--model", help="version (default: as the studio chooses)")
        make.add_argument("--of", nargs="+", default=[], metavar="DESIGN", help="to start from")
        make.add_argument("--photo", type=Path, metavar="FILE", help="of --kind from-photo")
        make.add_argument("--seed", type=int)
        make.add_argument("--count", type=int)
        make.add_argument("--steps", type=int, help="of a blend")
        for name, words in (
            ("truncation", "below 1 is more typical, above odder"),
            ("radius", "of variations: 0 is the same, 1 unrelated"),
            ("weight", "of --kind steer: -1 (away) to 1 (towards what people fund)"),
        ):
            make.add_argument(f"--{name}", type=float, help=words)

        replay = commands.add_parser("replay", parents=[shared, whose], help="draw a recipe again")
        replay.add_argument("recipe", type=Path, help="an exported .json or .png")

        listed = commands.add_parser("list", parents=[shared, whose], help="somebody's designs")
        listed.add_argument("--kept", action="store_true", help="only what is kept")
        listed.add_argument("--limit", type=int, default=50)

        export = commands.add_parser("export", parents=[shared], help="write a design's files")
        export.add_argument("design", help="its id")
        export.add_argument("--out", type=Path, required=True, metavar="FILE",
                            help=".png: the picture; .json: the recipe")  # fmt: skip
        export.add_argument("--side", type=int, default=512,
                            help="of the picture, labelled; 0: as it was drawn")  # fmt: skip

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        self._json = options["json"]
        actions = {
            "make": self._make,
            "replay": self._replay,
            "list": self._list,
            "export": self._export,
        }
        try:
            actions[what](options)
        except Problem as problem:
            raise CommandError(problem.detail) from None
        except Http404:
            raise CommandError("There is no such design for this user.") from None

    def _make(self, options: dict[str, Any]) -> None:
        user = _user(options["user"])
        wish = {name: options[name] for name in NUMBERS if options[name] is not None}
        arguments = {
            "user": user,
            "kind": options["kind"],
            "category": options["category"],
            "model": _model(options["model"]),
            "options": wish | {"parents": options["of"]},
        }
        if options["kind"] == Sheet.Kind.RECAST:
            arguments["options"]["categories"] = [options["category"]]
        if options["photo"]:
            try:
                with options["photo"].open("rb") as stream:
                    sheet = services.sheet_make(photo=File(stream), **arguments)
            except OSError as error:
                raise CommandError(f"{options['photo']} cannot be read: {error}") from None
        else:
            sheet = services.sheet_make(**arguments)
        self._told(self._done(user, sheet))

    def _done(self, user: User, sheet: Sheet) -> list[Design]:
        """Its designs; a job of its own is run here, for nobody says that a worker is there."""
        if sheet.state == Sheet.State.MAKING and sheet.job_id is not None:
            claim = jobs.job_claim(job_id=sheet.job_id, worker=runner.worker_name())
            if claim is not None:
                job = RunningJob(claim)
                with job.heartbeat():
                    runner.attempt(job)
        sheet = selectors.sheet_get(user, sheet.pk)
        if sheet.state == Sheet.State.FAILED:
            raise CommandError(sheet.error or "It could not be made.")
        if sheet.state == Sheet.State.MAKING:
            raise CommandError(f"A worker makes it already: manage.py jobs show {sheet.job_id}")
        return list(sheet.designs.all())

    def _replay(self, options: dict[str, Any]) -> None:
        entry = _recipe(options["recipe"])
        self._told([services.recipe_import(user=_user(options["user"]), entry=entry)])

    def _list(self, options: dict[str, Any]) -> None:
        user = _user(options["user"])
        designs = selectors.designs_of(user)
        if options["kept"]:
            designs = designs.filter(is_kept=True)
        self._told(list(designs[: max(options["limit"], 0)]))

    def _export(self, options: dict[str, Any]) -> None:
        design = _design(options["design"])
        out: Path = options["out"]
        if out.suffix == ".json":
            document = selectors.recipe_document(design)
            content = (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
        elif out.suffix == ".png" and options["side"] == 0:
            content = files.path_of(design.file).read_bytes()
        elif out.suffix == ".png":
            content = services.design_export(design=design, side=options["side"])
        else:
            raise CommandError("Designs are written as .png, their recipes as .json.")
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error}") from None
        self.stdout.write(json.dumps({"file": str(out)}) if self._json else f"wrote {out}")

    def _told(self, designs: list[Design]) -> None:
        if self._json:
            self.stdout.write(json.dumps([_document(design) for design in designs], indent=2))
            return
        if not designs:
            self.stdout.write("No designs.")
        for design in designs:
            marks = " ".join(
                word
                for word, is_so in (
                    ("shortlisted", design.is_shortlisted),
                    ("kept", design.is_kept and not design.is_shortlisted),
                    ("hidden", design.is_hidden),
                )
                if is_so
            )
            self.stdout.write(f"{design.pk}  {design.category:<20} {design}  {marks}".rstrip())


def _document(design: Design) -> dict[str, Any]:
    return {
        "id": str(design.pk),
        "title": str(design),
        "category": design.category,
        "model": design.model.version,
        "is_shortlisted": design.is_shortlisted,
        "is_kept": design.is_kept,
        "is_hidden": design.is_hidden,
        "created_at": design.created_at.isoformat(),
        "recipe": selectors.recipe_document(design),
    }


def _user(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no user {name!r}.")
    return found


def _model(version: str | None) -> ModelVersion | None:
    if version is None:
        return None
    found = selectors.model_named(version)
    if found is None:
        raise CommandError(f"There is no generator of version {version!r}; see: manage.py models")
    return found


def _design(pk: str) -> Design:
    try:
        found = Design.objects.select_related("model").filter(pk=pk).first()
    except ValidationError:
        found = None
    if found is None:
        raise CommandError(f"There is no design {pk!r}. `manage.py designs list` names them.")
    return found


def _recipe(path: Path) -> dict[str, Any]:
    """From an exported JSON, or from the text inside a PNG."""
    try:
        if path.suffix.lower() == ".png":
            with Image.open(path, formats=["PNG"]) as image:
                image.load()
                text = str(getattr(image, "text", {}).get(CHUNK, ""))
        else:
            text = path.read_text(encoding="utf-8")
        entry = json.loads(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as a recipe: {error}") from None
    if not isinstance(entry, dict):
        raise CommandError(f"{path} is no recipe.")
    return entry
