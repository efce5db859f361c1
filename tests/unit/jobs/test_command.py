"""`manage.py jobs`: the admin's pages for a terminal."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from webapp.jobs import services
from webapp.jobs.management.commands import jobs as command
from webapp.jobs.models import Job

pytestmark = pytest.mark.django_db


def run(*arguments):
    output = io.StringIO()
    call_command("jobs", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def job():
    return services.job_enqueue(kind="echo", payload={"a": 1})


def test_the_list_shows_state_progress_time_left_and_reason(job):
    claim = services.job_claim(job_id=job.id, worker="w")
    services.job_progress(claim=claim, done=0, total=10, message="")
    Job.objects.update(pace_since=timezone.now() - timedelta(seconds=30))
    services.job_progress(claim=claim, done=5, total=10, message="counting")
    line = run("list")
    assert line.split()[:5] == [str(job.id)[:8], "running", "echo", "50", "%"]
    assert "30 s left" in line
    assert "counting" in line


def test_the_list_filters_and_speaks_json(job):
    assert run("list", "--state", "failed") == "No such jobs.\n"
    (found,) = json.loads(run("list", "--queue", "default", "--json"))
    assert found["id"] == str(job.id)
    assert found["state"] == "queued"


def test_the_beginning_of_the_number_is_enough_if_it_is_the_only_one(job):
    assert "echo on the queue default" in run("show", str(job.id)[:6])
    twin = str(job.id)[:-1] + ("0" if str(job.id)[-1] != "0" else "1")
    Job.objects.create(id=twin, kind="echo")
    with pytest.raises(CommandError, match="Several jobs begin with"):
        run("show", str(job.id)[:6])


@pytest.mark.parametrize("name", ["zzzz", "", "f" * 40, "00000000"])
def test_a_number_that_nobody_has_is_refused_with_advice(job, name):
    with pytest.raises(CommandError, match="jobs list"):
        run("show", name)


def test_cancel_and_retry_do_it_or_say_why_not(job):
    assert run("cancel", str(job.id)) == "Ended.\n"
    with pytest.raises(CommandError, match="has ended already"):
        run("cancel", str(job.id))
    assert json.loads(run("retry", str(job.id), "--json"))["state"] == "queued"
    with pytest.raises(CommandError, match="Only failed and cancelled"):
        run("retry", str(job.id))


def test_show_tells_the_reason_of_a_failure_and_the_result_of_a_success(run_jobs, job):
    bad = services.job_enqueue(kind="refuse", payload={})
    run_jobs()
    assert "reason    That file is empty." in run("show", str(bad.id))
    assert 'result    {"a": 1}' in run("show", str(job.id))


def test_a_followed_log_ends_with_the_job(job, monkeypatch):
    claim = services.job_claim(job_id=job.id, worker="w")
    services.job_log(claim=claim, text="first\n")
    moments = iter(
        [
            lambda: services.job_log(claim=claim, text="second\n"),
            lambda: services.job_succeed(claim=claim, result={}),
        ]
    )
    monkeypatch.setattr(command.time, "sleep", lambda seconds: next(moments)())
    lines = run("log", str(job.id), "--follow").splitlines()
    assert lines[:2] == ["first", "second"]
    assert "done" in lines[2]


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ("", "ab", "ab"), ("ab", "abc", "c"), ("abc", "abc", ""),
        ("abcdef", "defgh", "gh"),  # the beginning was cut off meanwhile
        ("abc", "xyz", "xyz"),
    ],
)  # fmt: skip
def test_of_a_log_whose_tail_is_kept_only_the_new_is_printed(before, after, added):
    assert command._added(before, after) == added
