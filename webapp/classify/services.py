"""Suggestions: a job makes them, a person decides."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.catalog.drafts import compose_name
from webapp.catalog.models import UNSORTED, Category, Product, Usage
from webapp.catalog.services import catalog_touched
from webapp.core.models import User
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue

from . import engine
from .models import Suggestion
from .selectors import MISSING, products_with_gaps

KIND = "classify.suggest"
CHUNK = 64
"""Pictures in memory at once."""


def suggestions_enqueue(*, by: User | None = None) -> Job | None:
    """Have the gaps looked at, if there are any and somebody to look; one job waits at most."""
    if not engine.is_there() or not any(
        Product.objects.filter(missing).exists() for missing in MISSING.values()
    ):
        return None
    return job_enqueue(kind=KIND, payload={}, created_by=by, dedupe_key=KIND)


def suggestions_make(context: JobContext) -> dict[str, Any]:
    """Handler of "classify.suggest". Safe to run at any time, and to stop."""
    try:
        version = engine.version()
    except ValueError as error:
        raise JobRefused(str(error)) from error
    wanted = list(products_with_gaps(version).values_list("pk", flat=True))
    made = unread = 0
    for start in range(0, len(wanted), CHUNK):
        context.progress(start, len(wanted), _("Looking at pictures"))
        if context.should_stop():
            break
        products = list(
            Product.objects.filter(pk__in=wanted[start : start + CHUNK])
            .select_related("category")
            .prefetch_related("images")
        )
        covers = [Path(settings.MEDIA_ROOT, product.images.all()[0].file) for product in products]
        suggestions: list[Suggestion] = []
        for product, found in zip(products, engine.sort_files(covers), strict=True):
            unread += found is None
            suggestions += _of(product, found) if found else []
        with context.fenced():
            made += _write(suggestions)
    return {"products": len(wanted), "suggestions": made, "unreadable": unread}


def suggestions_accept(*, suggestions: QuerySet[Suggestion], by: User | None) -> int:
    """Fill the values in; unsorted products come into the shop. Returns how many were open."""
    changed = 0
    with transaction.atomic():
        for suggestion in _open(suggestions):
            _fill(_locked(suggestion.product_id), suggestion)
            _decide(suggestion, Suggestion.State.ACCEPTED, by)
            changed += 1
    if changed:
        catalog_touched(products=changed)
    return changed


def suggestions_reject(*, suggestions: QuerySet[Suggestion], by: User | None) -> int:
    """Leave the fields empty and do not ask again. Returns how many were open."""
    return _open(suggestions).update(
        state=Suggestion.State.REJECTED, decided_by=by, decided_at=timezone.now()
    )


def suggestions_reopen(*, suggestions: QuerySet[Suggestion], by: User | None) -> int:
    """Take decisions back: what was accepted leaves the product again. Returns how many."""
    changed = 0
    with transaction.atomic():
        decided = suggestions.exclude(state=Suggestion.State.OPEN).select_for_update()
        for suggestion in decided:
            if suggestion.state == Suggestion.State.ACCEPTED:
                _empty(_locked(suggestion.product_id), suggestion)
            _decide(suggestion, Suggestion.State.OPEN, None)
            changed += 1
    if changed:
        catalog_touched(products=changed)
    return changed


def _of(product: Product, found: engine.Sorted) -> list[Suggestion]:
    values = []
    if product.category.name == UNSORTED:
        best = found["categories"][0]
        values.append((Suggestion.Field.CATEGORY, best["name"], best["probability"]))
    if not product.usage:
        best = found["styles"][0]
        usage = best["name"].lower().replace(" ", "-")
        if usage in Usage.values:
            values.append((Suggestion.Field.USAGE, usage, best["probability"]))
    return [
        Suggestion(
            product=product,
            field=field,
            value=value,
            confidence=confidence,
            model_version=found["model_version"],
        )
        for field, value, confidence in values
    ]


def _write(suggestions: list[Suggestion]) -> int:
    """New ones, and new values for open ones; what has been decided stays as it is."""
    keys = {(s.product_id, s.field): s for s in suggestions}
    decided = Suggestion.objects.filter(product__in={s.product_id for s in suggestions}).exclude(
        state=Suggestion.State.OPEN
    )
    for key in decided.values_list("product", "field"):
        keys.pop(key, None)
    Suggestion.objects.bulk_create(
        keys.values(),
        update_conflicts=True,
        unique_fields=["product", "field"],
        update_fields=["value", "confidence", "model_version"],
    )
    return len(keys)


def _open(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return suggestions.filter(state=Suggestion.State.OPEN).select_for_update()


def _locked(pk: int) -> Product:
    """As it stands now: another suggestion may just have changed it."""
    rows = Product.objects.select_related("category", "colour")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _fill(product: Product, suggestion: Suggestion) -> None:
    was_composed = product.name == _composed(product)
    if suggestion.field == Suggestion.Field.CATEGORY:
        if product.category.name != UNSORTED:
            return  # somebody has sorted it by hand meanwhile
        product.category = Category.objects.get(name=suggestion.value)
        product.is_active = True
    elif not product.usage:
        product.usage = suggestion.value
    _save(product, was_composed, {*product.filled, suggestion.field})


def _empty(product: Product, suggestion: Suggestion) -> None:
    if suggestion.field not in product.filled:
        return
    was_composed = product.name == _composed(product)
    if suggestion.field == Suggestion.Field.CATEGORY:
        product.category = Category.objects.get(name=UNSORTED)
        product.is_active = False
    else:
        product.usage = ""
    _save(product, was_composed, {*product.filled} - {suggestion.field})


def _save(product: Product, was_composed: bool, filled: set[str]) -> None:
    if was_composed:
        product.name = _composed(product)
    product.filled = sorted(filled)
    product.save(update_fields=["category", "usage", "is_active", "name", "filled", "updated_at"])


def _composed(product: Product) -> str:
    colour = product.colour.name if product.colour else ""
    return compose_name(product.category.name, colour, product.gender, product.usage)


def _decide(suggestion: Suggestion, state: str, by: User | None) -> None:
    Suggestion.objects.filter(pk=suggestion.pk).update(
        state=state,
        decided_by=by,
        decided_at=None if state == Suggestion.State.OPEN else timezone.now(),
    )
