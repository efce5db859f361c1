"""Many callers, one engine: their items are gathered into batches, each waits for its own.

The queue is bounded, so a burst ends in a clear refusal instead of in memory; an item that
breaks its batch is the only one to fail; a caller who gave up is not worked for.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class Overloaded(RuntimeError):
    """The queue is full; trying again in a moment may succeed."""


class Closed(RuntimeError):
    """The batcher was shut down."""


class Batcher(Generic[Item, Answer]):
    """Calls ``run`` on up to ``max_batch`` items gathered within ``max_wait`` seconds.

    ``run`` gets a list of items and gives as many answers in the same order, always from
    one thread. That thread starts with the first item and ends with ``close``.
    """

    def __init__(
        self,
        run: Callable[[list[Item]], Sequence[Answer]],
        *,
        max_batch: int = 32,
        max_wait: float = 0.005,
        capacity: int = 128,
    ) -> None:
        self._run = run
        self._max_batch = max_batch
        self._max_wait = max_wait
        self._queue: queue.Queue[tuple[Item, Future[Answer]] | None] = queue.Queue(capacity)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, item: Item) -> "Future[Answer]":
        """Queue an item. Raises Overloaded if the queue is full, Closed after ``close``."""
        future: Future[Answer] = Future()
        with self._lock:
            if self._closed:
                raise Closed("The batcher was shut down.")
            try:
                self._queue.put_nowait((item, future))
            except queue.Full:
                raise Overloaded(
                    f"{self._queue.maxsize} requests are waiting already; try again in a moment."
                ) from None
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="batcher", daemon=True)
                self._thread.start()
        return future

    def __call__(self, item: Item, timeout: float | None = None) -> Answer:
        """The answer for an item. Raises what ``run`` raised, or TimeoutError after
        ``timeout`` seconds, when the item is dropped if its turn has not come."""
        future = self.submit(item)
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise

    def close(self) -> None:
        """Answer what is queued, then end the thread. Harmless to repeat."""
        with self._lock:
            already, self._closed = self._closed, True
            thread = self._thread
        if thread is None or already:
            return
        self._queue.put(None)
        thread.join()

    def _work(self) -> None:
        while (entry := self._queue.get()) is not None:
            batch, ended = self._gather(entry)
            waiting = [(item, f) for item, f in batch if f.set_running_or_notify_cancel()]
            if waiting:
                self._answer(waiting)
            if ended:
                return

    def _gather(
        self, first: tuple[Item, "Future[Answer]"]
    ) -> tuple[list[tuple[Item, "Future[Answer]"]], bool]:
        batch = [first]
        deadline = time.monotonic() + self._max_wait
        while len(batch) < self._max_batch:
            try:
                entry = self._queue.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            if entry is None:
                return batch, True
            batch.append(entry)
        return batch, False

    def _answer(self, batch: list[tuple[Item, "Future[Answer]"]]) -> None:
        try:
            answers = self._run([item for item, _ in batch])
            if len(answers) != len(batch):
                raise ValueError(f"{len(batch)} items, but {len(answers)} answers")
        except Exception as error:
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for single in batch:
                self._answer([single])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)
