"""Reads of the catalogue."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet

from webapp.catalog import filters, looks
from webapp.catalog import snapshot as snapshots
from webapp.catalog.facets import FacetedResult
from webapp.catalog.filters import Params
from webapp.catalog.models import Product
from webapp.catalog.text import plain


def products_visible() -> QuerySet[Product]:
    """What a shopper may see, newest first, with category, colour and pictures at hand."""
    return (
        Product.objects.filter(is_active=True)
        .select_related("category", "colour")
        .prefetch_related("images")
    )


def facets(
    params: Params,
    base: QuerySet[Product] | Iterable[int] | None = None,
    queryset: QuerySet[Product] | None = None,
) -> FacetedResult:
    """The listing that the URL's parameters ask for; ``base`` (a queryset or ids) limits it, and
    ``queryset`` (default: ``products_visible()``) reads the products of a page.

    Templates use ``result.page(number)``, ``.count``, ``.facets``, ``.price``, ``.chosen``,
    ``.clear_url``, ``.sorts``, ``.query``, ``.notes`` and ``.page_url(number)``.
    """
    ids: Iterable[int] | None = (
        base.order_by().values_list("pk", flat=True) if isinstance(base, QuerySet) else base
    )
    snapshot = snapshots.current()
    if queryset is None:
        queryset = products_visible()
    return FacetedResult(snapshot, filters.read(params, snapshot), queryset, ids)


def product_others_in_colours(product: Product, limit: int = 12) -> list[Product]:
    """The same design in other colours, one product a colour.

    By the source's design code; without one, products of the same brand, category and people
    whose names differ in the colour's name alone.
    """
    others = products_visible().exclude(pk=product.pk).exclude(colour=product.colour_id)
    if product.design_code:
        found = list(others.filter(source=product.source, design_code=product.design_code))
    elif product.brand:
        alike = others.filter(
            brand=product.brand, category=product.category_id, gender=product.gender
        )
        name = _name_without_colour(product)
        found = [other for other in alike[:500] if _name_without_colour(other) == name]
    else:
        found = []
    by_colour = {other.colour_id: other for other in reversed(found)}
    return list(by_colour.values())[:limit]


def products_complete_the_look(product: Product, limit: int = 4) -> list[Product]:
    """One product from each of the departments that go with it; see ``looks`` for the rule."""
    ids = looks.complements(product, limit)
    found = products_visible().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _name_without_colour(product: Product) -> str:
    colour = plain(product.colour.name) if product.colour else ""
    return re.sub(rf"\b{colour}\b *", "", plain(product.name)) if colour else plain(product.name)
