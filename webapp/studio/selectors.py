"""Reads of the studio: models, sheets, designs and who may see them, boards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.safestring import SafeString

from webapp.catalog.labels import category_label
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs import calls
from webapp.jobs.models import Job
from webapp.registry import engine as registry_engine
from webapp.registry.cards import card_html
from webapp.registry.kinds import PRESETS, label_of
from webapp.registry.models import ModelVersion

from . import doors, files, recipes
from .models import Board, Design, Direction, Pin, Sheet

Visitor = User | AnonymousUser
MODERATE = "studio.change_design"
BEST_FIRST = ("acgan-64", "encoder-64", "lsgan-64", "dcgan-64", "acgan-28", "dcgan-28")
"""Which kind of model the studio opens with: in colour, and told what to draw, before the rest."""
WEAK_PHOTOS = 100
"""A category that was learnt from fewer is drawn from a handful of looks again and again."""
WEAK_COVERAGE = 0.3
"""Share of the category's photos that have a design like them; below it, much is never drawn."""
OWN_CATALOGUE = "catalogue"
"""What retraining calls the set that it collects from this shop."""
SIDES = (64, 256, 512)
"""Pixels; 64 stands for a design as it was drawn."""
FILM = "film.mp4"


@dataclass(frozen=True)
class StudioModel:
    """A generator that designers may choose."""

    version: ModelVersion
    label: str
    categories: list[tuple[str, str]]
    """Name and label; empty for a model that is told no category."""
    is_after_photos: bool
    """Designs only after a photo."""

    @property
    def is_live(self) -> bool:
        return self.version.is_live


@dataclass(frozen=True)
class CategoryFacts:
    name: str
    label: str
    photos: int
    coverage: float | None
    """Share of its photos that have a design like them; None where that was not measured."""
    is_weak: bool


@dataclass(frozen=True)
class ModelFacts:
    photos: int
    minutes: float
    per_category: list[CategoryFacts]
    film_path: Path | None
    """Of how it learnt, as MP4."""
    card_html: SafeString


@dataclass(frozen=True)
class Lineage:
    """A design and what it was made from."""

    design: Design | None
    """None where the design itself is gone, or was imported with its descendant."""
    kind: str
    """As generator.recipe.KINDS names it."""
    category: str
    parents: list["Lineage"]
    depth: int
    """Steps from the design that was asked about."""

    @property
    def kind_label(self) -> str:
        return str(Sheet.Kind(self.kind).label) if self.kind in Sheet.Kind.values else self.kind


# Models ----------------------------------------------------------------------------------


def studio_models() -> list[StudioModel]:
    """What can draw, the default first: the champions, then the others, the newest first."""
    rows = ModelVersion.objects.filter(kind__in=PRESETS).exclude(folder="")
    order = {kind: place for place, kind in enumerate(BEST_FIRST)}
    ordered = sorted(rows, key=lambda row: (not row.is_live, order[row.kind], -row.pk))
    return [_studio_model(row) for row in ordered]


def model_default() -> ModelVersion | None:
    found = studio_models()
    return found[0].version if found else None


def model_named(version: str) -> ModelVersion | None:
    """The generator of that version, with or without its files."""
    return ModelVersion.objects.filter(kind__in=PRESETS, version=version).first()


def categories_of(model: ModelVersion) -> list[str]:
    """What the model can be asked for; empty where it is told no category."""
    manifest = model.manifest
    is_told = manifest.get("condition") and not manifest.get("encoder")
    return list(manifest.get("categories") or []) if is_told else []


def model_facts(model: ModelVersion) -> ModelFacts:
    manifest = model.manifest
    rows = [_category_facts(row) for row in manifest.get("per_category") or []]
    return ModelFacts(
        photos=sum(row.photos for row in rows),
        minutes=float((manifest.get("training") or {}).get("minutes") or 0),
        per_category=rows,
        film_path=_film(model),
        card_html=card_html(registry_engine.card(model.folder, model.kind) if model.folder else ""),
    )


