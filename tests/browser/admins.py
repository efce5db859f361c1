"""Admins at work: how they sign in, and what their pages must be."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from .conftest import photo
from .steps import choose_photo

PASSWORD = "a-password-of-this-test"
CREATE_ADMIN = f"""
from webapp.core.models import User
User.objects.create_superuser("admin", "admin@example.org", {PASSWORD!r})
"""
"""Code for ``manage.py shell``."""


@contextmanager
def signed_in(browser: Browser, url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/account/login/?next=/admin/")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    page.close()
    yield context
    context.close()


@contextmanager
def quiet_page(context: BrowserContext) -> Iterator[Page]:
    """A page whose scripts must not fail."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert not complaints


def check_accessible(page: Page, part: str = "#content") -> None:
    """Our part of the page, in light and dark; its frame is django-unfold's."""
    for width, is_dark in ((1440, True), (1440, False), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", is_dark)
        found = Axe().run(page, context=part)
        assert found.violations_count == 0, found.generate_report()
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overhang <= 0, f"{overhang} px too wide at {width}"


def answered_by(browser: Browser, url: str, folder: Path) -> str | None:
    """The version that a new shopper's results come from."""
    context = browser.new_context(base_url=url)
    try:
        page = context.new_page()
        page.goto("/search/photo")
        (folder / "bag.jpg").write_bytes(photo())
        choose_photo(page, folder / "bag.jpg")
        return page.locator("#results").get_attribute("data-model")
    finally:
        context.close()
