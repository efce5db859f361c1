"""Browsing, filtering, keeping: the shop without a photo."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import PHONE
from .steps import product_names

# The first test waits for the whole shop to be drawn, loaded and indexed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_filters_narrow_the_listing_and_stay_in_the_address(page: Page) -> None:
    page.goto("/shop")
    total = int(str(page.locator("#count").get_attribute("data-count")))
    page.locator('[data-facet="gender"] .check', has_text="Women").click()
    page.wait_for_url("**gender=women**")
    expect(page.get_by_role("list", name="Chosen filters")).to_contain_text("Women")
    fewer = int(str(page.locator("#count").get_attribute("data-count")))
    assert 0 < fewer < total
    # when the chip is removed, then everything is there again
    page.get_by_role("link", name="Remove Women").click()
    expect(page.locator("#count")).to_have_attribute("data-count", str(total))


def test_on_a_phone_filters_open_in_a_sheet(visitor: Callable[..., BrowserContext]) -> None:
    page = visitor(viewport=PHONE).new_page()
    page.goto("/shop")
    page.get_by_role("link", name="Filters").click()
    sheet = page.get_by_role("dialog", name="Filters")
    sheet.locator('[data-facet="colour"] .check').first.click()
    page.wait_for_url("**colour=**")
    expect(sheet.locator('[data-facet="colour"] .chosen-count')).to_be_visible()
    sheet.get_by_role("button", name="Show the results").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("list", name="Chosen filters").locator("a.chip")).to_have_count(1)


def test_load_more_adds_a_page_and_back_returns_to_it(page: Page) -> None:
    page.goto("/shop")
    first = product_names(page)
    page.get_by_role("link", name="Load more").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#cards .card")).to_have_count(2 * len(first))
    names = product_names(page)
    # when a product of the second page is opened, and the shopper goes back
    page.locator("#cards .card-name a").nth(len(first) + 2).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(names[len(first) + 2])
    page.go_back()
    # then both pages are still there, the same
    expect(page.locator("#cards .card")).to_have_count(2 * len(first))
    assert product_names(page) == names


def test_a_product_page_says_what_it_is_and_what_resembles_it(page: Page) -> None:
    page.goto("/shop?category=handbags")
    name = product_names(page)[0]
    page.locator("#cards .card-name a").first.click()
    expect(page).to_have_title(re.compile(re.escape(name)))
    expect(page.get_by_role("navigation", name="You are here")).to_contain_text("Bags")
    expect(page.locator("#similar .card").first).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Category")


def test_words_find_products(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("red handbag")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=red**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("red handbag")


def test_the_wishlist_comes_along_into_the_account(
    visitor: Callable[..., BrowserContext],
) -> None:
    page = visitor().new_page()
    page.goto("/shop")
    # given two products kept by a visitor
    kept = product_names(page)[:2]
    for number in range(2):
        page.locator("#cards .heart").nth(number).click()
        expect(page.locator("#wishlist-count")).to_have_text(re.compile(rf"^{number + 1}\b"))
    # when they make an account
    page.goto("/account/signup/")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-enough-secret")
    page.get_by_role("button", name="Create the account").click()
    # then it has them
    page.goto("/wishlist")
    assert sorted(product_names(page, ".grid")) == sorted(kept)
    # and when they sign in elsewhere, having kept one more there
    other = visitor().new_page()
    other.goto("/shop?sort=price")
    more = product_names(other)[0]
    other.locator("#cards .heart").first.click()
    expect(other.locator("#wishlist-count")).to_have_text(re.compile(r"^1\b"))
    other.goto("/account/login/?next=/wishlist")
    other.get_by_label("User name or e-mail address").fill("ada")
    other.get_by_label("Password", exact=True).fill("a-long-enough-secret")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/wishlist")
    assert set(product_names(other, ".grid")) == {*kept, more}


def test_the_chosen_theme_is_remembered(page: Page) -> None:
    page.goto("/")
    button = page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", "false")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    button.click()
    page.goto("/shop")
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light


def test_without_javascript_the_shop_can_be_used(visitor: Callable[..., BrowserContext]) -> None:
    page = visitor(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_role("button", name="Shop", exact=True).click()
    page.locator("#menu").get_by_role("link", name="Handbags").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handbags")
    page.goto("/shop")
    first = product_names(page)
    page.locator('[data-facet="gender"] input').first.check()
    page.locator("#facets").get_by_role("button", name="Show the results").click()
    expect(page.get_by_role("list", name="Chosen filters")).to_be_visible()
    page.goto("/shop")
    page.get_by_role("link", name="Load more").click()
    assert product_names(page)[: len(first)] == first
    page.locator("#cards .heart").first.click()
    page.goto("/wishlist")
    assert product_names(page, ".grid") == first[:1]
