"""Two admins decide at the same moment: one wins, the other gets 409, whatever they decide."""

from pathlib import Path

import pytest

from tests.support.faults import tell, times
from tests.support.site import Site, site

pytestmark = pytest.mark.timeout(300)
ROUNDS = times(short=15, long=50)

RACE = """
import threading
from pathlib import Path
from django.db import connection
from tests.support.models import index_with_files, model_with_files
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.registry import promoting, selectors, services
from webapp.registry.models import IndexVersion, ModelVersion

root = Path(ROOT)

def race(*calls):
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait()
            call()
            outcomes.append(200)
        except Problem as problem:
            outcomes.append(problem.status)
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return sorted(map(str, outcomes))

def one_wins(number, *calls):
    outcomes = race(*calls)
    assert outcomes == ["200", "409"], (number, outcomes)

def embedder(name):
    model = model_with_files(root, name)
    return index_with_files(root, name, model)

def promote(index, seen):
    return lambda: services.promote(model=index.model, index=index, by=None, expected=seen)

first = embedder("first")
services.index_publish(index=first, expected=None)
for number in range(ROUNDS):
    seen = selectors.model_live("embedder")
    one_wins(number, *(promote(embedder(f"{number}{name}"), seen) for name in "ab"))
    assert IndexVersion.objects.filter(is_live=True).count() == 1
    assert selectors.index_live().model.is_live
print("promote and promote", ROUNDS)

for number in range(ROUNDS):
    seen = selectors.model_live("embedder")
    other = embedder(f"r{number}")
    back = lambda: services.rollback(kind="embedder", by=None, expected=seen)
    one_wins(number, promote(other, seen), back)
    assert selectors.index_live().model.is_live
    if not ModelVersion.objects.get(pk=other.model_id).is_live:  # keep something to return to
        services.promote(model=other.model, index=other, by=None,
                         expected=selectors.model_live("embedder"))
print("promote and roll back", ROUNDS)

for number in range(ROUNDS):
    seen = selectors.model_live("embedder")
    index = selectors.index_live()
    newer = index_with_files(root, f"p{number}", seen)
    other = embedder(f"q{number}")
    publish = lambda: services.index_publish(index=newer, expected=index)
    outcomes = race(promote(other, seen), publish)
    # both may pass where the import was first: the promotion is about the model
    assert "200" in outcomes and set(outcomes) <= {"200", "409"}, (number, outcomes)
    live = selectors.index_live()
    assert live.model == ModelVersion.objects.get(kind="embedder", is_live=True)
print("promote and publish", ROUNDS)

kinds = [model_with_files(root, name, "classifier") for name in ("c0", "c1", "c2")]
services.promote(model=kinds[0], by=None, expected=None)
for number in range(ROUNDS):
    live = selectors.model_live("classifier")
    others = [model for model in kinds if model.pk != live.pk]
    one_wins(number, *(
        lambda model=model: services.promote(model=model, by=None, expected=live)
        for model in others))
print("classifiers", ROUNDS)

for number in range(ROUNDS):
    live = selectors.model_live("classifier")
    others = [model for model in kinds if model.pk != live.pk]
    one_wins(number, *(
        lambda model=model: promoting.promotion_start(model=model, expected=live, by=None)
        for model in others))
    assert Job.objects.filter(kind=promoting.PROMOTE, state="queued").count() == 1
    Job.objects.update(state="cancelled")
print("begin and begin", ROUNDS)

for number in range(ROUNDS):
    live = selectors.model_live("classifier")
    others = [model for model in kinds if model.pk != live.pk]
    outcomes = race(*(
        lambda model=model: services.candidate_set(model=model, by=None) for model in others))
    assert "200" in outcomes and set(outcomes) <= {"200", "409"}, (number, outcomes)
    assert ModelVersion.objects.filter(kind="classifier", is_candidate=True).count() == 1
    ModelVersion.objects.update(is_candidate=False)
print("candidates", ROUNDS)

for number in range(ROUNDS):
    live = selectors.model_live("classifier")
    one, two = (model for model in kinds if model.pk != live.pk)
    services.candidate_set(model=one, by=None)
    outcomes = race(lambda: services.candidate_withdraw(model=one, by=None),
                    lambda: services.candidate_set(model=two, by=None))
    assert "200" in outcomes and set(outcomes) <= {"200", "409"}, (number, outcomes)
    assert selectors.model_candidate("classifier") == two, number
    ModelVersion.objects.update(is_candidate=False)
print("withdraw and nominate", ROUNDS)

for number in range(ROUNDS):
    live = selectors.model_live("classifier")
    other = next(model for model in kinds if model.pk != live.pk)
    outcomes = race(
        lambda: promoting.promotion_start(model=other, expected=live, by=None),
        lambda: services.rollback(kind="classifier", by=None, expected=live))
    # beginning changes nothing that serves, so the rollback always passes
    assert "200" in outcomes and set(outcomes) <= {"200", "409"}, (number, outcomes)
    back = selectors.model_live("classifier")
    assert back != live, number
    Job.objects.update(state="cancelled")
    services.promote(model=live, by=None, expected=back)
print("begin and roll back", ROUNDS)
"""
TOLD = (
    "promote and promote", "promote and roll back", "promote and publish", "classifiers",
    "begin and begin", "candidates", "withdraw and nominate", "begin and roll back",
)  # fmt: skip


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)])
def shop(request: pytest.FixtureRequest, tmp_path: Path):
    environment = {}
    if request.param == "PostgreSQL":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    with site(tmp_path / "var", environment) as made:
        made.name = request.param
        yield made


def test_of_two_decisions_at_once_one_wins(shop: Site, tmp_path: Path) -> None:
    code = f"ROUNDS = {ROUNDS}\nROOT = {str(tmp_path / 'made')!r}\n{RACE}"
    output = shop.manage("shell", "-v0", "-c", code, timeout=280)
    for name in TOLD:
        assert f"{name} {ROUNDS}" in output
    tell(
        f"two admins at once, {shop.name}: {len(TOLD)} pairs of decisions, {ROUNDS} rounds each; "
        "one won and the other got 409 wherever both could not be true"
    )
