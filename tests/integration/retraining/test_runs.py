"""Runs for real: the catalogue is exported, learnt from, and the model is published."""

import csv
import errno
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.integration.retraining.conftest import fresh
from tests.support.shop import drawing, encoded
from webapp.catalog.models import Category, Colour, Product
from webapp.core.problems import Problem
from webapp.jobs.models import Job
from webapp.registry import engine as files
from webapp.registry.models import ModelVersion
from webapp.registry.services import model_register
from webapp.retraining import data as sets
from webapp.retraining import services, stats
from webapp.retraining.contracts import Data
from webapp.retraining.export import catalogue_export
from webapp.retraining.models import TrainingRun

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]


def exported(run):
    return catalogue_export(
        folder=run.folder, progress=lambda done, total: None, should_stop=lambda: False
    )


def test_an_embedder_learns_the_catalogue_and_is_published(shop, champion, begin, run_jobs, var):
    run = begin(start="champion", nominate=True)

    assert run_jobs() >= 1

    run = fresh(run)
    assert run.job.state == "succeeded", run.job.error + run.job.log
    assert (run.parent, run.model.parent) == (champion, champion)
    assert run.model.run == str(run.pk)
    assert run.model.is_candidate
    assert run.model.folder == str(var / "models" / "embedder" / run.model.version)
    manifest = files.verified(run.model.folder, "embedder")
    assert manifest["calibration"]["thresholds"]
    assert {name.partition(".")[0] for name in run.metrics} == {"catalogue"}
    card = files.card(run.model.folder, "embedder")
    assert f"started from the weights of {Path(champion.folder).name}" in card
    assert "| catalogue |" in card
    assert not (run.folder / "cache").exists()
    assert "finished" in run.job.log
    series = stats.read(run).series
    assert {"loss", "catalogue.p10"} <= series.keys()
    assert champion.is_live


