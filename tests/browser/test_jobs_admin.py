"""An admin watches a job at work, stops it and starts it again; the pages are accessible."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.services import require
from tests.support.site import Site, site

from .admins import CREATE_ADMIN, check_accessible, quiet_page, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OVERVIEW = "/admin/jobs/job/overview/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    require("chromium", shutil.which("chromium"))
    with site(tmp_path_factory.mktemp("jobs") / "var") as made:
        made.manage("shell", "-v0", "-c", CREATE_ADMIN)
        running = made.up()
        yield made, running.url
        running.stop()


@pytest.fixture(scope="module")
def admin(browser: Browser, shop: tuple[Site, str]) -> Iterator[BrowserContext]:
    with signed_in(browser, shop[1]) as context:
        yield context


@pytest.fixture
def page(admin: BrowserContext) -> Iterator[Page]:
    with quiet_page(admin) as page:
        yield page


def test_a_job_is_watched_stopped_and_started_again(shop: tuple[Site, str], page: Page) -> None:
    (job,) = shop[0].enqueue("test.steps", steps=2000)
    page.goto(f"/admin/jobs/job/{job}/change/")
    # The bar moves and the time left appears, without a reload.
    page.evaluate("window.unreloaded = true")
    bar = page.locator("#job progress")
    expect(bar).to_have_attribute("max", "2000")
    first = int(bar.get_attribute("value") or 0)
    page.wait_for_function(
        "old => Number(document.querySelector('#job progress').value) > old", arg=first
    )
    expect(page.get_by_text("left", exact=False).first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("running")
    assert page.evaluate("window.unreloaded")
    check_accessible(page)

    page.get_by_role("button", name="Cancel the job").click()
    expect(page.get_by_text("asked to stop")).to_be_visible()
    expect(page.get_by_role("button", name="Retry")).to_be_visible()
    assert shop[0].job(job)["state"] == "cancelled"

    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_role("button", name="Cancel the job")).to_be_visible()
    page.get_by_role("button", name="Cancel the job").click()
    expect(page.get_by_role("button", name="Retry")).to_be_visible()


def test_a_failure_is_read_without_a_terminal(shop: tuple[Site, str], page: Page) -> None:
    (job,) = shop[0].enqueue("test.poison")
    shop[0].ended(job)
    page.goto(f"/admin/jobs/job/{job}/change/")
    expect(page.get_by_role("alert")).to_contain_text("was killed (SIGKILL)")
    expect(page.get_by_role("region", name="Log")).to_contain_text("Attempt 3 of 3")
    check_accessible(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, context="#content")
        assert found.violations_count == 0, found.generate_report()


def test_the_overview_tells_who_works_what_and_stays_fresh(
    shop: tuple[Site, str], page: Page
) -> None:
    page.goto(OVERVIEW)
    expect(page.get_by_role("heading", name="Workers")).to_be_visible()
    expect(page.get_by_text("keeps time")).to_be_visible()
    assert page.get_by_text("Nobody").count() == 0
    check_accessible(page)
    (job,) = shop[0].enqueue("test.steps", steps=2000)
    expect(page.get_by_role("link", name="test.steps")).to_be_visible()  # by itself
    shop[0].manage("jobs", "cancel", job[:8])
    assert shop[0].ended(job)["state"] == "cancelled"
