"""An admin compares, promotes and rolls back; a shopper's answers name the version they come from;
the pages are accessible."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.services import require
from tests.support.site import site

from .admins import (
    CREATE_ADMIN,
    answered_by,
    check_accessible,
    quiet_page,
    signed_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
LIST = "/admin/registry/modelversion/"
PREPARE = """
from webapp.registry import selectors, services
from webapp.search.models import ShadowTest
live = selectors.model_live("embedder")
other = services.model_publish(source={other!r}, kind="embedder", run="try-2")
services.candidate_set(model=other, by=None, reason="a first look")
figures = dict(count=7, overlap=0.9, same_category=1, champion_ms=[3, 5], candidate_ms=[2, 4])
days = dict(first_day="2025-07-01", last_day="2025-07-09")
ShadowTest.objects.create(champion=other, candidate=live, figures=figures, **days)
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
        made.manage("shell", "-v0", "-c", CREATE_ADMIN)
        code = PREPARE.format(other=str(other))
        facts = made.manage("shell", "-v0", "-c", code).split()
        running = made.up()
        yield Shop(running.url, *facts)
        running.stop()


@pytest.fixture(scope="module")
def admin(browser: Browser, shop: Shop) -> Iterator[BrowserContext]:
    with signed_in(browser, shop.url) as context:
        yield context


@pytest.fixture
def page(admin: BrowserContext) -> Iterator[Page]:
    with quiet_page(admin) as page:
        yield page


def test_compare_promote_and_roll_back_reach_the_shopper(
    shop: Shop, browser: Browser, page: Page, tmp_path: Path
) -> None:
    assert answered_by(browser, shop.url, tmp_path) == shop.champion_version

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
    assert answered_by(browser, shop.url, tmp_path) == shop.candidate_version

    # one click back
    page.goto(LIST)
    check_accessible(page, ".models-kinds")
    began = time.monotonic()
    page.click("#rollback-embedder")
    expect(page.get_by_text(f"{shop.champion_version} serves again")).to_be_visible()
    assert time.monotonic() - began < 5, "a second for the change, the rest for the page"
    assert answered_by(browser, shop.url, tmp_path) == shop.champion_version


def test_the_other_pages_are_accessible(shop: Shop, page: Page) -> None:
    for address in (f"{LIST}{shop.champion}/change/", "/admin/search/shadowanswer/"):
        page.goto(address)
        check_accessible(page)
