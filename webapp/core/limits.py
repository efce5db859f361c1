"""How large a request may be, by where it goes."""

from django.conf import settings

SLACK = 64 * 1024
"""A multipart body is a little larger than the file in it; the form checks the file itself."""

BATCH = "/api/v1/classify"
"""Takes many photos at once."""


def body_limit(path: str) -> int:
    """Bytes that a request to ``path`` may carry: catalogues are large, everything else is not."""
    limit: int = settings.UPLOAD_MAX_BYTES
    if path.startswith("/admin/"):
        limit = settings.ADMIN_UPLOAD_MAX_BYTES
    elif path == BATCH:
        limit = settings.BATCH_UPLOAD_MAX_BYTES
    return limit + SLACK
