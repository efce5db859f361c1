"""How often one visitor may do something costly: counted per session, account and address."""

import logging
import time

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .addresses import address_group, client_address
from .problems import Problem

logger = logging.getLogger(__name__)


def quota_take(request: HttpRequest, name: str) -> None:
    """Count one use of ``name`` (a key of settings.QUOTAS); raises Problem 429 above the limit."""
    allowed, window = settings.QUOTAS[name]
    now = time.time()
    number = int(now // window)
    for who in _visitors(request):
        if _count(f"quota:{name}:{who}:{number}", window) > allowed:
            wait = max(1, round(window - now % window))
            raise Problem(
                429,
                _("Too many requests"),
                _("That was a lot in a short time. Try again in %(seconds)d seconds.")
                % {"seconds": wait},
                retry_after=wait,
            )


def _visitors(request: HttpRequest) -> list[str]:
    visitors = [f"address:{address_group(client_address(request))}"]
    session_key = getattr(getattr(request, "session", None), "session_key", None)
    if session_key:
        visitors.append(f"session:{session_key}")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        visitors.append(f"user:{user.pk}")
    return visitors


def _count(key: str, window: int) -> int:
    """Add one and return the sum; on this process's own cache while the shared one is away."""
    try:
        return _increment(caches["default"], key, window)
    except Exception:
        logger.warning("quota is counted in this process only: the cache does not answer")
        return _increment(caches["local"], key, window)


def _increment(cache: BaseCache, key: str, window: int) -> int:
    cache.add(key, 0, timeout=window + 1)
    return cache.incr(key)