def learnt_here(model: ModelVersion) -> bool:
    """Whether it learnt from this shop's catalogue."""
    return bool(model.manifest.get("data") == OWN_CATALOGUE)


def is_pinned_to(model: ModelVersion) -> bool:
    """Whether designs need the files of this version."""
    return Design.objects.filter(model=model).exists()


def direction_for(model: ModelVersion, category: str) -> Direction | None:
    """Towards what people fund: of the category, else over all."""
    found = {row.category: row for row in Direction.objects.filter(model=model)}
    return found.get(category) or found.get("")


def _studio_model(row: ModelVersion) -> StudioModel:
    return StudioModel(
        version=row,
        label=f"{label_of(row.kind)} {row.version[:8]}",
        categories=[(name, category_label(name)) for name in categories_of(row)],
        is_after_photos=bool(row.manifest.get("encoder")),
    )


def _category_facts(row: dict[str, Any]) -> CategoryFacts:
    photos, coverage = int(row["photos"]), row.get("coverage")
    covers_little = coverage is not None and coverage < WEAK_COVERAGE
    return CategoryFacts(
        name=row["category"],
        label=category_label(row["category"]),
        photos=photos,
        coverage=coverage,
        is_weak=photos < WEAK_PHOTOS or covers_little,
    )


def _film(model: ModelVersion) -> Path | None:
    """Beside the model where it was shipped, in its run's folder where it was trained here."""
    places = [registry_engine.located(model.folder, model.kind)] if model.folder else []
    if model.run and Path(model.run).name == model.run:
        places.append(Path(settings.VAR_DIR) / "runs" / model.run)
    return next((place / FILM for place in places if (place / FILM).is_file()), None)


# Sheets ----------------------------------------------------------------------------------


def sheets_recent(user: User, limit: int = 30) -> list[Sheet]:
    """The history, newest first, without what was undone; designs are at hand."""
    return [_settled(sheet) for sheet in _sheets(user).filter(is_undone=False)[:limit]]


def sheet_current(user: User) -> Sheet | None:
    """Where the designer is: the newest that was not undone."""
    return next(iter(sheets_recent(user, 1)), None)


def sheet_get(user: User, pk: UUID) -> Sheet:
    """Raises Http404 unless it is the user's own."""
    sheet = _sheets(user).filter(pk=pk).first()
    if sheet is None:
        raise Http404
    return _settled(sheet)


def sheet_undone_next(user: User) -> Sheet | None:
    """What redo would bring back: the oldest undone after the present one."""
    undone = Sheet.objects.filter(owner=user, is_undone=True)
    return undone.order_by("created_at").first()


def sheet_job(sheet: Sheet) -> Job | None:
    """The job that makes it, with its progress; None for one that was made at once."""
    return Job.objects.filter(pk=sheet.job_id).first() if sheet.job_id else None


def _sheets(user: User) -> QuerySet[Sheet]:
    designs = Design.objects.select_related("model").order_by("position")
    sheets = Sheet.objects.filter(owner=user).select_related("model")
    return sheets.prefetch_related(Prefetch("designs", designs))


def _settled(sheet: Sheet) -> Sheet:
    """A sheet whose job ended without a word of its own has failed too."""
    if sheet.state == Sheet.State.MAKING:
        job = sheet_job(sheet)
        if job is None or job.state in (Job.State.FAILED, Job.State.CANCELLED):
            sheet.state = Sheet.State.FAILED
            sheet.error = (job.reason if job else "")[:300]
    return sheet


# Designs ---------------------------------------------------------------------------------


def design_get(user: Visitor, pk: UUID | str) -> Design:
    """Raises Http404 unless it is the user's own."""
    design = _designs().filter(pk=pk).first() if _is_id(pk) else None
    if design is None or not is_owner(user, design):
        raise Http404
    return design