def test_the_catalogue_is_exported_as_engines_read_it(shop, begin, few, var):
    hidden = Product.objects.first()
    Product.objects.filter(pk=hidden.pk).update(is_active=False)
    run = begin()
    asked = []

    folder = catalogue_export(
        folder=run.folder, progress=lambda *a: asked.append(a), should_stop=lambda: False
    )

    with (folder / "styles.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == shop - 1
    assert str(hidden.pk) not in {row["id"] for row in rows}
    assert {row["usage"] for row in rows} == {"Casual"}
    assert {row["gender"] for row in rows} == {"Women"}
    first = Product.objects.get(pk=int(rows[0]["id"]))
    linked = folder / "images" / f"{first.pk}.webp"
    assert linked.read_bytes() == (var / "media" / first.cover.thumbnail).read_bytes()
    assert linked.stat().st_nlink == 2


def test_an_export_that_was_stopped_goes_on_and_a_finished_one_is_kept(
    shop, begin, few, monkeypatch
):
    from webapp.retraining import export

    monkeypatch.setattr(export, "CHUNK", 10)
    run = begin()
    stops = iter([False, True])
    arguments = {"folder": run.folder, "progress": lambda done, total: None}

    assert export.catalogue_export(should_stop=lambda: next(stops), **arguments) is None
    assert len(list((run.folder / "catalogue" / "images").iterdir())) == 20
    folder = export.catalogue_export(should_stop=lambda: False, **arguments)
    Product.objects.all().update(is_active=False)
    again = export.catalogue_export(should_stop=lambda: False, **arguments)

    assert folder == again
    assert len((folder / "styles.csv").read_text().splitlines()) == shop + 1


def test_labels_that_people_renamed_are_exported_as_the_models_know_them(shop, begin, few):
    # given a category and a colour with other names in the shop
    product = Product.objects.select_related("category", "colour").first()
    known = product.category.name, product.colour.name
    Category.objects.filter(pk=product.category_id).update(name="Nice things")
    Colour.objects.filter(pk=product.colour_id).update(name="Sunset")
    # when
    folder = exported(begin())
    # then
    rows = {row["id"]: row for row in csv.DictReader((folder / "styles.csv").open())}
    row = rows[str(product.pk)]
    assert (row["articleType"], row["baseColour"]) == known
    # and a colour that they do not know is none
    Colour.objects.filter(pk=product.colour_id).update(class_index=None)
    (folder / "styles.csv").unlink()
    exported(TrainingRun.objects.get())
    rows = {row["id"]: row for row in csv.DictReader((folder / "styles.csv").open())}
    assert rows[str(product.pk)]["baseColour"] == ""


def test_an_export_that_is_killed_amid_a_picture_leaves_no_half_one(
    shop, begin, few, monkeypatch, var
):
    from webapp.retraining import export

    # given a disk on which nothing can be linked, and a kill while the first picture is copied
    def no_links(source, target):
        raise OSError(errno.EXDEV, "another disk")

    def killed(source, target):
        target.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(export.os, "link", no_links)
    run = begin()
    with monkeypatch.context() as patch:
        patch.setattr(export.shutil, "copyfile", killed)
        with pytest.raises(KeyboardInterrupt):
            exported(run)
    # when it goes on
    folder = exported(run)
    # then every picture is whole
    for product in Product.objects.all():
        copied = folder / "images" / f"{product.pk}.webp"
        assert copied.read_bytes() == (var / "media" / product.cover.thumbnail).read_bytes()


def test_a_run_that_is_killed_just_after_publishing_succeeds(
    shop, champion, begin, run_jobs, monkeypatch
):
    # given a run whose model was published when its process died
    run = begin(start="champion", nominate=True)
    model = model_register(
        kind="embedder", folder="/models/new", manifest=champion.manifest, version="new"
    )
    services.published(run=run, model=model)
    (run.folder / "cache").mkdir(parents=True)
    # when the next attempt comes
    run_jobs()
    # then it does what was left, and trains nothing
    run = fresh(run)
    assert run.job.state == "succeeded", run.job.error
    assert (run.job.result, run.model) == ({"model": "new"}, model)
    assert run.model.is_candidate
    assert not (run.folder / "cache").exists()
    assert not (run.folder / "stats.jsonl").exists()


def test_a_dry_run_publishes_nothing_and_the_run_follows_from_it(shop, begin, run_jobs, boss):
    trial = begin(is_dry_run=True)

    run_jobs()

    trial = fresh(trial)
    assert trial.job.state == "succeeded", trial.job.error
    assert "dry run" in trial.job.log
    assert trial.model is None
    assert not ModelVersion.objects.exists()
    run = services.run_repeat(run=trial, by=boss)
    assert (run.is_dry_run, run.options, run.data) == (False, trial.options, trial.data)


def test_a_cancelled_run_keeps_a_checkpoint_and_goes_on_to_the_same_end(
    shop, begin, run_jobs, monkeypatch, boss
):
    from webapp.jobs.context import RunningJob

    run = begin()
    asked = iter(range(10_000))
    with monkeypatch.context() as patch:

        def cancelled_soon(self):
            if next(asked) == 4:
                services.run_cancel(run=fresh(run), by=boss)
                self._stop.set()
            return RunningJob_should_stop(self)

        RunningJob_should_stop = RunningJob.should_stop
        patch.setattr(RunningJob, "should_stop", cancelled_soon)
        run_jobs()

    assert fresh(run).job.state == "cancelled"
    assert run.has_checkpoint
    services.run_resume(run=fresh(run), by=boss)
    run_jobs()
    assert fresh(run).job.state == "succeeded"
    assert fresh(run).model is not None
    with pytest.raises(Problem, match="failed or were cancelled"):
        services.run_resume(run=fresh(run), by=boss)


def test_a_damaged_checkpoint_is_refused_in_a_sentence(shop, begin, run_jobs, boss):
    run = begin()
    checkpoint = run.folder / "checkpoints" / "last.pt"
    checkpoint.parent.mkdir(parents=True)
    checkpoint.write_bytes(b"PK\x03\x04 half a file")

    run_jobs()

    job = fresh(run).job
    assert job.state == "failed"
    assert "is damaged" in job.error
    assert job.attempts == 1


def shop_zip(
    count: int, header: str = "id,articleType,baseColour,usage,gender", suffix: str = ".jpg"
) -> bytes:
    content = io.BytesIO()
    rows = [header]
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(count):
            kind = (("Handbags", "Red"), ("Watches", "Brown"))[number % 2]
            archive.writestr(f"shop/images/{number}{suffix}", encoded(drawing(*kind, number)))
            rows.append(f"{number},{kind[0]},{kind[1]},Casual,Women")
        archive.writestr("shop/styles.csv", "\n".join(rows))
    return content.getvalue()


def test_an_uploaded_zip_is_learnt_from(db, begin, run_jobs, tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(shop_zip(60))

    run = begin(data=Data(what="upload"), upload=path)
    run_jobs()

    run = fresh(run)
    assert run.job.state == "succeeded", run.job.error + run.job.log
    assert run.pictures == 60
    assert run.source.name == "mine.zip"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.zip", b"no zip at all", "not a whole zip file"),
        ("short.zip", shop_zip(3), "at least 50 are needed"),
        ("columns.zip", shop_zip(3, "id,name,a,b,c"), "lacks the column articleType"),
        ("spelling.zip", shop_zip(60, suffix=".jpeg"), "must be called images/<id>.jpg"),
    ],
)
def test_an_upload_that_will_not_do_is_refused_and_leaves_nothing(
    db, begin, tmp_path, var, name, content, sentence
):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Problem, match=sentence):
        begin(data=Data(what="upload"), upload=path)
    assert not Job.objects.exists()
    assert not list((var / "runs").glob("*"))


