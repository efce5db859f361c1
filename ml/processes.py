"""Work for all cores in processes that never outlive the one that started them."""

import ctypes
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that the kernel sends a process when its parent dies."""


def pool(processes: int) -> ProcessPoolExecutor:
    """A pool of fresh interpreters; call it from a thread that waits for its results.

    Spawned, not forked: a forked copy of a process with threads can hang on their locks.
    """
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        processes, mp_context=spawn, initializer=_die_with, initargs=(os.getpid(),)
    )


def _die_with(parent: int) -> None:
    """A worker waits for tasks for ever, even from a parent that was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the kernel was told
        os._exit(1)
