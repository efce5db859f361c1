from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisConnectionError

from webapp.core import quotas
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.core.quotas import quota_take


@pytest.fixture(autouse=True)
def _two_in_a_minute(settings, monkeypatch):
    settings.QUOTAS = {"photo": (2, 60)}
    monkeypatch.setattr(quotas.time, "time", lambda: 1_000_000_015.0)


def visit(address="192.0.2.1", session_key=None, user=None, **headers):
    request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
    request.session = SimpleNamespace(session_key=session_key)
    request.user = User(pk=user) if user else AnonymousUser()
    quota_take(request, "photo")


def test_above_the_limit_the_answer_says_when_to_come_back():
    visit()
    visit()
    with pytest.raises(Problem) as refused:
        visit()
    assert refused.value.status == 429
    assert 1 <= refused.value.extra["retry_after"] <= 60


def test_each_address_has_its_own_count():
    visit()
    visit()
    visit("192.0.2.2")


def test_another_address_does_not_renew_a_session():
    visit("192.0.2.1", "s1")
    visit("192.0.2.2", "s1")
    with pytest.raises(Problem):
        visit("192.0.2.3", "s1")


def test_another_session_and_address_do_not_renew_an_account():
    visit("192.0.2.1", "s1", user=7)
    visit("192.0.2.2", "s2", user=7)
    visit("192.0.2.3", "s3", user=8)
    with pytest.raises(Problem):
        visit("192.0.2.4", "s4", user=7)


def test_a_dropped_cookie_or_forged_header_does_not_renew_an_address():
    visit(session_key="s1")
    visit(session_key="s2", HTTP_X_FORWARDED_FOR="203.0.113.1")
    with pytest.raises(Problem):
        visit(session_key="s3", HTTP_X_FORWARDED_FOR="203.0.113.2")


def test_the_next_window_starts_at_zero(monkeypatch):
    visit()
    visit()
    monkeypatch.setattr(quotas.time, "time", lambda: 1_000_000_085.0)
    visit()


def test_while_the_shared_cache_is_away_this_process_counts(monkeypatch):
    shared = quotas.caches["default"]
    monkeypatch.setattr(shared, "add", lambda *a, **k: (_ for _ in ()).throw(RedisConnectionError))
    visit()
    visit()
    with pytest.raises(Problem):
        visit()
