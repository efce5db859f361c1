"""The studio, as a designer works in it: with keys, with sliders, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from .conftest import DESK, PHONE, Watched
from .steps import draw_sheet, sign_up

# The first test waits for the whole shop to be drawn, loaded and indexed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="

SMALL_TARGETS = """() =>
  [...document.querySelectorAll("main :is(a, button, select, summary, input)")]
  .filter((e) => e.checkVisibility() && !e.closest("p:not(.row, .pin-tools), dd, .crumbs, .card"))
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.height < 23.9 || box.width < 23.9) && !e.closest("label"))
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)"""
"""What a finger would miss (WCAG 2.2, 2.5.8); links within sentences may be small."""


@pytest.fixture
def studio(watched: Watched) -> Page:
    """A designer in a studio where a sheet of eight handbags lies."""
    sign_up(watched.page)
    draw_sheet(watched.page, count=8)
    return watched.page


def tiles(page: Page) -> Locator:
    return page.locator("#tiles .tile-link")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.design ?? ''"))


def kind(page: Page, name: str) -> Locator:
    """The sheet, once it is of that kind."""
    return page.locator(f'#sheet[data-kind="{name}"][data-state="made"]')


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """With the mouse: the list is put in order while it moves, so places are read before."""
    start, end = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] * 0.7, end["y"] + 40, steps=8)
    page.mouse.up()


def examine(page: Page, what: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, (what, found.generate_report())


def slide(slider: Locator, value: float) -> None:
    """Move it as a pointer does that is still down."""
    slider.evaluate("(it, value) => (it.value = value)", value)
    slider.dispatch_event("input")


def test_keys_do_everything(studio: Page) -> None:
    ids = [str(tile.get_attribute("data-design")) for tile in tiles(studio).all()]
    # arrows go from design to design; only one of them is a tab stop
    tiles(studio).first.focus()
    studio.keyboard.press("ArrowRight")
    assert focused(studio) == ids[1]
    studio.keyboard.press("ArrowDown")
    assert focused(studio) == ids[5]
    expect(studio.locator('#tiles [tabindex="0"]')).to_have_count(1)
    # S shortlists, and the tray shows it
    studio.keyboard.press("s")
    expect(studio.locator("#shortlist .thumb")).to_have_count(1)
    # V varies, Z undoes, Shift+Z brings it back
    studio.keyboard.press("v")
    expect(kind(studio, "vary")).to_be_visible()
    expect(studio.locator("#says")).to_contain_text("variations")
    studio.keyboard.press("z")
    expect(kind(studio, "sample")).to_be_visible()
    assert [tile.get_attribute("data-design") for tile in tiles(studio).all()] == ids
    studio.keyboard.press("Shift+Z")
    expect(kind(studio, "vary")).to_be_visible()
    studio.keyboard.press("z")
    expect(kind(studio, "sample")).to_be_visible()
    # B blends the chosen design with another, and Escape leaves off
    tiles(studio).first.focus()
    studio.keyboard.press("b")
    expect(studio.locator("#picking")).to_be_visible()
    studio.keyboard.press("Escape")
    expect(studio.locator("#picking")).to_be_hidden()
    studio.keyboard.press("b")
    studio.keyboard.press("ArrowRight")
    studio.keyboard.press("Enter")
    expect(kind(studio, "blend")).to_be_visible()
    # C draws the same idea as something else
    studio.keyboard.press("c")
    dialog = studio.get_by_role("dialog", name="The same idea, as…")
    dialog.get_by_label("Category").select_option("Watches")
    dialog.get_by_role("button", name="Draw it").click()
    expect(kind(studio, "recast")).to_be_visible()
    # P pins it
    studio.keyboard.press("p")
    dialog = studio.get_by_role("dialog", name="Pin to a board")
    dialog.get_by_role("button", name="Create and pin").click()
    expect(dialog).to_contain_text("Pinned to “Ideas”.")
    studio.keyboard.press("Escape")
    # L locks the seed, R draws from another one
    studio.keyboard.press("l")
    expect(studio.get_by_label("Lock the seed")).to_be_checked()
    before = studio.get_by_label("Seed", exact=False).first.input_value()
    studio.keyboard.press("r")
    expect(kind(studio, "sample")).to_be_visible()
    assert studio.locator("#seed").input_value() != before
    # ? lists the keys, Enter opens a design
    studio.keyboard.press("?")
    expect(studio.get_by_role("dialog", name="Keys")).to_be_visible()
    studio.keyboard.press("Escape")
    tiles(studio).first.focus()
    studio.keyboard.press("Enter")
    studio.wait_for_url("**/studio/design/*")


def test_a_click_chooses_and_a_second_opens(studio: Page) -> None:
    third = tiles(studio).nth(2)
    third.click()
    expect(third).to_have_class(re.compile("chosen"))
    expect(studio.locator("#chosen-name")).to_contain_text("design 3")
    third.click()
    studio.wait_for_url("**/studio/design/*")


def test_a_slider_answers_while_it_moves_and_stale_answers_are_dropped(studio: Page) -> None:
    slider = studio.get_by_role("slider", name="Daring")
    # given a preview that is still on its way when the slider moves on
    held: list[Route] = []
    studio.route("**/studio/preview", lambda route: held.append(route), times=1)
    with studio.expect_request("**/studio/preview"):
        slider.evaluate(
            "(it) => { it.value = 0.5; it.dispatchEvent(new Event('input', {bubbles: true})) }"
        )
    with studio.expect_response("**/studio/preview"):
        slider.evaluate(
            "(it) => { it.value = 0.3; it.dispatchEvent(new Event('input', {bubbles: true})) }"
        )
    shown = studio.locator("#previews img")
    expect(shown).to_have_count(8)
    assert studio.locator("#truncation-number").input_value() == "0.3"
    # when the old answer comes after all
    held[0].fulfill(json={"images": [BLANK]})
    # then nobody sees it
    studio.wait_for_timeout(0)
    expect(shown).to_have_count(8)
    assert str(shown.first.get_attribute("src")).startswith("data:image/png")
    expect(tiles(studio).first).to_be_hidden()
    # and a slider that rests makes a sheet of what was previewed
    seed = studio.locator("#seed").input_value()
    slider.dispatch_event("change")
    expect(studio.locator("#sheet")).to_contain_text("daring 0.3")
    expect(tiles(studio).first).to_be_visible()
    assert studio.locator("#seed").input_value() == seed


def test_what_was_drawn_is_there_after_a_reload_and_can_be_undone(studio: Page) -> None:
    first = tiles(studio).first.get_attribute("data-design")
    studio.get_by_role("button", name="Draw new designs").click()
    expect(tiles(studio).first).not_to_have_attribute("data-design", str(first))
    studio.reload()
    studio.get_by_role("button", name="Undo").click()
    expect(tiles(studio).first).to_have_attribute("data-design", str(first))


def test_a_boards_order_is_dragged(studio: Page) -> None:
    for number in range(3):
        tiles(studio).nth(number).focus()
        studio.keyboard.press("p")
        dialog = studio.get_by_role("dialog", name="Pin to a board")
        choice = "Create and pin" if number == 0 else "Ideas"
        dialog.get_by_role("button", name=choice).click()
        expect(dialog).to_contain_text("Pinned to")
        studio.keyboard.press("Escape")
    studio.goto("/studio/boards")
    studio.get_by_role("link", name="Ideas").click()
    pins = studio.locator("#pin-list > .tile")
    order = [pin.get_attribute("data-design") for pin in pins.all()]
    with studio.expect_response("**/order"):
        drag(studio, pins.nth(0), pins.nth(2))
    studio.reload()
    assert [pin.get_attribute("data-design") for pin in pins.all()] == [*order[1:], order[0]]
    with studio.expect_response("**/order"):
        studio.get_by_role("button", name="Earlier").last.click()
    studio.reload()
    assert [pin.get_attribute("data-design") for pin in pins.all()][1] == order[0]


def test_without_javascript_designs_are_drawn_and_varied(
    visitor: Callable[..., BrowserContext],
) -> None:
    page = visitor(java_script_enabled=False).new_page()
    sign_up(page)
    page.goto("/studio/")
    page.locator("#controls").get_by_role("button", name="Draw new designs").click()
    tiles(page).first.click()
    page.get_by_role("button", name="Vary").click()
    expect(page.locator("#sheet")).to_contain_text("variations")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#sheet")).not_to_contain_text("variations")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_studios_pages_are_accessible(
    scheme: str, visitor: Callable[..., BrowserContext]
) -> None:
    page = visitor(color_scheme=scheme).new_page()
    watched = Watched(page)
    sign_up(page)
    draw_sheet(page, count=8)
    first, second = (str(tile.get_attribute("data-design")) for tile in tiles(page).all()[:2])
    page.keyboard.press("s")
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog", name="Pin to a board")
    dialog.get_by_role("button", name="Create and pin").click()
    expect(dialog).to_contain_text("Pinned to")
    examine(page, "the pin dialog")
    page.goto("/studio/boards")
    board = page.get_by_role("link", name="Ideas").get_attribute("href")
    page.goto("/studio/")
    model = page.get_by_role("link", name="What it learnt from").get_attribute("href")
    for address in (
        "/studio/", f"/studio/design/{first}", f"/studio/compare?a={first}&b={second}",
        "/studio/shortlist", "/studio/boards", board, model,
    ):  # fmt: skip
        page.set_viewport_size(DESK)
        page.goto(str(address))
        page.wait_for_load_state("networkidle")
        examine(page, str(address))
        page.set_viewport_size(PHONE)
        examine(page, f"{address} on a phone")
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overhang <= 0, f"{address} is {overhang} px too wide for a phone"
        small = page.evaluate(SMALL_TARGETS)
        assert not small, (address, small)
    watched.check()
