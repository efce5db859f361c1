"""What the header, the footer and every heart on a page need; each costs a query only if shown."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import selectors


def shop(request: HttpRequest) -> dict[str, Any]:
    """departments: list[Department]; wishlist_ids: set of product ids (its length is the count)."""
    return {
        "departments": SimpleLazyObject(selectors.departments),
        "wishlist_ids": SimpleLazyObject(lambda: selectors.wishlist_ids(request)),
    }
