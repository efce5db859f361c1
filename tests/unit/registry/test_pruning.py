"""Old files make room, and never those that somebody may need again."""

import shutil
from pathlib import Path

import pytest

from tests.support.models import published_folder
from webapp.registry import doors, selectors, services
from webapp.registry.pruning import KEPT_VERSIONS, models_prune

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"

    def publish(number, kind="classifier", **facts):
        source = published_folder(tmp_path / f"{kind}-{number}", kind, number=number, **facts)
        return services.model_publish(source=source, kind=kind)

    return publish


def promote(model):
    services.promote(model=model, by=None, expected=selectors.model_live(model.kind))


def test_what_serves_served_last_is_tried_or_is_new_keeps_its_files(publish):
    # given more versions than are kept, of which three served and one is the candidate
    models = [publish(number) for number in range(KEPT_VERSIONS + 8)]
    for model in models[:4]:
        promote(model)
    services.candidate_set(model=models[5], by=None)

    removed = models_prune("classifier")

    assert {m.pk for m in removed} == {models[n].pk for n in (0, 4, 6, 7)}
    for model in models:
        folder = Path(model.folder)
        model.refresh_from_db()
        assert folder.exists() == model.has_files
    services.rollback(kind="classifier", by=None, expected=models[3])
    assert selectors.model_live("classifier") == models[2]


def test_who_is_named_candidate_while_others_make_room_keeps_its_files(publish, monkeypatch):
    # given two versions to remove, and an admin who names the second while the first one goes
    models = [publish(number) for number in range(KEPT_VERSIONS + 2)]
    remove = shutil.rmtree

    def named_meanwhile(folder, **options):
        services.candidate_set(model=late, by=None)
        remove(folder, **options)

    first, late = sorted(models[:2], key=lambda m: -m.pk)
    monkeypatch.setattr("webapp.registry.pruning.shutil.rmtree", named_meanwhile)

    assert models_prune("classifier") == [first]

    late.refresh_from_db()
    assert late.has_files
    assert Path(late.folder).exists()


def test_what_something_is_pinned_to_is_kept(publish, monkeypatch):
    # given designs that belong to the oldest generator
    monkeypatch.setattr(doors, "_uses", [])
    models = [publish(n, "acgan-64", preset="acgan-64") for n in range(KEPT_VERSIONS + 3)]
    doors.in_use(lambda model: model.pk == models[0].pk)

    assert {model.pk for model in models_prune("acgan-64")} == {models[n].pk for n in (1, 2)}
    assert Path(models[0].folder).exists()
    assert not Path(models[1].folder).exists()


def test_folders_elsewhere_are_not_ours_to_remove(publish, tmp_path):
    folder = published_folder(tmp_path / "elsewhere", "classifier", number="x")
    model = services.model_register(
        kind="classifier", folder=str(folder), manifest={}, version="elsewhere"
    )
    for number in range(KEPT_VERSIONS + 1):
        publish(number)
    models_prune("classifier")
    model.refresh_from_db()
    assert model.has_files
    assert folder.exists()


def test_publishing_it_again_brings_removed_files_back(publish, tmp_path):
    models = [publish(number) for number in range(KEPT_VERSIONS + 1)]
    models_prune("classifier")
    models[0].refresh_from_db()
    assert not models[0].has_files
    services.model_publish(source=tmp_path / "classifier-0", kind="classifier")
    models[0].refresh_from_db()
    assert services.model_verify(model=models[0]).damage == ""
