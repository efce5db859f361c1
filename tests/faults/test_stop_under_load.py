"""SIGTERM while visitors ask and jobs run: every request is answered, every job runs once."""

import http.client
import itertools
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.faults import tell, times
from tests.support.site import site, wait_for

pytestmark = pytest.mark.timeout(900)
STOPS = times(short=2, long=10)
VISITORS = 8
JOBS = 25
PAGES = ("/", "/shop", "/api/v1/health", "/api/v1/products?limit=5")


class Visitors:
    """Threads that ask one page after the other, each over a new connection."""

    def __init__(self, url: str) -> None:
        self.place = urlsplit(url).netloc
        self.answers: Counter[str] = Counter()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._visit) for _ in range(VISITORS)]

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self) -> None:
        for page in itertools.cycle(PAGES):
            if self._stop.is_set():
                return
            self.answers[self._ask(page)] += 1

    def _ask(self, page: str) -> str:
        connection = http.client.HTTPConnection(self.place, timeout=30)
        try:
            connection.connect()
        except ConnectionRefusedError:
            self._stop.set()  # the door is closed: a balancer would go to the next process
            return "refused at the door"
        try:
            connection.request("GET", page)
            response = connection.getresponse()
            response.read()
            return str(response.status)
        except OSError as error:
            return type(error).__name__
        finally:
            connection.close()


def test_a_stop_under_load_fails_no_request_and_loses_no_job(tmp_path: Path) -> None:
    answers: Counter[str] = Counter()
    jobs: list[str] = []
    slowest = 0.0
    with site(tmp_path / "var") as shop:
        for _ in range(STOPS):
            running = shop.up()
            with Visitors(running.url) as visitors:
                jobs += shop.enqueue("test.steps", steps=40)
                jobs += shop.enqueue("test.quick", count=JOBS)
                wait_for(lambda v=visitors: v.answers.total() > 50)
                began = time.monotonic()
                running.stop(signal.SIGTERM)
                slowest = max(slowest, time.monotonic() - began)
            assert running.process.returncode == 0
            answers += visitors.answers
        running = shop.up()
        for job in jobs:
            row = shop.ended(job, seconds=120)
            assert row["state"] == "succeeded", row
            words = [mark.split()[0] for mark in shop.marks(job)]
            assert words.count("ran") + words.count("published") == 1
        running.stop()
    refused = answers.pop("refused at the door", 0)
    tell(
        f"SIGTERM under load, {STOPS} times: {answers['200']} of {answers.total()} requests were "
        f"answered with 200 ({refused} came after the door was closed), {len(jobs)} of {len(jobs)} "
        f"jobs ran once, the slowest stop took {slowest:.1f} s"
    )
    assert set(answers) == {"200"}, answers
