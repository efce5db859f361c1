"""Which designs stay: those that somebody wants, and all that they were made from."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from webapp.core.models import User

from .models import Design


def keep(design: Design) -> None:
    """Mark it and its ancestors, so that they are never cleared away."""
    todo = {design.pk}
    while todo:
        Design.objects.filter(pk__in=todo).update(is_kept=True)
        rows = Design.objects.filter(pk__in=todo).values_list("parent_id", "other_parent_id")
        found = {pk for row in rows for pk in row if pk is not None}
        unkept = Design.objects.filter(pk__in=found, is_kept=False)
        todo = set(unkept.values_list("pk", flat=True))
    design.is_kept = True


def release(design: Design) -> None:
    """It is wanted in one place less: where that was the last, it may be cleared away, and with
    it those of its ancestors that nothing else keeps."""
    todo = [design]
    while todo:
        each = todo.pop()
        if _is_wanted(each):
            continue
        Design.objects.filter(pk=each.pk).update(is_kept=False)
        parents = (each.parent, each.other_parent)
        todo += [parent for parent in parents if parent is not None and parent.is_kept]


def relied_on(owner: User) -> set[UUID]:
    """Those of a designer's that an app above or somebody else's design needs, and what they were
    made from."""
    own = Design.objects.filter(owner=owner)
    found = set(own.filter(_passed_on()).values_list("pk", flat=True))
    for name, rows in _needed_by():
        named = rows.filter(**{f"{name}__owner": owner})
        found |= set(named.values_list(f"{name}_id", flat=True))
    todo = found
    while todo:
        pairs = Design.objects.filter(pk__in=todo).values_list("parent_id", "other_parent_id")
        parents = {pk for pair in pairs for pk in pair if pk is not None}
        todo = set(own.filter(pk__in=parents - found).values_list("pk", flat=True))
        found = found | todo
    return found


def loose(designs: QuerySet[Design]) -> QuerySet[Design]:
    """Those of them that may go: nobody keeps them, nobody else made anything of them, whose
    attribution they are, and no row of an app above needs them, such as a campaign's draft. Which
    apps there are, the studio need not know."""
    for name, rows in _needed_by():
        designs = designs.exclude(Exists(rows.filter(**{name: OuterRef("pk")})))
    return designs.filter(is_kept=False).exclude(_passed_on())


def _passed_on() -> Q:
    """Whether somebody else made something of a design; of nobody's, whether anybody did."""
    children = Design.objects.filter(Q(parent=OuterRef("pk")) | Q(other_parent=OuterRef("pk")))
    others = Exists(children.exclude(owner=OuterRef("owner")))
    return Q(others) | Q(Exists(children), owner=None)


def _is_wanted(design: Design) -> bool:
    if Design.objects.filter(pk=design.pk, is_shortlisted=True).exists():
        return True
    children = Design.objects.filter(Q(parent=design) | Q(other_parent=design), is_kept=True)
    if design.pins.exists() or children.exists():
        return True
    return any(rows.filter(**{name: design}).exists() for name, rows in _needed_by())


def _needed_by() -> Iterator[tuple[str, QuerySet[Any]]]:
    """Name of the field and rows, of every relation that forbids to delete a design."""
    for relation in Design._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            rows: QuerySet[Any] = relation.related_model._base_manager.all()
            yield relation.field.name, rows
