"""The whole way of a model: an admin trains it, compares, promotes, a shopper gets its answers,
and one click brings the old ones back. The shipped model, a real training, nothing stands in."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.services import require
from tests.support.site import site

from .admins import (
    CREATE_ADMIN,
    answered_by,
    check_accessible,
    quiet_page,
    signed_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]
MINUTE = 60_000
"""Milliseconds."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample shop, with the shipped embedder live."""
    require("chromium", shutil.which("chromium"))
    with site(tmp_path_factory.mktemp("retraining") / "var") as made:
        made.manage("load_sample", "--count", "210", timeout=300)
        made.manage("reindex", timeout=300)
        made.manage("shell", "-v0", "-c", CREATE_ADMIN)
        running = made.up()
        yield running.url
        running.stop()


@pytest.fixture
def page(browser: Browser, shop: str) -> Iterator[Page]:
    with signed_in(browser, shop) as context, quiet_page(context) as page:
        yield page


def start_a_minute(page: Page) -> None:
    """From the dashboard: what is offered, but for a minute only, and a candidate afterwards."""
    page.goto("/admin/")
    page.get_by_role("link", name="Retrain a model").first.click()
    check_accessible(page)
    page.get_by_text("Finer options").click()
    page.get_by_label("Minutes of training").fill("1")
    page.get_by_label("Make it the candidate").check()
    page.get_by_role("button", name="Start", exact=True).click()


def watch_to_the_end(page: Page) -> str:
    """Progress and curves come by themselves; gives the new version."""
    expect(page.locator("progress.admin-bar")).to_be_visible(timeout=2 * MINUTE)
    expect(page.locator(".run-panel svg").first).to_be_visible(timeout=3 * MINUTE)
    became = page.locator("#run-status").get_by_text("It became the version")
    expect(became).to_be_visible(timeout=6 * MINUTE)
    expect(page.locator("#run-status")).to_contain_text("the candidate")
    check_accessible(page)
    return became.get_by_role("link").inner_text()


def test_train_compare_promote_and_roll_back(
    shop: str, browser: Browser, page: Page, tmp_path: Path
) -> None:
    old = answered_by(browser, shop, tmp_path)
    assert old

    start_a_minute(page)
    new = watch_to_the_end(page)
    assert new != old

    # on its page: compare with what serves, then promote
    page.get_by_role("link", name=new).first.click()
    page.get_by_role("link", name=re.compile("Compare")).first.click()
    expect(page.locator("#content")).to_contain_text(f"Promote {new}")
    page.go_back()
    page.get_by_role("link", name=re.compile("Promote")).first.click()
    page.fill("#reason", "a minute more of our own shop")
    page.click("#promote")
    expect(page.get_by_role("heading", name=f"{new} serves")).to_be_visible(timeout=3 * MINUTE)
    assert answered_by(browser, shop, tmp_path) == new

    page.goto("/admin/registry/modelversion/")
    page.click("#rollback-embedder")
    expect(page.get_by_text(f"{old} serves again")).to_be_visible()
    assert answered_by(browser, shop, tmp_path) == old
