"""`manage.py models`: for people and, with --json, for scripts."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from tests.support.models import model_with_files
from tests.support.shop import small_shop
from webapp.registry import selectors, services
from webapp.registry.models import ModelVersion, Promotion


@pytest.fixture
def pair(db: None, tmp_path: Path) -> tuple[ModelVersion, ModelVersion]:
    one, two = (
        model_with_files(tmp_path, name, "classifier", metrics={"test": {"top1": value}})
        for name, value in (("one", 0.8), ("two", 0.9))
    )
    services.promote(model=one, by=None, expected=None)
    return one, two


def models(*arguments: str) -> str:
    out = StringIO()
    call_command("models", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_list_and_show(pair):
    one, two = pair
    lines = models("list").splitlines()
    assert [line.split()[1] for line in lines] == [two.version, one.version]
    assert "champion" in lines[1]
    assert "0.8000" in models("show", "classifier", "champion")
    assert json.loads(models("show", "classifier", two.version, "--json"))["version"] == two.version
    assert len(json.loads(models("list", "classifier", "--json"))) == 2
    assert json.loads(models("list", "embedder", "--json")) == []


def test_an_empty_registry_says_what_to_do(db):
    assert "manage.py reindex" in models("list")


def test_candidate_and_rollback_are_on_record(pair):
    one, two = pair
    models("candidate", "classifier", two.version, "--reason", "try it")
    assert selectors.model_candidate("classifier") == two
    models("candidate", "classifier", "none")
    assert selectors.model_candidate("classifier") is None
    services.promote(model=two, by=None, expected=one)
    assert "serves again" in models("rollback", "classifier", "--reason", "worse")
    row = Promotion.objects.first()
    assert (row.action, row.reason, row.by) == ("rollback", "worse", None)


def test_what_cannot_be_is_refused_with_a_sentence(pair):
    one, two = pair
    with pytest.raises(CommandError, match="There is no classifier nothing"):
        models("show", "classifier", "nothing")
    with pytest.raises(CommandError, match="No earlier version"):
        models("rollback", "classifier")
    with pytest.raises(CommandError, match="went live meanwhile"):
        models("promote", "classifier", two.version, "--expected", two.version)
    with pytest.raises(CommandError, match="It cannot serve"):
        models("promote", "classifier", two.version)
    assert selectors.model_live("classifier") == one


def test_verify_says_what_it_found_and_fails_for_scripts(pair, tmp_path):
    one, two = pair
    assert "is what it was" in models("verify", "classifier", "champion")
    assert json.loads(models("verify", "classifier", one.version, "--json"))["damage"] == ""
    (tmp_path / "classifier-one" / "data.bin").write_bytes(b"1" * 200)
    with pytest.raises(CommandError, match="checksum does not match"):
        models("verify", "classifier", "champion")
    ModelVersion.objects.filter(pk=two.pk).update(folder="")
    with pytest.raises(CommandError, match="were removed"):
        models("verify", "classifier", two.version)


def test_compare_marks_the_better_one(pair):
    one, two = pair
    text = models("compare", "classifier", one.version, two.version)
    assert "*0.9000" in text
    (row,) = json.loads(models("compare", "classifier", one.version, two.version, "--json"))[
        "metrics"
    ]
    assert row == {
        "name": "test top1", "left": 0.8, "right": 0.9, "better": "right", "is_clear": False,
    }  # fmt: skip


@pytest.mark.slow
def test_promote_and_compare_run_here_and_now(
    search_settings: Settings, transactional_db: None, embedders: Callable[[int], Path]
):
    # given a shop whose heartbeats are seen by other connections, as in life
    shop = small_shop()
    call_command("reindex", stdout=StringIO())
    champion = selectors.model_live("embedder")
    assert champion is not None
    challenger = services.model_publish(source=embedders(2), kind="embedder")

    result = json.loads(
        models("compare", "embedder", "champion", challenger.version, "--try", "--json")
    )
    assert len(result["trials"]["trials"]) == len(shop)
    text = models("promote", "embedder", challenger.version, "--reason", "better")
    index = selectors.index_live()
    assert index is not None
    assert index.model == challenger
    assert f"embedder {challenger.version} serves with index {index.version}." in text
    models("rollback", "embedder")
    assert selectors.model_live("embedder") == champion
