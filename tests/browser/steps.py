"""What a shopper does, in the words of the tests."""

import re
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

QUERY = re.compile(r"/search/photo/[0-9a-f-]{36}")


def choose_photo(page: Page, path: Path) -> None:
    """Choose a file in the first form of the page and wait for the results."""
    page.locator("#content form[data-photo] input[type=file]:not([capture])").set_input_files(path)
    see_results(page)


def see_results(page: Page) -> None:
    page.wait_for_url(QUERY)
    expect(page.locator("#results .result").first).to_be_visible()


def shown_box(page: Page) -> list[float]:
    """The crop that the results belong to."""
    return [
        float(part) for part in str(page.locator("#results").get_attribute("data-box")).split(",")
    ]


def wait_for_box(page: Page, other_than: list[float]) -> list[float]:
    """The crop of the results once it is another one."""
    page.wait_for_function(
        "old => document.getElementById('results')?.dataset.box?.split(',')"
        ".some((part, at) => Math.abs(part - old[at]) > 1e-6)",
        arg=other_than,
    )
    return shown_box(page)


def product_names(page: Page, where: str = "#cards") -> list[str]:
    return page.locator(f"{where} .card-name").all_inner_texts()


def sign_up(page: Page) -> None:
    """A new account, signed in."""
    name = f"ana-{uuid4().hex[:8]}"
    page.goto("/account/signup/")
    page.locator("[name=email]").fill(f"{name}@example.org")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password1]").fill("correct horse battery")
    # The first form of a site that has just started may have to wait.
    page.locator("main form").get_by_role("button").first.click(timeout=60_000)
    page.wait_for_url("/")


def draw_sheet(page: Page, *, count: int, category: str = "Handbags") -> None:
    """The studio, with a fresh sheet in it."""
    page.goto("/studio/")
    page.get_by_label("Category").first.select_option(category)
    page.locator("#controls").get_by_text(str(count), exact=True).click()
    page.get_by_role("button", name="Draw new designs").click()
    expect(page.locator("#tiles .tile-link")).to_have_count(count)
