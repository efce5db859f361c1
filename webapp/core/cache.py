"""A Redis cache whose absence is a slow moment, not an error."""

import logging
import time
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError
from redis.exceptions import TimeoutError as RedisTimeoutError

logger = logging.getLogger(__name__)
AWAY = (RedisConnectionError, RedisTimeoutError, OutOfMemoryError)
"""A full one refuses to write, rather than forget the messages that it holds too."""


class ForgivingRedisCache(RedisCache):
    """Reads miss and writes are dropped while Redis is away; counting (``incr``) still raises.

    After a failure Redis is left alone for ``PAUSE`` seconds, so that a page that asks ten
    times does not wait ten times.
    """

    PAUSE = 2.0
    _away_until = 0.0

    def _forgiven(self, method: str, default: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache._away_until:
            return default
        try:
            return getattr(super(), method)(*args, **kwargs)
        except AWAY as error:
            ForgivingRedisCache._away_until = time.monotonic() + self.PAUSE
            logger.warning("the cache does not answer: %s", error)
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgiven("get", default, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._forgiven("get_many", {}, keys, version)
        return found

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        self._forgiven("set", None, key, value, timeout, version)

    def set_many(self, data: Any, timeout: Any = 300, version: int | None = None) -> list[Any]:
        failed: list[Any] = self._forgiven("set_many", list(data), data, timeout, version)
        return failed

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        """True while Redis is away: whoever uses it as a lock must not wait for it forever."""
        return bool(self._forgiven("add", True, key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgiven("delete", False, key, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._forgiven("delete_many", None, keys, version)
