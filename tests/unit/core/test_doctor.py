import io
import json

import pytest
from django.core.management import call_command

from webapp.core import doctor
from webapp.core.doctor import Finding


@pytest.fixture(autouse=True)
def _no_diagnoses(monkeypatch):
    monkeypatch.setattr(doctor, "_diagnoses", {})


def report(*arguments):
    out = io.StringIO()
    call_command("doctor", *arguments, stdout=out)
    return out.getvalue()


def test_a_healthy_report_names_what_was_looked_at():
    doctor.diagnosis("Disk")(lambda: [Finding("ok", "10 GiB free")])
    assert report() == "Disk\n    10 GiB free\n"


def test_an_error_ends_with_1_and_says_what_to_do():
    doctor.diagnosis("Disk")(lambda: [Finding("error", "full", "Free some space.")])
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    assert ended.value.code == 1
    assert "→ Free some space." in out.getvalue()


def test_a_diagnosis_that_breaks_is_itself_a_finding():
    @doctor.diagnosis("Index")
    def broken():
        raise RuntimeError("no such table")

    with pytest.raises(SystemExit):
        report()


def test_passwords_are_not_in_the_report():
    url = "redis://:hunter2@redis:6379/0 postgres://atelier:hunter2@db/atelier"
    doctor.diagnosis("Services")(lambda: [Finding("ok", url)])
    text = report("--json")
    assert "hunter2" not in text
    assert "atelier:***@db" in json.loads(text)[0]["findings"][0]["text"]
