"""The doctor finds designs without a picture or a model, and pictures without a design."""

import os
import shutil
from pathlib import Path

import pytest

from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.studio import diagnoses, files, services

pytestmark = pytest.mark.django_db


def findings() -> list[tuple[str, str]]:
    return [(found.level, found.text) for found in diagnoses.studio() if found.level != "ok"]


def test_a_studio_without_a_model_is_told(studio_settings: object) -> None:
    assert findings() == [("warning", "no generator is here, so nothing can be drawn")]


def test_what_is_lost_and_what_is_left_over(model: ModelVersion, ana: User, media: Path) -> None:
    sheet = services.sheet_make(user=ana, kind="sample", category="Handbags", options={"count": 2})
    assert findings() == []
    one, _other = sheet.designs.all()

    # given a lost picture, a picture of nobody, and a model whose files were removed
    files.path_of(one.file).unlink()
    stray = media / "designs" / "ff" / "ff.png"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    shutil.rmtree(model.folder)
    ModelVersion.objects.filter(pk=model.pk).update(folder="")

    assert [level for level, _text in findings()] == ["warning", "error", "warning", "error"]
