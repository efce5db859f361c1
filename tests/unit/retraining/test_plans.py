"""The clock starts what is due, once, and says what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.shop import small_shop
from webapp.jobs.models import Job
from webapp.retraining import plans, services
from webapp.retraining.models import Plan, TrainingRun

pytestmark = pytest.mark.django_db
NOW = timezone.datetime(2026, 11, 25, 3, 20, tzinfo=timezone.get_default_timezone())  # Wednesday


@pytest.fixture
def at(monkeypatch):
    def move(moment):
        monkeypatch.setattr(plans.timezone, "localtime", lambda: moment)

    move(NOW)
    return move


def test_the_index_is_on_by_night_and_the_model_off():
    index, model = Plan.objects.all()
    assert (index.task, index.is_on, index.weekday) == ("index", True, None)
    assert (model.task, model.is_on, model.kind) == ("model", False, "embedder")


@pytest.fixture
def stocked(media):
    small_shop(1)


def test_in_an_empty_shop_the_night_queues_nothing(at):
    """A job that cannot but fail would be the first thing that a new shop's admin sees."""
    assert plans.plans_start() == 1
    assert not Job.objects.exists()
    assert Plan.objects.get(task="index").note == "There are no products with pictures yet."


def test_a_plan_starts_once_a_night(at, stocked):
    assert plans.plans_start() == 1
    assert Job.objects.get().kind == "search.reindex"
    assert plans.plans_start() == 0
    at(NOW + timedelta(hours=2))
    assert plans.plans_start() == 0
    at(NOW + timedelta(days=1))
    assert plans.plans_start() == 1


def test_what_was_missed_by_a_morning_waits_for_the_next_night(at):
    at(NOW.replace(hour=13))
    assert plans.plans_start() == 0


def test_a_weekly_model_comes_on_its_day(at, var):
    Plan.objects.filter(task="index").update(is_on=False)
    Plan.objects.filter(task="model").update(is_on=True, weekday=2, hour=3)
    assert plans.plans_start() == 1
    plan = Plan.objects.get(task="model")
    assert "at least 50" in plan.note  # the shop is empty
    assert plan.last_at == NOW
    at(NOW + timedelta(days=1))
    assert plans.plans_start() == 0


def test_due_is_the_last_moment_of_its_rhythm():
    daily, weekly = Plan(hour=3), Plan(hour=3, weekday=4)
    assert daily.due_before(NOW) == NOW.replace(minute=0)
    assert daily.due_before(NOW.replace(hour=2)) == NOW.replace(minute=0) - timedelta(days=1)
    assert weekly.due_before(NOW).date() == (NOW - timedelta(days=5)).date()


def test_checkpoints_go_two_weeks_after_a_runs_end_and_curves_stay(begin, wrote):
    run = begin()
    wrote(run, {"done": 1.0, "loss": 1.0})
    (run.folder / "checkpoints").mkdir()
    Job.objects.update(state="succeeded", finished_at=timezone.now() - timedelta(days=13))
    assert plans.runs_tidy() == 0
    Job.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert plans.runs_tidy() == 1
    assert not (run.folder / "checkpoints").exists()
    assert (run.folder / "stats.jsonl").exists()
    assert plans.runs_tidy() == 0  # nothing is left to clear away


def test_a_run_that_is_resumed_while_others_are_cleared_keeps_its_checkpoint(begin):
    # given a run that had failed when the clearing began
    run = begin()
    (run.folder / "checkpoints").mkdir(parents=True)
    Job.objects.update(state="failed", finished_at=timezone.now() - timedelta(days=15))
    [listed] = TrainingRun.objects.all()
    # when somebody resumes it before its turn comes
    services.run_resume(run=listed, by=None)
    # then nothing of it goes
    assert not services.checkpoints_prune(run=listed)
    assert (run.folder / "checkpoints").exists()


def test_only_old_folders_of_runs_that_never_were_are_removed(var, begin, wrote):
    import os
    import uuid

    kept = begin()
    wrote(kept, {"done": 0.1, "loss": 1.0})
    stray, young, own = (var / "runs" / n for n in (str(uuid.uuid4()), str(uuid.uuid4()), "mine"))
    for folder in (stray, young, own):
        folder.mkdir(parents=True)
    for folder in (stray, own, kept.folder):
        os.utime(folder, (0, 0))
    assert plans.runs_tidy() == 1
    assert not stray.exists()
    assert all(folder.exists() for folder in (young, own, kept.folder))
    assert TrainingRun.objects.count() == 1
