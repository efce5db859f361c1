"""Writes to the catalogue."""

from django.db import transaction
from django.utils.text import slugify

from webapp.catalog import engine
from webapp.catalog import snapshot as snapshots
from webapp.catalog.models import Category, Colour


@transaction.atomic
def taxonomy_sync() -> None:
    """Make the models' categories and colours rows, with their class indices. Safe to repeat."""
    known = engine.vocabulary()
    Category.objects.filter(class_index__gte=len(known.categories)).update(class_index=None)
    Colour.objects.filter(class_index__gte=len(known.colours)).update(class_index=None)
    for index, (name, group) in enumerate(known.categories):
        Category.objects.filter(class_index=index).exclude(name=name).update(class_index=None)
        Category.objects.update_or_create(
            name=name,
            defaults={"class_index": index, "group": group},
            create_defaults={"slug": slugify(name), "class_index": index, "group": group},
        )
    for index, (name, hex_code) in enumerate(known.colours):
        Colour.objects.filter(class_index=index).exclude(name=name).update(class_index=None)
        Colour.objects.update_or_create(
            name=name,
            defaults={"class_index": index, "hex": hex_code},
            create_defaults={"slug": slugify(name), "class_index": index, "hex": hex_code},
        )
    snapshots.forget()