def is_owner(user: Visitor, design: Design) -> bool:
    """Nobody's designs are nobody's: strangers have no number either."""
    return design.owner_id is not None and design.owner_id == user.pk


def design_for(user: Visitor, pk: UUID | str) -> Design:
    """Raises Http404 unless the user may see it: its owner, anybody once it is public, and
    moderators always."""
    design = _designs().filter(pk=pk).first() if _is_id(pk) else None
    if design is None or not may_see(user, design):
        raise Http404
    return design


def may_see(user: Visitor, design: Design) -> bool:
    if is_owner(user, design) or (user.is_staff and user.has_perm(MODERATE)):
        return True
    return design_is_public(design)


def design_is_public(design: Design) -> bool:
    """On a shared board of its owner or published, and not hidden by a moderator."""
    if design.is_hidden:
        return False
    shared = Pin.objects.filter(design=design, board__is_shared=True)
    return shared.exists() or doors.is_public(design)


def shortlist(user: User) -> list[Design]:
    return list(_designs().filter(owner=user, is_shortlisted=True))


def designs_of(user: User) -> QuerySet[Design]:
    return _designs().filter(owner=user)


def lineage(design: Design) -> Lineage:
    """What it was made from, as far back as its recipe tells; the other designs are named where
    they are still here."""
    return _lineage(design, design.recipe, 0)


def recipe_document(design: Design) -> dict[str, Any]:
    """What ``recipe_import`` takes, and `python -m generator replay`."""
    return recipes.document(design.recipe)


def design_file(design: Design, side: int) -> Path:
    """Its picture: a PNG at 64 (as drawn), WebP at 256 and 512, made when first asked for.

    Where nothing can be enlarged just now, it is the PNG as drawn: do not have that cached for
    long. Raises Http404 for another side, Problem 410 where the file is gone.
    """
    if side not in SIDES:
        raise Http404
    drawn = files.path_of(design.file)
    if side == SIDES[0]:
        return drawn
    path = files.enlarged(design.file, side)
    if not path.is_file():
        try:
            calls.call("studio.enlarge", name=design.file, side=side)
        except Problem as problem:
            if problem.status != 503:
                raise
            return drawn
    return path


def _designs() -> QuerySet[Design]:
    return Design.objects.select_related("model", "owner", "parent", "other_parent")


def _is_id(pk: UUID | str) -> bool:
    try:
        Design._meta.pk.to_python(pk)
    except ValidationError:
        return False
    return True


def _lineage(design: Design | None, recipe: dict[str, Any], depth: int) -> Lineage:
    rows: Sequence[Design | None] = (design.parent, design.other_parent) if design else ()
    parents = [
        _lineage(rows[place] if place < len(rows) else None, entry, depth + 1)
        for place, entry in enumerate(recipe.get("parents") or [])
    ]
    return Lineage(design, str(recipe["kind"]), recipes.category_of(recipe), parents, depth)


# Boards ----------------------------------------------------------------------------------


def boards(user: User) -> list[Board]:
    """The user's own, the latest changed first, with their designs in order at hand."""
    return list(_boards().filter(owner=user))


def board_get(user: Visitor, pk: UUID | str) -> Board:
    """Raises Http404 unless it is the user's own."""
    board = _boards().filter(pk=pk).first() if _is_id(pk) else None
    if board is None or board.owner_id != user.pk:
        raise Http404
    return board


def board_shared(token: str) -> Board:
    """Raises Http404 for a link that was taken back or never was."""
    board = _boards().filter(token=token, is_shared=True).first()
    if board is None:
        raise Http404
    return board


def board_designs(board: Board, *, public: bool = False) -> list[Design]:
    """In their order; for the public without those that a moderator has hidden."""
    designs = [pin.design for pin in board.pins.all()]
    return [design for design in designs if not (public and design.is_hidden)]


def _boards() -> QuerySet[Board]:
    pins = Pin.objects.select_related("design__model").order_by("position", "id")
    return Board.objects.select_related("owner").prefetch_related(Prefetch("pins", pins))
