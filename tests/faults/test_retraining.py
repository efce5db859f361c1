"""A retraining's process is killed again and again, and two admins start at the same moment."""

import os
import signal
from pathlib import Path

import pytest

from tests.support.faults import LONG, tell, times
from tests.support.site import Site, site, wait_for

pytestmark = pytest.mark.timeout(1800 if LONG else 400)
KILLS = times(short=4, long=20)
"""More than a job has attempts: those that saved something are none in vain."""
ROUNDS = times(short=10, long=50)
QUICK = {
    "embedder": (
        "size=32", "final_size=32", "batch=12", "surfaces=6", "tick_seconds=0.2",
        "checkpoint_minutes=0.01", "validate_minutes=5", "ema=0.9",
    ),
    "classifier": (
        "weights=none", "size=75", "side=75", "depth=mixed2", "unfreeze=input", "head=16",
        "batch=4", "surfaces=6",
        "tick_seconds=0.2", "checkpoint_minutes=0.01", "validate_minutes=5", "patience=0",
    ),
    "acgan-64": ("size=16", "width=4", "batch=8", "judged=2", "tick_kimg=0.1"),
}  # fmt: skip
KINDS = [
    "embedder",
    # The same supervisor and checkpoints, so that a change need not wait for these two.
    *(
        pytest.param(kind, marks=pytest.mark.skipif(not LONG, reason="in make faults"))
        for kind in ("classifier", "acgan-64")
    ),
]


class Run:
    """A run of some twenty seconds on 120 drawings."""

    def __init__(self, shop: Site, kind: str) -> None:
        self.shop = shop
        shop.manage(
            "retrain", kind, "--data", "sample:120", "--from-scratch", "--minutes", "0.3",
            "--set", *QUICK[kind],
        )  # fmt: skip
        row = shop.query("SELECT id, job_id FROM retraining_trainingrun")[0]
        self.job = str(row["job_id"]).replace("-", "")

    @property
    def state(self) -> str:
        return str(self.shop.job(self.job)["state"])

    @property
    def attempts(self) -> int:
        """Counted anew since the last checkpoint."""
        return int(self.shop.job(self.job)["attempts"])

    @property
    def checkpoint(self) -> Path:
        [folder] = (self.shop.folder / "runs").iterdir()
        return folder / "checkpoints" / "last.pt"

    def saved(self) -> int:
        try:
            return self.checkpoint.stat().st_mtime_ns
        except (FileNotFoundError, ValueError):
            return 0

    def process(self) -> int | None:
        """The child's process id."""
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"run_job" in words and self.job.encode() in [w.replace(b"-", b"") for w in words]:
                return int(entry.name)
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_a_training_that_is_killed_again_and_again_ends_once(kind: str, tmp_path: Path) -> None:
    # A process that starts on a busy machine needs more than the tests' ten seconds.
    environment = {"TRAINING_THREADS": "1", "JOB_LEASE_SECONDS": "30"}
    with site(tmp_path / "var", environment) as shop:
        shop.up()
        run = Run(shop, kind)
        killed = 0
        while killed < KILLS and run.state in ("queued", "running"):
            before = run.saved()
            wait_for(
                lambda before=before: (
                    run.state not in ("queued", "running")
                    or (run.process() is not None and run.saved() > before and run.attempts == 1)
                ),
                lambda: f"no checkpoint came: {shop.job(run.job)}",
                seconds=90,
            )
            process = run.process()
            if process is None:
                break
            os.kill(process, signal.SIGKILL)
            killed += 1
        job = shop.ended(run.job, seconds=150)
        assert job["state"] == "succeeded", job
        assert killed >= min(4, KILLS)
        models = shop.query("SELECT run FROM registry_modelversion WHERE run != ''")
        assert len(models) == 1
        published = list((shop.folder / "models" / kind).iterdir())
        assert [path for path in published if not path.name.startswith(".")] == published[:1]
        tell(f"retraining of {kind}: killed {killed} times, went on each time, published once")


RACE = """
import threading
from django.db import connection
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.retraining import services
from webapp.retraining.contracts import Data
from webapp.retraining.models import TrainingRun

def start(barrier, outcomes):
    wish = services.Wish(kind="embedder", data=Data(what="sample", count=60))
    try:
        barrier.wait()
        services.run_start(wish=wish, by=None)
        outcomes.append(201)
    except Problem as problem:
        outcomes.append(problem.status)
    except Exception as error:
        outcomes.append(repr(error))
    finally:
        connection.close()

for number in range(ROUNDS):
    barrier, outcomes = threading.Barrier(2), []
    threads = [threading.Thread(target=start, args=(barrier, outcomes)) for _ in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert sorted(map(str, outcomes)) == ["201", "409"], outcomes
    assert TrainingRun.objects.count() == Job.objects.count() == number + 1
    services.run_cancel(run=TrainingRun.objects.select_related("job").latest("created_at"), by=None)
print("rounds", ROUNDS)
"""


@pytest.mark.parametrize(
    "database", ["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.services)]
)
def test_of_two_admins_who_start_at_once_one_wins(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    environment = {}
    if database == "PostgreSQL":
        environment = {"DATABASE_URL": request.getfixturevalue("postgres_url")}
    with site(tmp_path / "var", environment) as shop:
        said = shop.manage("shell", "-v0", "-c", RACE.replace("ROUNDS", str(ROUNDS)), timeout=300)
    assert f"rounds {ROUNDS}" in said
    tell(f"two retrainings at once on {database}: one won in all {ROUNDS} rounds")
