"""The classifier is promoted and rolled back without an index, and a damaged one never answers."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from ml import artifacts
from tests.support.shop import drawing
from webapp.classify import engine
from webapp.jobs.models import Job
from webapp.registry import promoting, selectors, services, shipped
from webapp.registry.models import ModelVersion

pytestmark = pytest.mark.django_db
Run = Callable[[], int]


@pytest.fixture(autouse=True)
def _fresh_process(tmp_path: Path, classifier: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(engine, "_current", None)
    monkeypatch.setattr(engine, "_refused", None)


@pytest.fixture
def versions(classifier_folder: Path, tmp_path: Path) -> list[ModelVersion]:
    """Two classifiers with other facts; the first serves."""
    models = []
    for number in range(2):
        folder = tmp_path / f"c{number}"
        artifacts.revise(classifier_folder, folder, kind="classifier", number=number)
        models.append(services.model_publish(source=folder, kind="classifier"))
    services.promote(model=models[0], by=None, expected=None)
    return models


def bag() -> Image.Image:
    return drawing("Handbags", "Red", 0).convert("RGB")


def promote(model: ModelVersion, run_jobs: Run) -> Job:
    live = selectors.model_live("classifier")
    job = promoting.promotion_start(model=model, expected=live, by=None)
    run_jobs()
    job.refresh_from_db()
    return job


def test_it_is_verified_asked_once_and_serves_and_the_old_one_returns(
    versions: list[ModelVersion], run_jobs: Run
) -> None:
    assert engine.sort([bag()])[0]["model_version"] == versions[0].version

    job = promote(versions[1], run_jobs)

    assert job.state == Job.State.SUCCEEDED, job.error
    [answer] = engine.sort([bag()])
    assert answer["model_version"] == versions[1].version
    assert answer["categories"][0]["name"] == "Handbags"
    services.rollback(kind="classifier", by=None, expected=versions[1])
    assert engine.version() == versions[0].version


def test_a_damaged_one_is_not_promoted(versions: list[ModelVersion], run_jobs: Run) -> None:
    path = Path(versions[1].folder) / "model.keras"
    path.write_bytes(path.read_bytes()[:-10])
    job = promote(versions[1], run_jobs)
    assert job.state == Job.State.FAILED
    assert "damaged" in job.error
    assert selectors.model_live("classifier") == versions[0]


def test_one_damaged_after_its_promotion_leaves_the_old_one_answering(
    versions: list[ModelVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.sort([bag()])
    path = Path(versions[1].folder) / "graph.xml"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    services.promote(model=versions[1], by=None, expected=versions[0])

    assert engine.version() == versions[0].version
    path.write_bytes(whole)
    assert engine.version() == versions[0].version, "not before its time"
    monkeypatch.setattr(engine, "_refused", None)
    assert engine.version() == versions[1].version


def test_one_that_cannot_be_opened_is_not_tried_anew_with_every_photo(
    versions: list[ModelVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a process that has just started, and a damaged champion
    path = Path(versions[0].folder) / "graph.xml"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with pytest.raises(ValueError, match="damaged"):
        engine.sort([bag()])

    path.write_bytes(whole)
    with pytest.raises(ValueError, match="damaged"):
        engine.sort([bag()])  # not before its time
    monkeypatch.setattr(engine, "_refused", None)
    assert engine.version() == versions[0].version


def test_what_came_with_the_program_serves_until_something_else_is_promoted(
    classifier: Settings, classifier_folder: Path, versions: list[ModelVersion], tmp_path: Path
) -> None:
    ModelVersion.objects.filter(kind="classifier").update(is_live=False)
    shipped.shipped_refresh()
    live = selectors.model_live("classifier")
    assert live is not None
    assert live.folder == str(classifier_folder)
    services.promote(model=versions[1], by=None, expected=live)
    shipped.shipped_refresh()
    assert selectors.model_live("classifier") == versions[1]


def test_a_newer_one_in_the_programs_place_takes_over(
    classifier: Settings, classifier_folder: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(classifier_folder, tmp_path / "place")
    classifier.CLASSIFIER = str(place)
    shipped.shipped_refresh()
    old = selectors.model_live("classifier")
    shutil.rmtree(place)
    artifacts.revise(classifier_folder, place, kind="classifier", number=9)

    shipped.shipped_refresh()

    new = selectors.model_live("classifier")
    assert new is not None
    assert old is not None
    assert new != old
    assert engine.version() == new.version
    assert selectors.model_previous("classifier") is None, "its files are gone"
