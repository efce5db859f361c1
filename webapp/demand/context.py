"""The bell in the header; it costs a query only where it is shown."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import selectors


def bell(request: HttpRequest) -> dict[str, Any]:
    """bell: selectors.Bell."""
    return {"bell": SimpleLazyObject(lambda: selectors.bell(request))}
