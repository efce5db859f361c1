from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from webapp.core.moments import moment

NOON = datetime(2025, 7, 21, 12, 30, 15, 400, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "July 21, 2025, 12:30 p.m."), ("de", "21. Juli 2025 12:30")]
)
def test_a_time_is_written_as_the_language_does_and_beside_it_for_machines(language, words):
    with translation.override(language):
        assert moment(NOON) == f'<time datetime="2025-07-21T12:30:15+00:00">{words}</time>'


def test_a_time_is_that_of_the_sites_time_zone():
    with timezone.override("Asia/Kolkata"):
        assert "2025-07-21T18:00:15+05:30" in moment(NOON)
        assert "6 p.m." in moment(NOON)


def test_a_day_has_no_time_and_nothing_is_nothing():
    assert moment(date(2025, 7, 1)) == '<time datetime="2025-07-01">July 1, 2025</time>'
    assert moment(None) == ""


def test_templates_may_put_it_into_a_sentence():
    text = (
        "{% load i18n moments %}{% blocktranslate with time=at|moment %}Made {{ time }}."
        "{% endblocktranslate %}"
    )
    assert Template(text).render(Context({"at": NOON})).startswith("Made <time datetime=")
