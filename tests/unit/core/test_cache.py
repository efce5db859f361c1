import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.services import free_port
from webapp.core import cache
from webapp.core.cache import ForgivingRedisCache


@pytest.fixture
def away(monkeypatch):
    """A cache whose Redis is not there."""
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    return ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


def test_reads_miss_and_writes_are_dropped(away):
    assert away.get("a", "default") == "default"
    assert away.get_many(["a"]) == {}
    away.set("a", 1)
    assert away.set_many({"a": 1}) == ["a"]
    assert away.delete("a") is False
    away.delete_many(["a"])


def test_a_lock_is_granted_rather_than_waited_for(away):
    assert away.add("lock", True) is True


def test_counting_says_that_it_cannot_count(away):
    with pytest.raises(RedisConnectionError):
        away.incr("a")


def test_after_a_failure_redis_is_left_alone_for_a_moment(away, monkeypatch):
    away.get("a")

    def not_now(*args, **kwargs):
        raise AssertionError("asked again at once")

    monkeypatch.setattr(cache.RedisCache, "get", not_now)
    assert away.get("a", "default") == "default"


@pytest.mark.services
def test_with_redis_it_is_a_cache(redis_server, monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    there = ForgivingRedisCache(redis_server.url, {})
    there.set("a", 1)
    assert there.get("a") == 1
    assert there.incr("a") == 2
    assert there.add("a", 5) is False


@pytest.mark.services
def test_a_full_redis_refuses_to_write_and_fails_nobody(redis_server, monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    full = ForgivingRedisCache(redis_server.url, {})
    with redis_server.client() as client:
        client.config_set("maxmemory", 1)
    try:
        full.set("a", 1)
    finally:
        with redis_server.client() as client:
            client.config_set("maxmemory", 0)
    assert full.get("a", "default") == "default"
