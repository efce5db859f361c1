"""`manage.py designs`, the twin of the studio's pages."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from webapp.core.models import User
from webapp.registry.models import ModelVersion
from webapp.studio import files, services
from webapp.studio.models import Design

pytestmark = pytest.mark.django_db


def designs(*words: str) -> Any:
    out = io.StringIO()
    call_command("designs", *words, stdout=out)
    text = out.getvalue()
    return json.loads(text) if "--json" in words else text


def make(*words: str) -> Any:
    return designs("make", "--user", "ana", "--json", "--category", "Handbags", *words)


def test_designs_are_made_listed_exported_and_drawn_again(
    model: ModelVersion, ana: User, tmp_path: Path
) -> None:
    made = make("--seed", "3", "--count", "2")
    [near] = make("--kind", "vary", "--of", made[0]["id"], "--radius", "0.2", "--count", "1")

    assert [entry["recipe"]["seed"] for entry in made] == [3, 4]
    assert {entry["id"] for entry in designs("list", "--user", "ana", "--json")} == {
        made[0]["id"],
        made[1]["id"],
        near["id"],
    }
    recipe, picture = tmp_path / "a.json", tmp_path / "a.png"
    designs("export", near["id"], "--out", str(recipe))
    designs("export", near["id"], "--out", str(picture), "--side", "0")
    for path in (recipe, picture):
        [again] = designs("replay", str(path), "--user", "ana", "--json")
        file = Design.objects.get(pk=again["id"]).file
        assert files.path_of(file).read_bytes() == picture.read_bytes()


@pytest.mark.django_db(transaction=True)  # the job's heart beats on a connection of its own
def test_a_large_sheet_is_made_while_one_waits(model: ModelVersion, ana: User) -> None:
    assert len(make("--count", "18")) == 18


def test_only_what_is_kept_is_listed(model: ModelVersion, ana: User) -> None:
    made = make("--count", "2")
    design = Design.objects.get(pk=made[1]["id"])
    services.design_shortlist(design=design, on=True)

    text = designs("list", "--user", "ana", "--kept")

    assert made[1]["id"] in text
    assert made[0]["id"] not in text
    assert "shortlisted" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--user", "nobody"], "no user 'nobody'"),
        (["make", "--user", "ana", "--category", "Hats"], "does not draw"),
        (["make", "--user", "ana", "--model", "x"], "no generator of version 'x'"),
        (["export", "x", "--out", "a.png"], "no design 'x'"),
        (["replay", "nowhere.json", "--user", "ana"], "cannot be read"),
    ],
)
def test_mistakes_get_a_sentence(
    model: ModelVersion, ana: User, words: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        designs(*words)
