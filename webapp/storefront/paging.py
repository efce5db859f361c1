"""Pages of a listing that grows: an address opened afresh shows what "Load more" had gathered."""

from dataclasses import dataclass

from django.core.paginator import Page

from webapp.catalog.facets import FacetedResult
from webapp.catalog.models import Product

KEPT_PAGES = 4
"""How many pages back an address shows at most; a crawler on page 60 gets four, not sixty."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one address of a listing shows, and the addresses before and after it."""

    products: list[Product]
    page: Page
    first: int
    """Number of the first page shown."""
    earlier_url: str
    more_url: str
    position: int
    """How many products come before the first one shown."""

    @property
    def shown(self) -> int:
        """Products from the listing's start to the last one shown."""
        return self.position + len(self.products)


def shelf(result: FacetedResult, number: str | None, *, only_this: bool = False) -> Shelf:
    """Page ``number`` with up to KEPT_PAGES − 1 before it, or ``only_this`` page."""
    page = result.page(number)
    first = page.number if only_this else max(1, page.number - KEPT_PAGES + 1)
    products: list[Product] = []
    for earlier in range(first, page.number):
        products += result.page(earlier).object_list
    products += page.object_list
    return Shelf(
        products=products,
        page=page,
        first=first,
        earlier_url=result.page_url(first - 1) if first > 1 else "",
        more_url=result.page_url(page.next_page_number()) if page.has_next() else "",
        position=(first - 1) * page.paginator.per_page,
    )
