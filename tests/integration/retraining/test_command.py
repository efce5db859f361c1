"""`manage.py retrain`: the pages' twins for a terminal."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.integration.retraining.conftest import fresh
from webapp.retraining.models import TrainingRun

pytestmark = pytest.mark.django_db


def retrain(*arguments):
    out = io.StringIO()
    call_command("retrain", *arguments, stdout=out)
    return out.getvalue()


def test_a_run_is_started_shown_cancelled_and_resumed(shop):
    said = retrain("embedder", "--minutes", "3", "--nominate", "--seed", "7")
    run = TrainingRun.objects.get()
    assert str(run.pk) in said
    assert (run.wants.minutes, run.wants.seed, run.nominate) == (3.0, 7, True)
    assert run.short in retrain("--list")
    assert json.loads(retrain("--list", "--json"))[0]["state"] == "queued"
    with pytest.raises(CommandError, match="Somebody is training"):
        retrain("embedder")
    retrain("--cancel", run.short)
    assert fresh(run).job.state == "cancelled"
    assert "is queued" in retrain("--resume", run.short)
    assert json.loads(retrain("--show", run.short, "--json"))["kind"] == "embedder"


def test_an_estimate_starts_nothing(shop):
    said = retrain("embedder", "--data", "sample:200", "--estimate")
    assert said.startswith("200 pictures, about 11 min")
    assert not TrainingRun.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Say which kind"),
        (["embedder", "--data", "nothing.zip"], "neither catalogue"),
        (["embedder", "--data", "source:none"], "no catalogue"),
        (["--resume", "abc"], "There is no run"),
        (["embedder", "--set", "nonsense=1"], "the knobs are"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(shop, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        retrain(*arguments)


def test_waiting_for_a_run_that_ended_badly_is_an_error(shop, monkeypatch):
    from webapp.jobs.services import job_claim, job_refuse
    from webapp.retraining.management.commands import retrain as command

    def fails(seconds):
        run = TrainingRun.objects.get()
        job_refuse(claim=job_claim(job_id=run.job_id, worker="w"), reason="The data are gone.")

    monkeypatch.setattr(command.time, "sleep", fails)
    with pytest.raises(CommandError, match="The data are gone"):
        retrain("embedder", "--wait")
