"""What may be started, stopped, resumed and deleted, and by which words it is refused."""

import uuid

import pytest
from django.contrib.admin.models import LogEntry

from webapp.catalog.models import Category, Product, ProductImage
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.jobs.services import job_claim, job_refuse, job_succeed
from webapp.registry.models import ModelVersion
from webapp.retraining import data as sets
from webapp.retraining import estimates, selectors, services
from webapp.retraining.contracts import Data
from webapp.retraining.forms import RunForm
from webapp.retraining.models import TrainingRun
from webapp.retraining.services import Wish

pytestmark = pytest.mark.django_db


def ended(run, error=""):
    claim = job_claim(job_id=run.job_id, worker="w")
    if error:
        job_refuse(claim=claim, reason=error)
    else:
        job_succeed(claim=claim, result={})
    return selectors.runs().get(pk=run.pk)


def test_a_run_is_queued_with_the_presets_values_and_noted(begin, boss):
    run = begin(nominate=True, seed=3)

    assert run.preset == "cpu-minutes"
    assert run.wants.minutes == 10
    assert (run.wants.start, run.wants.seed) == ("scratch", 3)  # nothing serves yet
    assert run.pictures == 60
    assert (run.job.kind, run.job.queue, run.job.state) == (
        "retraining.train",
        "training",
        "queued",
    )
    note = LogEntry.objects.get(object_id=str(run.pk))
    assert (note.user, note.change_message) == (boss, "Started.")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"kind": "toaster"}, "no such kind"),
        ({"preset": "gigantic"}, "no such preset"),
        ({"minutes": 0.0}, "0.05 minutes at least"),
        ({"minutes": 20_000.0}, "a week at most"),
        ({"size": 81}, "64, 80, 96, 112"),
        ({"kind": "acgan-64", "size": 64}, "the network decides"),
        ({"seed": -1}, "seed"),
        ({"data": Data(what="source", name="nobody")}, "no catalogue “nobody”"),
        ({"data": Data(what="source")}, "no catalogue “”"),
        ({"data": Data(what="sample", count=30_000)}, "20,000 drawings"),
        ({"data": Data(what="sample", count=20)}, "at least 50"),
        ({"data": Data()}, "There are 0 pictures"),
        ({"data": Data(what="sample", count=60, phone=True)}, "people's photos"),
        ({"data": Data(what="upload")}, "Choose a zip"),
        ({"knobs": ["nonsense=1"]}, "the knobs are"),
        ({"knobs": ["batch=0"]}, "batch must be at least 1"),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_refused_in_a_sentence(begin, var, wish, sentence):
    with pytest.raises(Problem, match=sentence) as caught:
        begin(**wish)
    assert caught.value.status == 422
    assert not Job.objects.exists()
    assert not TrainingRun.objects.exists()
    assert not list((var / "runs").glob("*"))


def test_only_drawings_are_limited():
    wish = Wish(kind="embedder", data=Data(what="upload", count=30_000))
    assert services.wish_check(wish).minutes == 10
    assert services.wish_estimate(wish=wish).pictures == 30_000


def test_thousands_of_pictures_have_a_separator():
    category = Category.objects.create(name="Bags", slug="bags", group="Bags", class_index=0)
    products = Product.objects.bulk_create(
        Product(source="t", external_id=f"{n}", sku=f"s{n}", slug=f"s{n}", category=category)
        for n in range(1200)
    )
    ProductImage.objects.bulk_create(
        ProductImage(product=product, file="a.webp", thumbnail="a.webp", width=1, height=1)
        for product in products
    )
    labels = [label for _, label in RunForm("embedder").fields["source"].choices]
    assert "The catalogue as it is now (1,200 pictures)" in labels
    assert sets.label(Data(what="sample")) == "1,500 drawings"


def test_a_full_disk_is_refused_before_anything_is_written(begin, monkeypatch):
    monkeypatch.setattr(estimates, "_free", lambda: 600 * estimates.MB)
    with pytest.raises(Problem, match="Delete old runs") as caught:
        begin()
    assert caught.value.status == 507
    assert not TrainingRun.objects.exists()


def test_a_second_run_of_the_kind_waits_for_the_first_and_other_kinds_do_not(begin):
    first = begin()

    with pytest.raises(Problem, match="Somebody is training") as caught:
        begin()
    other = begin(kind="dcgan-64", data=Data(what="sample", count=200))

    assert (caught.value.status, caught.value.extra["run"]) == (409, str(first.pk))
    assert set(TrainingRun.objects.all()) == {first, other}
    assert Job.objects.count() == 2
    ended(first)
    assert begin().pk != first.pk


