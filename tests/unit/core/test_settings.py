"""Production refuses to start unsafely; every setting is documented."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAFE = {"SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "shop.example.org"}


def start(tmp_path, **environment):
    clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", "import webapp.settings.prod"],
        cwd=ROOT,
        env={**clean, "ATELIER_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )


def test_production_starts_with_safe_values(tmp_path):
    done = start(tmp_path, **SAFE, REDIS_URL="redis://:secret@redis:6379/0")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("unsafe", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 60}, "SECRET_KEY must be"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"REDIS_URL": "redis://redis:6379/0"}, "without a password"),
    ],
)
def test_production_refuses_unsafe_values(tmp_path, unsafe, sentence):
    done = start(tmp_path, **(SAFE | unsafe))
    assert done.returncode != 0
    assert sentence in done.stderr


def read_by_settings():
    for path in (ROOT / "webapp" / "settings").glob("*.py"):
        yield from re.findall(r"\benv(?:\.\w+)?\(\s*\"(\w+)\"", path.read_text())


def test_every_setting_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text()
    missing = {name for name in read_by_settings() if f"`{name}`" not in page}
    assert not missing


def test_every_documented_setting_exists():
    page = (ROOT / "docs" / "settings.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))
    assert documented <= set(read_by_settings())


def our_commands():
    for path in sorted((ROOT / "webapp").glob("*/management/commands/*.py")):
        if path.stem != "__init__":
            yield path.stem


@pytest.mark.parametrize("command", list(our_commands()))
def test_every_command_is_documented(command):
    page = (ROOT / "docs" / "commands.md").read_text()
    assert f"`manage.py {command}" in page


def test_every_kind_of_job_is_documented():
    from webapp.jobs.handlers import handlers
    from webapp.jobs.periodic import periodics

    page = (ROOT / "docs" / "commands.md").read_text()
    names = [entry.kind for entry in handlers()] + [entry.name for entry in periodics()]
    assert [name for name in names if f"`{name}`" not in page] == []
