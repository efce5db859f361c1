"""Two versions side by side as JSON: figures for all who may look, the work for those who may."""

from pathlib import Path

import pytest
from django.test import Client

from tests.support.api import check_documented, clerk
from tests.support.models import model_with_files
from webapp.jobs.models import Job
from webapp.registry import comparing, services
from webapp.registry.contracts import Compared, Trial, side
from webapp.registry.models import Comparison, ModelVersion

API = "/api/v1/models"


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    """Two classifiers; the first serves, the second is the candidate."""
    one, two = (
        model_with_files(tmp_path, name, "classifier", metrics={"test": {"top1": value}})
        for name, value in (("one", 0.8), ("two", 0.9))
    )
    services.promote(model=one, by=None, expected=None)
    services.candidate_set(model=two, by=None)
    return one, two


def address(left: str = "champion", right: str = "candidate") -> str:
    return f"{API}/classifier/{left}/compare/{right}"


def test_figures_are_side_by_side_at_once(pair):
    one, two = pair
    client = clerk("view_modelversion")
    answer = client.get(address()).json()
    assert answer == {
        "kind": "classifier", "left": one.version, "right": two.version,
        "metrics": [
            {"name": "test top1", "left": 0.8, "right": 0.9, "better": "right", "is_clear": False}
        ],
        "job": None, "state": None, "made_at": None, "result": None,
    }  # fmt: skip
    assert client.get(address(two.version, one.version)).json()["metrics"][0]["better"] == "left"


def test_both_are_tried_by_one_job_whose_result_is_read_here(pair, admin: Client, boss):
    one, two = pair
    started = admin.post(address())
    assert started.status_code == 202
    job = Job.objects.get()
    assert started.json() == {"job": str(job.pk), "state": "queued"}
    assert (job.kind, job.created_by) == (comparing.KIND, boss)
    assert admin.post(address()).json() == started.json(), "the same one, while it is open"

    # when the job is done
    shown = side(guesses=[{"name": "Watches", "probability": 0.75}])
    trial = Trial(title="A watch", image="/a.webp", left=shown, right=shown, overlap=1.0)
    result = Compared(trials=[trial], overlap=1.0, note="", left_ms=2.5, right_ms=3.0)
    Comparison.objects.update(result=result, made_at="2025-07-21T12:00Z")

    answer = admin.get(address(one.version, two.version)).json()
    assert (answer["job"], answer["state"]) == (str(job.pk), "queued")
    assert answer["result"] == result
    check_documented(admin, "get", f"{API}/{{kind}}/{{version}}/compare/{{other}}", answer)


def test_a_job_that_failed_says_so(pair, admin: Client, run_jobs):
    admin.post(address())  # data.bin is no graph, so neither can answer
    run_jobs()
    answer = admin.get(address()).json()
    assert (answer["state"], answer["result"]) == ("failed", None)


def test_who_may_not_starts_nothing(pair):
    for client, reads, starts in (
        (Client(), 401, 401),
        (clerk(name="shopper", is_staff=False), 404, 404),
        (clerk(name="stranger"), 404, 404),
        (clerk("view_modelversion", name="onlooker"), 200, 403),
    ):
        assert client.get(address()).status_code == reads
        assert client.post(address()).status_code == starts
    assert not Job.objects.exists()


def test_what_cannot_be_compared_is_refused(pair, admin: Client):
    _, two = pair
    for missing in (address("champion", "nothing"), f"{API}/embedder/champion/compare/candidate"):
        assert admin.get(missing).status_code == admin.post(missing).status_code == 404
    twice = admin.post(address("candidate", two.version))
    assert (twice.status_code, twice.json()["title"]) == (409, "Nothing to compare")
    ModelVersion.objects.filter(pk=two.pk).update(folder="")
    gone = admin.post(address())
    assert (gone.status_code, gone.json()["title"]) == (409, "Its files are gone")
    assert not Job.objects.exists()
