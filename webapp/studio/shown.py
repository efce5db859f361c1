"""What the studio shows of models and sheets, in words."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webapp.catalog.labels import category_label
from webapp.core.durations import duration
from webapp.core.models import User
from webapp.registry.models import ModelVersion

from . import selectors
from .models import Design, Direction, Sheet
from .options import COUNT, RADIUS, SEEDS, TRUNCATION, WEIGHT
from .selectors import WEAK_PHOTOS, CategoryFacts, StudioModel

Kind = Sheet.Kind
COUNTS = (4, 8, 16)
FRAMES = 14
"""Sheets in the strip of recent ones."""


@dataclass(frozen=True)
class Category:
    """A choice, and what the model saw of it."""

    name: str
    label: str
    note: str
    is_weak: bool


@dataclass(frozen=True)
class Controls:
    """What the fields for new designs hold."""

    category: str
    seed: int
    is_locked: bool
    truncation: str
    count: int


@dataclass(frozen=True)
class Adjust:
    """The one number of a sheet that can be moved afterwards."""

    name: str
    label: str
    value: float
    low: float
    high: float
    hidden: list[tuple[str, Any]]


@dataclass(frozen=True)
class Frame:
    """A sheet in the strip of recent ones."""

    sheet: Sheet
    cover: Design | None
    label: str


def categories(model: StudioModel) -> list[Category]:
    """The model's categories in the order of their labels."""
    facts = {row.name: row for row in selectors.model_facts(model.version).per_category}
    found = []
    for name, label in model.categories:
        row = facts.get(name)
        is_weak = row is not None and row.is_weak
        note = ""
        if row is not None:
            note = ngettext(
                "Learnt from %(count)s photo.", "Learnt from %(count)s photos.", row.photos
            ) % {"count": number_format(row.photos, force_grouping=True)}
            if is_weak:
                note += " " + _why_weak(row)
        found.append(Category(name, label, note, is_weak))
    return sorted(found, key=lambda each: each.label)


def _why_weak(row: CategoryFacts) -> str:
    if row.coverage is None or row.photos < WEAK_PHOTOS:
        return _("That is little: expect poor or familiar designs.")
    return _("Its designs cover %(percent)d%% of them: expect the same few looks.") % {
        "percent": round(100 * row.coverage)
    }


def has_directions(model: ModelVersion) -> bool:
    """Whether pledges have told yet what people fund of this model's designs."""
    return Direction.objects.filter(model=model).exists()


def minutes(count: float) -> str:
    """A training's length in words."""
    return duration(timedelta(minutes=count))


def controls(model: StudioModel, sheet: Sheet | None, kept: Mapping[str, Any]) -> Controls:
    """As they were left: from the sheet, and from what the session kept."""
    options = sheet.options if sheet is not None and sheet.kind == Kind.SAMPLE else {}
    names = [name for name, _label in model.categories]
    category = sheet.category if sheet is not None and sheet.category in names else ""
    count = kept.get("count", COUNT)
    return Controls(
        category=category or next(iter(sorted(names, key=category_label)), ""),
        seed=int(options.get("seed", kept.get("seed", secrets.randbelow(SEEDS)))),
        is_locked=bool(kept.get("lock")),
        truncation=f"{float(options.get('truncation', kept.get('truncation', TRUNCATION))):.2f}",
        count=count if count in COUNTS else COUNT,
    )


def sheet_context(user: User, sheet: Sheet | None) -> dict[str, Any]:
    """For studio/_sheet.html: sheet, designs, parents, title, facts, says, adjust, job, waiting,
    sheets, can_undo, can_redo."""
    recent = selectors.sheets_recent(user, FRAMES)
    context: dict[str, Any] = {
        "sheet": sheet,
        "sheets": [Frame(each, _cover(each), _frame_label(each)) for each in recent],
        "can_undo": bool(recent),
        "can_redo": selectors.sheet_undone_next(user) is not None,
    }
    if sheet is None:
        return context
    designs = list(sheet.designs.all())
    count = len(designs) or int(sheet.options.get("count", COUNT))
    title = _title(sheet)
    return context | {
        "designs": designs,
        "parents": _parents(user, sheet),
        "title": title,
        "facts": _facts(sheet, len(designs)),
        "says": ngettext("%(title)s: %(count)d design.", "%(title)s: %(count)d designs.", count)
        % {"title": title, "count": count}
        if sheet.state == Sheet.State.MADE
        else "",
        "adjust": _adjust(sheet) if sheet.state == Sheet.State.MADE else None,
        "job": selectors.sheet_job(sheet) if sheet.state == Sheet.State.MAKING else None,
        "waiting": range(count),
    }


def _title(sheet: Sheet) -> str:
    """What it holds: "Handbags", "Variations of Handbags", …"""
    name = category_label(sheet.category) if sheet.category else _("Designs")
    words = {
        Kind.VARY: _("%(name)s: variations"),
        Kind.BLEND: _("From one to the other"),
        Kind.RECAST: _("%(name)s: the same idea"),
        Kind.FROM_PHOTO: _("%(name)s after your photo"),
        Kind.STEER: _("%(name)s: more like what people fund"),
        Kind.NEAREST: _("%(name)s that people look for"),
        Kind.REPLAY: _("%(name)s from a recipe"),
    }
    return words.get(Kind(sheet.kind), "%(name)s") % {"name": name}


def _facts(sheet: Sheet, count: int) -> str:
    options, parts = sheet.options, []
    if count:
        parts.append(ngettext("%(count)d design", "%(count)d designs", count) % {"count": count})
    if sheet.kind == Kind.SAMPLE:
        parts.append(_("seed %(seed)s") % {"seed": options.get("seed")})
        parts.append(
            _("daring %(value)s") % {"value": number(options.get("truncation", TRUNCATION))}
        )
    return " · ".join(parts)


def number(value: Any) -> str:
    """A fraction, without digits that nobody chose."""
    return number_format(round(float(value), 2))


def _adjust(sheet: Sheet) -> Adjust | None:
    options = sheet.options
    hidden = [("parents", pk) for pk in options.get("parents", [])]
    if sheet.kind == Kind.VARY:
        hidden += [("seed", options["seed"]), ("count", options.get("count", COUNT))]
        value = float(options.get("radius", RADIUS))
        return Adjust("radius", _("How far"), value, 0.05, 1.0, hidden)
    if sheet.kind == Kind.STEER:
        value = float(options.get("weight", WEIGHT))
        return Adjust("weight", _("Like what people fund"), value, -1.0, 1.0, hidden)
    return None


def _parents(user: User, sheet: Sheet) -> list[Design]:
    """Those that are still there, in the order in which the sheet names them."""
    wanted = sheet.options.get("parents", [])
    found = Design.objects.select_related("model").in_bulk(wanted)
    rows = [design for pk in wanted for key, design in found.items() if str(key) == str(pk)]
    return [design for design in rows if selectors.may_see(user, design)]


def _cover(sheet: Sheet) -> Design | None:
    return next(iter(sheet.designs.all()), None)


def _frame_label(sheet: Sheet) -> str:
    state = "" if sheet.state == Sheet.State.MADE else f" ({sheet.get_state_display()})"
    return f"{_title(sheet)}{state}"
