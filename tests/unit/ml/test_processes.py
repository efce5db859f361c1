"""A pool's processes end with the process that started them, however that ends."""

import os
import signal
import subprocess
import sys
import time
from itertools import takewhile
from pathlib import Path

import pytest

from ml.processes import pool

LONG = 30.0
"""Seconds that no test waits, unless it fails."""
BUSY = """
import os, sys, time
from ml.processes import pool
with pool(2) as workers:
    for pid in {workers.submit(os.getpid).result() for _ in range(4)}:
        print(pid, flush=True)
    print("ready", flush=True)
    time.sleep(600)
"""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_results_come_in_order_from_other_processes() -> None:
    with pool(2) as workers:
        assert list(workers.map(abs, [-3, 2, -1])) == [3, 2, 1]
        assert workers.submit(os.getpid).result() != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_killed_parent_leaves_no_worker_behind() -> None:
    parent = subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(line) for line in takewhile(lambda line: line != "ready\n", parent.stdout)]
    assert workers

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    deadline = time.monotonic() + LONG
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_running, workers))
    parent.stdout.close()
