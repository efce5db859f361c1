"""Two admins promote at the same moment, 50 times: one wins, the other gets 409."""

from pathlib import Path

import pytest

from tests.support.site import Site, site

ROUNDS = 50

RACE = """
import sys, threading
from django.db import connection
from webapp.core.problems import Problem
from webapp.registry import services, selectors
from webapp.registry.models import IndexVersion

def index(version):
    model = services.model_register(kind="embedder", folder="x", manifest={}, version=version)
    return services.index_register(
        folder="x", manifest={}, version=version, count=1, model=model)

def promote(number, candidate, seen, barrier, outcomes):
    try:
        barrier.wait()
        services.promote(model=candidate.model, index=candidate, by=None, expected=seen)
        outcomes.append(200)
    except Problem as problem:
        outcomes.append(problem.status)
    except Exception as error:
        outcomes.append(repr(error))
    finally:
        connection.close()

for number in range(ROUNDS):
    seen = selectors.index_live()
    barrier, outcomes = threading.Barrier(2), []
    candidates = [index(f"{number}-{name}") for name in "ab"]
    threads = [threading.Thread(target=promote, args=(number, c, seen, barrier, outcomes))
               for c in candidates]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert sorted(map(str, outcomes)) == ["200", "409"], (number, outcomes)
    assert IndexVersion.objects.filter(is_live=True).count() == 1
    live = selectors.index_live()
    assert live.model.is_live
print("rounds", ROUNDS)
"""


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)])
def shop(request: pytest.FixtureRequest, tmp_path: Path):
    environment = {}
    if request.param == "PostgreSQL":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    with site(tmp_path / "var", environment) as made:
        yield made


def test_of_two_promotions_at_once_one_wins(shop: Site) -> None:
    code = f"ROUNDS = {ROUNDS}\n{RACE}"
    output = shop.manage("shell", "-v0", "-c", code, timeout=100)
    assert f"rounds {ROUNDS}" in output
