"""What a wish comes to: which model draws, from which designs, by which recipes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.registry import selectors as registry
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import ModelVersion

from . import recipes, refusals, selectors
from .models import Design, Direction, Sheet
from .options import COUNT, Options, options_read
from .recipes import Recipe

Kind = Sheet.Kind
SLOW = (Kind.FROM_PHOTO, Kind.NEAREST)
"""Kinds whose recipes have to be searched for."""


@dataclass(frozen=True)
class Plan:
    kind: str
    model: ModelVersion
    category: str
    options: Options
    parents: Sequence[Design]
    direction: Direction | None = None
    """Of Kind.STEER."""

    @property
    def is_quick(self) -> bool:
        """Whether somebody may wait for it."""
        return self.kind not in SLOW and self.options.count <= COUNT

    def recipes(self) -> list[Recipe]:
        """One a design; empty for the slow kinds, whose recipes are found while drawing."""
        if self.kind == Kind.SAMPLE:
            return recipes.sampled(self.model.version, self.category, self.options)
        if self.kind == Kind.VARY:
            return recipes.varied(self.parents[0], self.options)
        if self.kind == Kind.BLEND:
            first, second = self.parents
            return recipes.blended(first, second, self.options)
        if self.kind == Kind.RECAST:
            wanted = self.options.categories or (self.category,)
            return recipes.recast(self.parents[0], wanted, self.options)
        if self.kind == Kind.STEER and self.direction is not None:
            return recipes.steered(self.parents[0], self.direction.vector, self.options)
        return []


def plan_make(
    *,
    user: User,
    kind: str,
    category: str = "",
    model: ModelVersion | None = None,
    options: Mapping[str, Any],
) -> Plan:
    """Raises Problem 422 for what cannot be drawn, 503 where no model is there, and Http404 for
    designs that the user may not see."""
    read = options_read(kind, options)
    parents = [selectors.design_for(user, pk) for pk in read.parents]
    chosen = _model(model, parents)
    if kind == Kind.REPLAY:
        raise refusals.invalid(_("A recipe is imported, not asked for."))
    names = selectors.categories_of(chosen)
    after_photos = bool(chosen.manifest.get("encoder"))
    if kind in (Kind.VARY, Kind.STEER, Kind.BLEND):
        category = parents[0].category
    elif kind == Kind.RECAST:
        category = category or next(iter(read.categories), "")
        for name in read.categories or (category,):
            _check_category(name, names)
    elif not after_photos and (kind != Kind.FROM_PHOTO or category):
        category = _asked(category, names)
    if kind == Kind.SAMPLE and after_photos:
        raise refusals.invalid(_("This model designs after photos: choose a photo first."))
    if kind == Kind.NEAREST and not read.embedder:
        live = registry.model_live(EMBEDDER)
        read = replace(read, embedder=live.version if live else "")
    direction = None
    if kind == Kind.STEER:
        direction = selectors.direction_for(chosen, category)
        if direction is None:
            raise refusals.invalid(
                _("Too few designs of this model were backed yet to tell what people fund.")
            )
    return Plan(kind, chosen, category, read, parents, direction)


def plan_of(sheet: Sheet) -> Plan:
    """The plan of a sheet that waits to be made. Raises Problem where it cannot be any more."""
    try:
        return plan_make(
            user=sheet.owner,
            kind=sheet.kind,
            category=sheet.category,
            model=sheet.model,
            options=sheet.options,
        )
    except Http404:
        raise refusals.invalid(_("A design that this starts from is gone.")) from None


def _model(asked: ModelVersion | None, parents: Sequence[Design]) -> ModelVersion:
    models = {design.model_id: design.model for design in parents}
    if asked is not None:
        models[asked.pk] = asked
    if len(models) > 1:
        raise refusals.invalid(
            _("Designs of two models cannot be mixed: each has a space of its own.")
        )
    chosen = next(iter(models.values()), None) or selectors.model_default()
    if chosen is None:
        raise refusals.no_model()
    return chosen


def _asked(category: str, names: Sequence[str]) -> str:
    """The category to draw; where there is only one or none, nobody needs to say it."""
    if len(names) < 2 and not category:
        return next(iter(names), "")
    _check_category(category, names)
    return category


def _check_category(category: str, names: Sequence[str]) -> None:
    if category in names:
        return
    if not names:
        raise refusals.invalid(_("This model is told no category, so none can be chosen."))
    if not category:
        raise refusals.invalid(_("Choose what to draw."))
    raise refusals.invalid(
        _("This model does not draw “%(category)s”. Choose another category.")
        % {"category": category}
    )
