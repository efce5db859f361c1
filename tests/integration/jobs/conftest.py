from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import Site, site

EMBEDDED = "SQLite, memory"
SERVICES = "PostgreSQL, Redis"


@pytest.fixture(
    params=[EMBEDDED, pytest.param(SERVICES, marks=pytest.mark.services)],
)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The same site on each pair of database and broker."""
    environment = {}
    if request.param == SERVICES:
        environment = {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": request.getfixturevalue("redis_server").url,
        }
    with site(tmp_path / "var", environment) as made:
        yield made
