"""Jobs that leave marks in a file, hang, ignore signals or kill their own process."""

import os
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


@periodic(seconds=1)
def beat() -> None:
    with (Path(os.environ["ATELIER_VAR"]) / "beats").open("a") as file:
        file.write("beat\n")
