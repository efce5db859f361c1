"""Jobs that leave marks in a file, hang, ignore signals or kill their own process."""

import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

from webapp.jobs.handlers import JobContext, JobRefused, handler
from webapp.jobs.periodic import periodic


def mark(context: JobContext, word: str) -> None:
    """One line in payload["file"]: what happened, in which attempt, in which process."""
    with Path(context.payload["file"]).open("a") as file:
        file.write(f"{word} {context.job.attempts} {os.getpid()}\n")


@handler("test.quick")
def quick(context: JobContext) -> dict[str, Any]:
    mark(context, "ran")
    return {"answer": 42}


@handler("test.fail")
def fail(context: JobContext) -> None:
    mark(context, "ran")
    raise ValueError("broken on purpose")


@handler("test.refuse")
def refuse(context: JobContext) -> None:
    raise JobRefused("That file is empty.")


@handler("test.steps", isolated=True)
def steps(context: JobContext) -> dict[str, Any]:
    """``steps`` of 50 ms each, resuming behind the marks of an earlier attempt."""
    mark(context, "began")
    total = int(context.payload["steps"])
    lines = Path(context.payload["file"]).read_text().splitlines()
    first = sum(line.startswith("step") for line in lines)
    for number in range(first, total):
        if context.should_stop():
            mark(context, "saved")
            return {}
        time.sleep(0.05)
        mark(context, "step")
        context.progress(number + 1, total, "stepping")
    with context.fenced():
        mark(context, "published")
    return {"steps": total}


@handler("test.poison", isolated=True)
def poison(context: JobContext) -> None:
    mark(context, "began")
    os.kill(os.getpid(), signal.SIGKILL)


@handler("test.deaf", isolated=True)
def deaf(context: JobContext) -> None:
    """Ignores every request to stop, and has a child that does too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    mark(context, "began")
    if os.fork() == 0:
        mark(context, "began")
    while True:
        time.sleep(0.1)


@handler("test.hungry", isolated=True)
def hungry(context: JobContext) -> None:
    """Takes all the memory that it may have, which is not much."""
    mark(context, "began")
    with Path("/proc/self/statm").open() as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + 200 * 2**20, now + 200 * 2**20))
    hoard = []
    while True:
        hoard.append(bytearray(10 * 2**20))


@handler("test.write", isolated=True)
def write(context: JobContext) -> None:
    """Publishes a folder of ``megabytes`` as every model and index is published."""
    from ml.artifacts import publishing

    mark(context, "began")
    target = Path(context.payload["folder"])
    with publishing(target, kind="test", framework="none") as draft:
        for number in range(int(context.payload["megabytes"])):
            (draft.path / f"{number}.bin").write_bytes(os.urandom(2**20))
    mark(context, "published")


@handler("test.train", queue="training", isolated=True)
def train(context: JobContext) -> dict[str, Any] | None:
    """A true embedder, tiny, on drawings; it goes on from its own checkpoints."""
    mark(context, "began")
    from recommender import train as training
    from recommender.config import Config

    def report(done: float, total: float, metrics: dict[str, float]) -> None:
        context.progress(round(1000 * done), round(1000 * total), "training")

    folder = training.train(
        [context.payload.get("data", "sample:102")],
        Path(os.environ["ATELIER_VAR"]) / "runs" / str(context.job.id),
        config=Config(
            size=32, final_size=32, batch=12, surfaces=6, ema=0.9, tick_seconds=0,
            validate_minutes=9,
            minutes=context.payload["minutes"],
            checkpoint_minutes=context.payload["checkpoint_minutes"],
        ),
        resume=True,
        cache=context.payload.get("cache", Path(os.environ["ATELIER_VAR"]) / "cache"),
        device="cpu",
        on_progress=report,
        should_stop=context.should_stop,
    )  # fmt: skip
    if folder is None:
        return None
    with context.fenced():
        mark(context, "published")
    return {"model": str(folder)}


@periodic(seconds=1)
def beat() -> None:
    with (Path(os.environ["ATELIER_VAR"]) / "beats").open("a") as file:
        file.write("beat\n")
