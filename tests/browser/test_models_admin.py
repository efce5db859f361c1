"""An admin compares, promotes and rolls back; a shopper's answers name the version they come from;
the pages are accessible."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.services import require
from tests.support.site import site

from .conftest import photo
from .steps import choose_photo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PASSWORD = "a-password-of-this-test"
LIST = "/admin/registry/modelversion/"
PREPARE = """
from webapp.core.models import User
from webapp.registry import selectors, services
User.objects.create_superuser("admin", "admin@example.org", {password!r})
live = selectors.model_live("embedder")
other = services.model_publish(source={other!r}, kind="embedder", run="try-2")
services.candidate_set(model=other, by=None, reason="a first look")
print(live.pk, live.version, other.pk, other.version)
"""


class Shop(NamedTuple):
    url: str
    champion: str
    champion_version: str
    candidate: str
    candidate_version: str


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    require("chromium", shutil.which("chromium"))
    from tests.support.embedder import make_embedder

    folder = tmp_path_factory.mktemp("models")
    model, other = (make_embedder(folder / f"m{seed}", seed) for seed in (1, 2))
    environment = {"ATELIER_EMBEDDER": str(model), "INFERENCE_THREADS": "1"}
    with site(folder / "var", environment) as made:
        made.manage("load_sample", "--count", "60", timeout=180)
        made.manage("reindex", timeout=120)
        code = PREPARE.format(password=PASSWORD, other=str(other))
        facts = made.manage("shell", "-v0", "-c", code).split()
        running = made.up()
        yield Shop(running.url, *facts)
        running.stop()


@pytest.fixture(scope="module")
def browser(shop: Shop) -> Iterator[Browser]:
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        yield started
        started.close()


@pytest.fixture(scope="module")
def admin(browser: Browser, shop: Shop) -> Iterator[BrowserContext]:
    """A signed-in admin."""
    context = browser.new_context(base_url=shop.url, reduced_motion="reduce")
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


@pytest.fixture
def page(admin: BrowserContext) -> Iterator[Page]:
    page = admin.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert not complaints


def check_accessible(page: Page, part: str = "#content") -> None:
    """Our part of the page; its frame is django-unfold's."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, context=part)
        assert found.violations_count == 0, found.generate_report()
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overhang <= 0, f"{overhang} px too wide at {width}"


def answered_by(browser: Browser, shop: Shop, folder: Path) -> str | None:
    """The version that a new shopper's results come from."""
    context = browser.new_context(base_url=shop.url)
    try:
        page = context.new_page()
        page.goto("/search/photo")
        (folder / "bag.jpg").write_bytes(photo())
        choose_photo(page, folder / "bag.jpg")
        return page.locator("#results").get_attribute("data-model")
    finally:
        context.close()


def test_compare_promote_and_roll_back_reach_the_shopper(
    shop: Shop, browser: Browser, page: Page, tmp_path: Path
) -> None:
    assert answered_by(browser, shop, tmp_path) == shop.champion_version

    # both on the same photos
    page.goto(f"{LIST}compare/?left={shop.champion}&right={shop.candidate}")
    page.click("#try-both")
    expect(page.locator(".models-trial")).to_have_count(24, timeout=120_000)
    check_accessible(page)

    # promote, and watch it without a reload
    page.goto(f"{LIST}{shop.candidate}/promote/")
    check_accessible(page)
    page.fill("#reason", "finds more handbags")
    page.click("#promote")
    expect(page.get_by_role("heading", name=f"{shop.candidate_version} serves")).to_be_visible(
        timeout=120_000
    )
    assert answered_by(browser, shop, tmp_path) == shop.candidate_version

    # one click back
    page.goto(LIST)
    check_accessible(page, ".models")
    began = time.monotonic()
    page.click("#rollback-embedder")
    expect(page.get_by_text(f"{shop.champion_version} serves again")).to_be_visible()
    assert time.monotonic() - began < 5, "a second for the change, the rest for the page"
    assert answered_by(browser, shop, tmp_path) == shop.champion_version


def test_the_other_pages_are_accessible(shop: Shop, page: Page) -> None:
    for address in (f"{LIST}{shop.champion}/change/", "/admin/search/shadowanswer/"):
        page.goto(address)
        check_accessible(page)
