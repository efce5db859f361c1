"""PostgreSQL is killed and comes back: 503 with a plain page meanwhile, no error afterwards."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.services import PostgresServer
from tests.support.site import site

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


def status(url: str) -> int:
    try:
        response = urllib.request.urlopen(url, timeout=20)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        assert b"Traceback" not in response.read()
        return int(response.status)


def test_the_site_survives_its_database(tmp_path: Path, postgres_server: PostgresServer) -> None:
    environment = {"DATABASE_URL": postgres_server.create_database()}
    with site(tmp_path / "var", environment) as shop:
        running = shop.up()
        health = running.url + "api/v1/health"
        assert status(health) == 200
        (job,) = shop.enqueue("test.quick")
        assert shop.ended(job)["state"] == "succeeded"
        postgres_server.stop()
        try:
            assert [status(health) for _ in range(5)] == [503] * 5
            assert status(running.url + "account/login/") == 503
        finally:
            postgres_server.start()
        assert [status(health) for _ in range(20)] == [200] * 20
        (job,) = shop.enqueue("test.quick")
        assert shop.ended(job)["state"] == "succeeded"
        assert running.process.poll() is None