def test_a_refused_second_start_does_not_make_a_running_one_run_again(begin):
    run = begin()
    job_claim(job_id=run.job_id, worker="w")
    with pytest.raises(Problem):
        begin()
    assert Job.objects.get(id=run.job_id).again is False


def test_only_what_failed_or_was_cancelled_goes_on_and_not_beside_another(begin, boss):
    run = begin()
    with pytest.raises(Problem, match="failed or were cancelled"):
        services.run_resume(run=run, by=boss)
    run = ended(run, error="The data are gone.")
    other = begin()
    with pytest.raises(Problem, match="Somebody is training"):
        services.run_resume(run=run, by=boss)
    services.run_cancel(run=other, by=boss)
    services.run_resume(run=run, by=boss)
    assert selectors.runs().get(pk=run.pk).job.state == "queued"
    with pytest.raises(Problem, match="ended already"):
        services.run_cancel(run=other, by=boss)
    words = LogEntry.objects.filter(object_id=str(run.pk)).values_list("change_message", flat=True)
    assert list(words) == ["Resumed.", "Started."]


def test_what_learnt_from_a_file_that_is_gone_does_not_go_on(begin, boss):
    # given a failed run whose upload was cleared away
    run = ended(begin(), error="The disk is full.")
    run.data = {"what": "upload", "name": "mine.zip", "count": 60}
    run.save()
    # when
    with pytest.raises(Problem, match="Upload it to a new run") as caught:
        services.run_resume(run=run, by=boss)
    # then
    assert caught.value.status == 409
    assert selectors.runs().get(pk=run.pk).job.state == "failed"
    assert not LogEntry.objects.filter(object_id=str(run.pk), change_message="Resumed.").exists()
    # and with the file it does
    run.folder.mkdir(parents=True, exist_ok=True)
    (run.folder / services.UPLOAD).write_bytes(b"PK")
    services.run_resume(run=run, by=boss)
    assert selectors.runs().get(pk=run.pk).job.state == "queued"


def test_a_generator_is_watched_by_the_embedder_that_served_when_it_began(begin):
    first, second = (
        ModelVersion.objects.create(kind="embedder", version=name, folder=f"/models/{name}")
        for name in ("one", "two")
    )
    drawings = Data(what="sample", count=200)
    ModelVersion.objects.filter(pk=first.pk).update(is_live=True)
    run = begin(kind="dcgan-64", data=drawings)
    # when another embedder is promoted while it trains
    ModelVersion.objects.filter(pk=first.pk).update(is_live=False)
    ModelVersion.objects.filter(pk=second.pk).update(is_live=True)
    # then it keeps its eyes, and a new run has the new ones
    assert services.prepared(selectors.runs().get(pk=run.pk)).judge == "/models/one"
    assert services.prepared(begin(kind="acgan-64", data=drawings)).judge == "/models/two"


def test_an_open_run_is_not_deleted_and_an_ended_one_goes_with_its_files(begin, boss):
    run = begin()
    (run.folder / "samples").mkdir(parents=True)
    with pytest.raises(Problem, match="Cancel the run first"):
        services.run_delete(run=run, by=boss)
    run = ended(run)
    services.run_delete(run=run, by=boss)
    assert not run.folder.exists()
    assert not TrainingRun.objects.exists()
    assert LogEntry.objects.filter(object_id=str(run.pk), action_flag=3).exists()


def test_a_run_is_found_by_how_its_number_begins(begin):
    run = begin()
    assert selectors.runs_named(run.short) == [run]
    assert selectors.runs_named("zz") == []
    assert selectors.runs_named(str(uuid.uuid4())) == []


def test_estimates_grow_with_pictures_minutes_and_kind():
    def guess(**wish):
        wanted = {"kind": "embedder", "data": Data(what="sample", count=1000)} | wish
        return services.wish_estimate(wish=Wish(**wanted))

    usual = guess()
    assert 600 < usual.seconds < 900
    assert usual.preparing < 90
    assert guess(minutes=60.0).seconds - usual.seconds == pytest.approx(3000)
    assert guess(data=Data(what="sample", count=5000)).size > usual.size
    assert guess(size=112).size > guess(size=80).size
    trial = guess(is_dry_run=True)
    assert trial.seconds < 120
    assert trial.size < usual.size
    with pytest.raises(Problem):
        guess(minutes=-1.0)
