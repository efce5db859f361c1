"""What a designer may ask for: read from forms, JSON and commands alike, with plain refusals."""

import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from webapp.core.problems import Problem

from . import refusals
from .models import Sheet

Kind = Sheet.Kind

SEEDS = 2**32
COUNT, MOST = 16, 64
"""Designs on a sheet."""
PHOTO_COUNT = 4
"""After a photo: each is searched for some seconds."""
TRUNCATION = 0.8
"""A little more typical than in training, where a few in a hundred are odd."""
RADIUS = 0.4
WEIGHT = 0.5
STEPS, MOST_STEPS = 8, 16
PARENTS: Mapping[str, int] = {Kind.VARY: 1, Kind.RECAST: 1, Kind.BLEND: 2, Kind.STEER: 1}
"""How many designs each kind starts from; the others start from none."""
LONGEST_TARGET = 2048
"""Numbers of a vector."""
NAMES = {
    "seed": _lazy("The seed"),
    "count": _lazy("The count"),
    "truncation": _lazy("The truncation"),
    "radius": _lazy("The radius"),
    "weight": _lazy("The weight"),
    "steps": _lazy("The number of steps"),
}


@dataclass(frozen=True)
class Options:
    """What a kind does not need keeps its default."""

    seed: int
    count: int = COUNT
    truncation: float | None = None
    """None: the parents' own, or TRUNCATION where there are none."""
    radius: float = RADIUS
    weight: float = WEIGHT
    steps: int = STEPS
    parents: tuple[UUID, ...] = ()
    categories: tuple[str, ...] = ()
    """What to recast to, one design each."""
    shape: tuple[float, ...] = ()
    colour: tuple[float, ...] = ()
    """Of Kind.NEAREST: the embedder's vectors of what is looked for."""
    embedder: str = ""
    """Its version; empty: the one that serves when this is asked for."""

    def to_json(self) -> dict[str, Any]:
        """What tells of this sheet later, without what it did not use."""
        plain = {
            "seed": self.seed,
            "count": self.count,
            "truncation": self.truncation,
            "radius": self.radius,
            "weight": self.weight,
            "steps": self.steps,
            "parents": [str(parent) for parent in self.parents],
            "categories": list(self.categories),
            "shape": list(self.shape),
            "colour": list(self.colour),
            "embedder": self.embedder,
        }
        return {name: value for name, value in plain.items() if value not in (None, [], "")}


def options_read(kind: str, raw: Mapping[str, Any]) -> Options:
    """Raises Problem 422 for what no design can be made from. Without a seed one is drawn."""
    if kind not in Kind.values:
        raise refusals.invalid(
            _("There is no such way to design; there are %(kinds)s.")
            % {"kinds": ", ".join(Kind.values)}
        )
    wanted = PARENTS.get(kind, 0)
    parents = tuple(_uuid(value) for value in _several(raw.get("parents")))
    if len(parents) != wanted:
        raise refusals.invalid(
            _("This starts from %(wanted)d designs, and %(came)d were named.")
            % {"wanted": wanted, "came": len(parents)}
        )
    shape, colour = _vector(raw, "shape"), _vector(raw, "colour")
    if kind == Kind.NEAREST and not (shape and colour):
        raise refusals.invalid(_("Nothing says what is looked for: shape and colour are missing."))
    count = PHOTO_COUNT if kind == Kind.FROM_PHOTO else COUNT
    least = -1.0 if kind == Kind.STEER else 0.0
    return Options(
        seed=_whole(raw, "seed", secrets.randbelow(SEEDS), 0, SEEDS - 1),
        count=_whole(raw, "count", count, 1, MOST),
        truncation=_number(raw, "truncation", None, 0.05, 2),
        radius=_number(raw, "radius", RADIUS, 0, 1) or 0.0,
        weight=_number(raw, "weight", WEIGHT, least, 1) or 0.0,
        steps=_whole(raw, "steps", STEPS, 2, MOST_STEPS),
        parents=parents,
        categories=tuple(str(name)[:80] for name in _several(raw.get("categories")))[:MOST],
        shape=shape,
        colour=colour,
        embedder=str(raw.get("embedder", ""))[:64],
    )


def _several(value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, (list, tuple)) else [value]


def _uuid(value: Any) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        raise refusals.invalid(_("There is no such design.")) from None


def _whole(raw: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = raw.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise _outside(name, least, most)
    return number


def _number(
    raw: Mapping[str, Any], name: str, default: float | None, least: float, most: float
) -> float | None:
    value = raw.get(name)
    if value is None or value == "":
        return default
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not least <= number <= most:
        raise _outside(name, least, most)
    return number


def _outside(name: str, least: float, most: float) -> Problem:
    return refusals.invalid(
        _("%(name)s must be a number from %(least)g to %(most)g.")
        % {"name": NAMES[name], "least": least, "most": most}
    )


def _vector(raw: Mapping[str, Any], name: str) -> tuple[float, ...]:
    values = _several(raw.get(name))
    try:
        numbers = tuple(float(value) for value in values[:LONGEST_TARGET])
    except (TypeError, ValueError):
        numbers = (math.nan,)
    if not all(map(math.isfinite, numbers)):
        raise refusals.invalid(_("What is looked for must be a list of numbers."))
    return numbers
