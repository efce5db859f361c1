"""A training is killed at random moments: it goes on where it stood, and ends once.

Killed with SIGKILL are, in turn, the process that trains, the worker that supervises it, and
both at once, as a machine without power would. No run is killed more than twice, since a job has
three attempts.
"""

import itertools
import json
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.faults import LONG, tell, times
from tests.support.site import Running, Site, site, wait_for

pytestmark = pytest.mark.timeout(3600 if LONG else 400)
KILLS = times(short=3, long=20)
KILLS_A_RUN = 2
TRAINING_SECONDS = 14
CHECKPOINT_SECONDS = 1.5
SLACK_SECONDS = 4.0
"""Writing a checkpoint, one step, and a machine that does other things too."""
DICE = random.Random(11)
RESUMES_WITHIN = 60.0
PRODUCTION = {"JOB_LEASE_SECONDS": "30", "JOB_STOP_SECONDS": "5", "JOB_BACKOFF_SECONDS": "2,10"}
"""What the promise is about: none of the tests' shorter times."""


class Training:
    """One job that trains, and the files by which it is watched."""

    def __init__(self, shop: Site) -> None:
        self.shop = shop
        (self.job,) = shop.enqueue(
            "test.train",
            minutes=TRAINING_SECONDS / 60,
            checkpoint_minutes=CHECKPOINT_SECONDS / 60,
        )
        self.folder = shop.folder / "runs" / self.job

    def words(self) -> list[str]:
        return [mark.split()[0] for mark in self.shop.marks(self.job)]

    def process(self) -> int:
        began = [mark for mark in self.shop.marks(self.job) if mark.startswith("began")]
        return int(began[-1].split()[2])

    def ticks(self) -> list[float]:
        """Seconds of training that were done at each step that was noted."""
        stats = self.folder / "stats.jsonl"
        lines = stats.read_text().splitlines() if stats.exists() else []
        return [json.loads(line)["done"] * TRAINING_SECONDS for line in lines]

    def has_ended(self) -> bool:
        return self.shop.job(self.job)["state"] not in ("queued", "running")


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def strike(shop: Site, running: Running, pid: int, target: str) -> Running:
    """Kill, and start again what a service manager would start again."""
    if target != "training":
        running.process.kill()
        running.process.wait()
    if target != "worker":
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: is_gone(pid), "the training outlived its supervisor", seconds=30)
    return running if target == "training" else shop.up()


@dataclass
class Score:
    killed: list[str] = field(default_factory=list)
    resumed: list[float] = field(default_factory=list)
    """Seconds from a kill to the next step."""
    lost: list[float] = field(default_factory=list)
    """Seconds of training that had to be done again."""
    runs: int = 0


def kill_once(
    shop: Site, running: Running, training: Training, attempt: int, target: str, score: Score
) -> Running:
    """At a random moment of an attempt, unless the run ends before it."""
    wait_for(lambda: training.words().count("began") >= attempt or training.has_ended())
    moment = time.monotonic() + DICE.uniform(1, TRAINING_SECONDS + 4)
    wait_for(lambda: time.monotonic() >= moment or training.has_ended())
    if training.has_ended():
        return running
    died = time.monotonic()
    running = strike(shop, running, training.process(), target)
    score.killed.append(target)
    before = training.ticks()
    wait_for(
        lambda: len(training.ticks()) > len(before) or training.has_ended(),
        lambda: f"it did not go on: {shop.job(training.job)}",
        seconds=RESUMES_WITHIN,
    )
    score.resumed.append(time.monotonic() - died)
    after = training.ticks()[len(before) :]
    if before and after:
        score.lost.append(before[-1] - after[0])
    return running


def test_a_training_that_is_killed_again_and_again_ends_once(tmp_path: Path) -> None:
    targets = itertools.cycle(["training", "both", "worker"])
    score = Score()
    with site(tmp_path / "var", PRODUCTION) as shop:
        running = shop.up()
        while len(score.killed) < KILLS and score.runs < 2 * KILLS:
            training = Training(shop)
            score.runs += 1
            for attempt in range(1, 1 + min(KILLS_A_RUN, KILLS - len(score.killed))):
                running = kill_once(shop, running, training, attempt, next(targets), score)
            end = shop.ended(training.job, seconds=180)
            assert end["state"] == "succeeded", end
            assert training.words().count("published") == 1
            assert (training.folder / "model" / "manifest.json").exists()
        running.stop()
    lost = max(score.lost, default=0.0)
    tell(
        f"kill -9 of a training, {len(score.killed)} times ({', '.join(score.killed)}) in "
        f"{score.runs} runs: resumed after {max(score.resumed):.1f} s at most, lost {lost:.1f} s "
        f"of work at most (checkpoints every {CHECKPOINT_SECONDS} s), each run ended exactly once"
    )
    assert len(score.killed) == KILLS
    assert max(score.resumed) <= RESUMES_WITHIN
    assert lost <= CHECKPOINT_SECONDS + SLACK_SECONDS
