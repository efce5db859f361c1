"""What the admin's own pages share: who asks, and colours that exist in light and dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from webapp.core.admin_pages import person
from webapp.core.models import User

SHEETS = sorted(Path(settings.BASE_DIR, "static", "css").glob("admin*.css"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(|var\(--color-|: *(?:white|black)\b")


def without_properties(sheet: str) -> tuple[dict[str, set[str]], str]:
    """The names that :root and .dark define, and the rest of the sheet."""
    found = {
        selector: set(re.findall(r"(--[\w-]+):", body))
        for selector, body in re.findall(r"^(:root|\.dark) \{(.*?)\}", sheet, re.M | re.S)
    }
    return found, re.sub(r"^(:root|\.dark) \{.*?\}", "", sheet, flags=re.M | re.S)


def test_who_asks_is_an_account_or_nobody():
    request = RequestFactory().get("/admin/")
    request.user = User(username="boss")
    assert person(request) is request.user
    request.user = AnonymousUser()
    assert person(request) is None


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_colour_of_an_admin_page_has_a_dark_one(path: Path):
    properties, rules = without_properties(path.read_text())
    assert properties.get(":root") == properties.get(".dark")
    assert COLOUR.findall(rules) == []
