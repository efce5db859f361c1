"""Every page: accessible in light and dark, quiet in the console, no wider than a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from .conftest import DESK, PHONE, Watched
from .steps import choose_photo

# The first test waits for the whole shop to be drawn, loaded and indexed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PAGES = {
    "home": "/",
    "listing": "/shop?colour=black",
    "department": "/shop/department/shoes",
    "category": "/shop/handbags",
    "nothing found": "/shop?q=unobtainium",
    "search by photo": "/search/photo",
    "empty wishlist": "/wishlist",
    "nothing told": "/demand/notices",
    "sign in": "/account/login/",
    "sign up": "/account/signup/",
    "forgotten password": "/account/password/reset/",
    "privacy": "/privacy",
    "not found": "/nowhere",
    "photo gone": "/search/photo/00000000-0000-4000-8000-000000000000",
}
AXE = Axe()


def product_page(page: Page) -> None:
    page.goto("/shop?category=handbags")
    page.locator("#cards .card-name a").first.click()
    page.locator("#similar .card").first.wait_for()


def see(page: Page, name: str, photo: Path) -> None:
    if name == "product":
        product_page(page)
    elif name == "query":
        page.goto("/search/photo")
        choose_photo(page, photo)
    else:
        page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, "product", "query"])
def test_page(
    name: str,
    scheme: str,
    visitor: Callable[..., BrowserContext],
    photo_file: Callable[..., Path],
) -> None:
    page = visitor(color_scheme=scheme, viewport=DESK).new_page()
    watched = Watched(page, allowed=("status of 404", "status of 410"))
    see(page, name, photo_file())
    assert page.title()
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(PHONE)
    overhang = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overhang <= 0, f"{overhang} px too wide for a phone"
    if scheme == "light":  # what changes with the width does not change with the colours
        narrow = AXE.run(page)
        assert narrow.violations_count == 0, narrow.generate_report()
    watched.check()


def test_open_dialogs_and_menu_are_accessible(
    visitor: Callable[..., BrowserContext], photo_file: Callable[..., Path]
) -> None:
    page = visitor(viewport=PHONE).new_page()
    page.goto("/shop")
    for opener in ("Filters", "Photo search"):
        page.get_by_role("link", name=opener).click()
        found = AXE.run(page)
        assert found.violations_count == 0, found.generate_report()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Menu").click()
    found = AXE.run(page)
    assert found.violations_count == 0, found.generate_report()


def test_every_target_is_at_least_24_pixels(visitor: Callable[..., BrowserContext]) -> None:
    page = visitor(viewport=PHONE, has_touch=True).new_page()
    for address in ("/", "/shop?colour=black", "/search/photo", "/wishlist"):
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, select, summary, label:has(input)")]
              .filter((e) => e.checkVisibility() && !e.closest("p, dd, li span, #menu"))
              .filter((e) => !e.matches(".skip-link"))
              .map((e) => [e, e.getBoundingClientRect()])
              .filter(([, box]) => box.width && (box.height < 23.9 || box.width < 23.9))
              .filter(([e]) => !e.closest(".card-name"))
              .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)"""
        )
        assert not small, (address, small)
