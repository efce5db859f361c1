"""What a design's page says of it: its recipe, and what the other models see in it."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from webapp.catalog.labels import category_label
from webapp.catalog.models import Usage
from webapp.catalog.selectors import products_visible

from .contracts import Look, Verdict
from .models import Design
from .shown import number


def recipe_facts(design: Design) -> list[tuple[str, str]]:
    """Of its own step, in words; its parents' are in the lineage."""
    recipe = design.recipe
    found = []
    if "seed" in recipe:
        found.append((_("Seed"), str(recipe["seed"])))
    if "truncation" in recipe:
        found.append((_("Daring"), number(recipe["truncation"])))
    if "radius" in recipe:
        found.append((_("How far"), number(recipe["radius"])))
    if "weight" in recipe:
        found.append((_("Weight"), number(recipe["weight"])))
    return found


def look_context(look: Look) -> dict[str, Any]:
    """For studio/_look.html: tags [(label, probability)], verdict, closest, sentences,
    products."""
    ids = [near["id"] for near in look["nearest"]]
    found = products_visible().in_bulk(ids)
    tags = [(category_label(each["name"]), each["probability"]) for each in look["categories"]]
    if (style := look["style"]) is not None:
        tags.append((_style(style["name"]), style["probability"]))
    context: dict[str, Any] = {
        "tags": tags,
        "products": [found[pk] for pk in ids if pk in found],
        "verdict": "",
        "closest": None,
        "sentences": [],
    }
    originality = look["originality"]
    if originality is None:
        return context
    closest = products_visible().filter(pk=originality["product_id"]).first()
    if closest is None:
        return context
    return context | {
        "verdict": originality["verdict"],
        "headline": _headline(originality["verdict"]),
        "closest": closest,
        "similarity": originality["similarity"],
        "sentences": _sentences(originality["learnt_here"], originality["usual"]),
    }


def _headline(verdict: Verdict) -> str:
    words = {
        "new": _("Nothing quite like it exists here."),
        "close": _("It comes close to something that exists."),
        "copy": _("This is nearly a copy of something that exists."),
    }
    return words[verdict]


def _sentences(learnt_here: bool, usual: float) -> Sequence[str]:
    source = (
        _("The model learnt from this shop's own photos, and this is the nearest of them.")
        if learnt_here
        else _(
            "The model learnt from photos that are not on this site; the shop's own photos stand "
            "in for them here."
        )
    )
    compared = _(
        "For comparison: that product and the thing in this shop most like it are "
        "%(percent)d%% alike."
    ) % {"percent": round(100 * usual)}
    return [compared, source]


def _style(name: str) -> str:
    labels = dict(Usage.choices)
    return str(labels.get(slugify(name), name))


def labelled(names: Sequence[str]) -> list[tuple[str, str]]:
    """Categories with their labels, in the order of these."""
    return sorted(((name, category_label(name)) for name in names), key=lambda pair: pair[1])
