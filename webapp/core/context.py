"""What every template knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """site_name, currency, upload_max_bytes, photo_lifetime_minutes."""
    return {
        "site_name": settings.SITE_NAME,
        "currency": settings.CURRENCY,
        "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
        "photo_lifetime_minutes": settings.SEARCH_PHOTO_LIFETIME_MINUTES,
    }