def test_pictures_elsewhere_in_a_zip_are_not_counted(tmp_path):
    path = tmp_path / "mine.zip"
    path.write_bytes(shop_zip(4))
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("shop/images/large/0.jpg", "shop/0.jpg", "images/0.jpg", "shop/images/5.jpeg"):
            archive.writestr(name, b"")
    assert sets.check_upload(path, "embedder") == 4
    assert sets.check_upload(path, "dcgan-64") == 4  # reads a table too, where there is one


def test_a_generator_learns_from_any_pictures_of_a_zip(tmp_path):
    path = tmp_path / "mine.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.JPEG", "cats/b.png", "cats/c.txt"):
            archive.writestr(name, b"")
    assert sets.check_upload(path, "dcgan-64") == 2


def test_a_zip_that_leads_out_of_itself_is_refused(db, begin, tmp_path):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../styles.csv", "id\n")
    with pytest.raises(Problem, match="leads out of it"):
        begin(data=Data(what="upload"), upload=path)


GENERATOR = ("size=16", "width=4", "batch=8", "latent=8", "embedding=8", "tick_kimg=0.016",
             "judged=4", "minutes=0", "kimg=0.048")  # fmt: skip


@pytest.mark.slow
def test_a_generator_leaves_sheets_and_films_and_is_published(shop, begin, few, run_jobs, admin):
    run = begin(kind="dcgan-64", knobs=GENERATOR)

    run_jobs()

    run = fresh(run)
    assert run.job.state == "succeeded", run.job.error + run.job.log
    assert run.model.kind == "dcgan-64"
    page = admin.get(f"/admin/retraining/trainingrun/{run.pk}/change/").content.decode()
    assert 'type="range"' in page
    steps = sorted(int(path.stem) for path in (run.folder / "samples").glob("*.jpg"))
    sheet = admin.get(f"/admin/retraining/trainingrun/{run.pk}/samples/{steps[-1]}/")
    assert (sheet["Content-Type"], sheet["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    for kind, type_ in (("gif", "image/gif"), ("mp4", "video/mp4")):
        film = admin.get(f"/admin/retraining/trainingrun/{run.pk}/film/{kind}/")
        assert (film["Content-Type"], film["X-Content-Type-Options"]) == (type_, "nosniff")
    gone = admin.get(f"/admin/retraining/trainingrun/{run.pk}/samples/{steps[-1] + 1}/")
    assert gone.status_code == 404


@pytest.mark.slow
def test_a_classifier_learns_and_is_published(shop, begin, run_jobs):
    knobs = ("weights=none", "size=75", "depth=mixed0", "unfreeze=input", "batch=8", "surfaces=4",
             "minutes=0", "epochs=1", "head=8", "tick_seconds=0")  # fmt: skip
    run = begin(kind="classifier", knobs=knobs)

    run_jobs()

    run = fresh(run)
    assert run.job.state == "succeeded", run.job.error + run.job.log
    assert run.model.kind == "classifier"
    assert json.dumps(run.metrics)
