"""`manage.py up` for real: jobs, kills and stops, on both pairs of database and broker."""

import os
import signal
import urllib.request

import pytest

from tests.support.site import Site, wait_for

pytestmark = pytest.mark.timeout(300)  # several starts of the site each


def process_of(mark: str) -> int:
    return int(mark.split()[2])


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().split()[2] != "Z"


def test_jobs_run_and_say_how_they_ended(shop: Site) -> None:
    running = shop.up()
    quick, refused, steps = (
        *shop.enqueue("test.quick"),
        *shop.enqueue("test.refuse"),
        *shop.enqueue("test.steps", steps=3),
    )
    assert shop.ended(quick)["state"] == "succeeded"
    assert "42" in str(shop.job(quick)["result"])
    assert shop.ended(refused)["state"] == "failed"
    assert shop.job(refused)["error"] == "That file is empty."
    assert shop.ended(steps)["state"] == "succeeded"
    assert [mark.split()[0] for mark in shop.marks(steps)] == [
        "began", "step", "step", "step", "published",
    ]  # fmt: skip
    assert process_of(shop.marks(steps)[0]) != running.process.pid
    wait_for(lambda: (shop.folder / "beats").exists(), "periodic functions do not run")
    assert urllib.request.urlopen(running.url + "api/v1/health").status == 200


def test_a_poison_job_fails_visibly_after_three_attempts_and_others_go_on(shop: Site) -> None:
    shop.up()
    (poison,) = shop.enqueue("test.poison")
    (other,) = shop.enqueue("test.quick")
    assert shop.ended(other)["state"] == "succeeded"
    job = shop.ended(poison, seconds=60)
    assert (job["state"], job["attempts"]) == ("failed", 3)
    assert "was killed" in job["error"]
    assert len(shop.marks(poison)) == 3


def test_a_killed_child_is_tried_again_and_resumes(shop: Site) -> None:
    shop.up()
    (job,) = shop.enqueue("test.steps", steps=120)
    wait_for(lambda: len(shop.marks(job)) > 5)
    os.kill(process_of(shop.marks(job)[0]), signal.SIGKILL)
    assert shop.ended(job, seconds=60)["state"] == "succeeded"
    words = [mark.split()[0] for mark in shop.marks(job)]
    assert words.count("step") == 120
    assert words.count("published") == 1
    assert shop.job(job)["attempts"] == 2


def test_after_a_kill_of_everything_the_next_start_picks_the_job_up(shop: Site) -> None:
    running = shop.up()
    (job,) = shop.enqueue("test.steps", steps=120)
    wait_for(lambda: len(shop.marks(job)) > 5)
    child = process_of(shop.marks(job)[0])
    running.process.kill()
    running.process.wait()
    wait_for(lambda: not is_alive(child), "the child outlived its supervisor")
    shop.up()
    assert shop.ended(job, seconds=60)["state"] == "succeeded"
    words = [mark.split()[0] for mark in shop.marks(job)]
    assert (words.count("step"), words.count("published")) == (120, 1)


def test_cancel_ends_even_a_job_that_ignores_signals_and_its_children(shop: Site) -> None:
    shop.up()
    (job,) = shop.enqueue("test.deaf")
    wait_for(lambda: len(shop.marks(job)) == 2)
    shop.query("UPDATE jobs_job SET cancel_requested = %s WHERE kind = 'test.deaf'", "1")
    assert shop.ended(job)["state"] == "cancelled"
    processes = {process_of(mark) for mark in shop.marks(job)}
    wait_for(lambda: not any(map(is_alive, processes)), "a process was left behind")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_takes_seconds_loses_no_job_and_leaves_nothing_behind(
    shop: Site, number: signal.Signals
) -> None:
    running = shop.up()
    (deaf,) = shop.enqueue("test.deaf")
    wait_for(lambda: len(shop.marks(deaf)) == 2)
    (steps,) = shop.enqueue("test.steps", steps=240)  # last, or a slow machine sees its end
    wait_for(lambda: len(shop.marks(steps)) > 5)
    assert running.stop(number) < 15  # about 3 on a machine with nothing else to do
    assert running.process.returncode == 0
    for mark in (*shop.marks(steps), *shop.marks(deaf)):
        assert not is_alive(process_of(mark))
    for job in (steps, deaf):
        assert shop.job(job)["state"] == "queued"
        assert shop.job(job)["attempts"] == 0  # a stop costs no attempt
    shop.up()
    assert shop.ended(steps)["state"] == "succeeded"
    words = [mark.split()[0] for mark in shop.marks(steps)]
    assert (words.count("step"), words.count("published")) == (240, 1)
