"""From an idea to a product: a designer draws and publishes, a shopper backs it, the clock ends the
campaign, and whoever photographs the thing finds it in the shop."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Watched
from .steps import choose_photo, draw_sheet, sign_up

# The shop is made first; then the clock has its rounds, and the index takes the product in.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TITLE = "The Lantern bag"
PATIENCE = 90_000
"""Milliseconds for the clock, whose rounds are 20 s apart, and the jobs that follow."""


def made(page: Page, kind: str) -> None:
    expect(page.locator(f'#sheet[data-kind="{kind}"][data-state="made"]')).to_be_visible()


def draw_and_pin(page: Page) -> None:
    """Handbags of a locked seed, varied, two of them blended, and the result pinned to a board."""
    draw_sheet(page, count=4)
    page.locator("#tiles .tile-link").first.focus()
    page.keyboard.press("l")
    expect(page.get_by_label("Lock the seed")).to_be_checked()
    page.keyboard.press("v")
    made(page, "vary")
    page.locator("#tiles .tile-link").first.focus()
    page.keyboard.press("b")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    made(page, "blend")
    page.locator("#tiles .tile-link").nth(2).focus()
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog", name="Pin to a board")
    dialog.get_by_role("button", name="Create and pin").click()
    expect(dialog).to_contain_text("Pinned to “Ideas”.")
    page.keyboard.press("Escape")


def publish(page: Page) -> str:
    """The chosen design as a campaign of two pieces; the address of its page."""
    page.locator("#tiles .tile-link").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/design/*")
    page.get_by_role("link", name="Publish as a campaign").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=story]").fill("A bag that stands by itself.")
    page.locator("[name=goal]").fill("2")
    page.locator("[name=price]").fill("48.50")
    page.locator("[name=sizes]").fill("One size")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    return page.url


def test_a_design_that_people_fund_becomes_a_product_that_a_photo_finds(
    watched: Watched, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    # given a designer who has drawn something and published it
    designer = watched.page
    sign_up(designer)
    draw_and_pin(designer)
    campaign = publish(designer)
    # when a shopper finds it on the board and backs as many pieces as it needs
    shopper = visitor().new_page()
    sign_up(shopper)
    shopper.goto("/designs/")
    shopper.get_by_role("link", name=TITLE).first.click()
    shopper.wait_for_url(campaign)
    shopper.locator(".pledge-form").get_by_text("One size").click()
    shopper.locator("[name=quantity]").fill("2")
    shopper.get_by_role("button", name="Back it").click()
    expect(shopper.get_by_text("You back this.")).to_be_visible()
    picture = shopper.request.get(
        str(shopper.locator(".campaign-picture img").get_attribute("src"))
    )
    # then the clock moves it, and it is a product, made to order
    product = shopper.get_by_role("link", name="See it in the shop")
    for _ in range(PATIENCE // 2000):
        if product.count():
            break
        shopper.wait_for_timeout(2000)
        shopper.reload()
    product.click()
    expect(shopper.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(shopper.locator("main")).to_contain_text("Made for you.")
    address = shopper.url
    # and a stranger who has a picture of it finds it first
    stranger = visitor().new_page()
    photo = tmp_path / "picture.webp"
    photo.write_bytes(picture.body())
    for _ in range(6):
        stranger.goto("/search/photo")
        choose_photo(stranger, photo)
        if stranger.locator("#results .result").first.get_by_text(TITLE).count():
            break
        stranger.wait_for_timeout(5000)
    first = stranger.locator("#results .result").first
    expect(first).to_contain_text(TITLE)
    first.get_by_role("link").first.click()
    stranger.wait_for_url(address)
