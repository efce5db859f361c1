"""Reads of the catalogue."""

from collections.abc import Iterable

from django.db.models import QuerySet

from webapp.catalog import filters
from webapp.catalog import snapshot as snapshots
from webapp.catalog.facets import FacetedResult
from webapp.catalog.filters import Params
from webapp.catalog.models import Product


def products_visible() -> QuerySet[Product]:
    """What a shopper may see, newest first, with category, colour and pictures at hand."""
    return (
        Product.objects.filter(is_active=True)
        .select_related("category", "colour")
        .prefetch_related("images")
    )


def facets(params: Params, base: QuerySet[Product] | Iterable[int] | None = None) -> FacetedResult:
    """The listing that the URL's parameters ask for; ``base`` (a queryset or ids) limits it.

    Templates use ``result.page(number)``, ``.count``, ``.facets``, ``.price``, ``.chosen``,
    ``.clear_url``, ``.sorts``, ``.query``, ``.notes`` and ``.page_url(number)``.
    """
    if isinstance(base, QuerySet):
        base = base.order_by().values_list("pk", flat=True)
    snapshot = snapshots.current()
    return FacetedResult(snapshot, filters.read(params, snapshot), products_visible(), base)
