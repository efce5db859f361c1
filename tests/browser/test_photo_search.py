"""Search by photo, as a shopper does it."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from .conftest import Watched, photo
from .steps import QUERY, choose_photo, product_names, see_results, shown_box, wait_for_box

# The first test waits for the whole shop to be drawn, loaded and indexed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PhotoFile = Callable[..., Path]
HAND_OVER = """({data, type, name, event}) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  const options = {bubbles: true, cancelable: true};
  document.body.dispatchEvent(event === "paste"
    ? new ClipboardEvent("paste", {...options, clipboardData: transfer})
    : new DragEvent(event, {...options, dataTransfer: transfer}));
}"""


def hand_over(page: Page, event: str) -> None:
    data = base64.b64encode(photo()).decode()
    page.evaluate(
        HAND_OVER, {"data": data, "type": "image/jpeg", "name": "photo.jpg", "event": event}
    )


def test_a_chosen_photo_is_answered_with_products(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/")
    choose_photo(page, photo_file())
    expect(page.get_by_role("img", name="Your photo")).to_be_visible()
    assert len(product_names(page)) > 3
    expect(page.locator("#results .why li").first).to_be_visible()


def test_a_heic_photo_of_a_phone_works(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file("IMG_0001.HEIC", format="HEIC"))
    assert product_names(page)


def test_a_photo_can_be_pasted_on_any_page(page: Page) -> None:
    page.goto("/shop")
    hand_over(page, "paste")
    see_results(page)


def test_a_photo_can_be_dropped_on_any_page(page: Page) -> None:
    page.goto("/wishlist")
    hand_over(page, "dragenter")
    expect(page.locator("#drop-veil")).to_be_visible()
    hand_over(page, "drop")
    see_results(page)


def test_a_sample_photo_needs_one_click(page: Page) -> None:
    page.goto("/")
    page.locator(".sample").first.click()
    see_results(page)


def test_the_header_opens_the_search_on_every_page(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/privacy")
    page.get_by_role("link", name="Photo search").click()
    dialog = page.get_by_role("dialog", name="Search by photo")
    dialog.locator("input[type=file]:not([capture])").set_input_files(photo_file())
    see_results(page)


def test_what_is_not_a_photo_is_refused_in_a_sentence(watched: Watched, tmp_path: Path) -> None:
    watched.allowed = ("status of 400", "Error Code 400")
    path = tmp_path / "page.jpg"
    path.write_text("<html>not a picture</html>")
    watched.page.goto("/search/photo")
    watched.page.locator("#content input[type=file]:not([capture])").set_input_files(path)
    expect(watched.page.locator("#content [data-problem]")).to_contain_text("not a photo")
    assert not QUERY.search(watched.page.url)


def test_the_frame_is_dragged_with_the_mouse(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    # given a frame over the whole photo
    before = shown_box(page)
    page.get_by_role("link", name="Whole photo").click()
    if before != [0, 0, 1, 1]:
        before = wait_for_box(page, before)
    # when its lower right corner is dragged to the middle
    area = page.locator("#stage").bounding_box()
    assert area is not None
    corner = (area["x"] + area["width"] - 3, area["y"] + area["height"] - 3)
    page.mouse.move(*corner)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.7, steps=4)
    page.mouse.up()
    # then the results are those of the part
    x1, y1, x2, y2 = wait_for_box(page, before)
    assert (x1, y1) == (0, 0)
    assert x2 == pytest.approx(0.6, abs=0.03)
    assert y2 == pytest.approx(0.7, abs=0.03)
    assert "box=" in page.url


def test_an_answer_that_comes_during_a_drag_does_not_undo_it(
    page: Page, photo_file: PhotoFile
) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    # given an answer that is still on its way when the drag begins
    held: list[Route] = []
    page.route("**/results?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/results?*"):
        page.get_by_role("link", name="Whole photo").click()
    area = page.locator("#stage").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + area["width"] - 3, area["y"] + area["height"] - 3)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + area["height"] * 0.7, steps=4)
    # when it arrives before the button is released
    page.evaluate("document.getElementById('results').dataset.old = 'yes'")
    held[0].continue_()
    expect(page.locator("#results:not([data-old])")).to_be_visible()
    page.mouse.up()
    # then the results are those of the part, and the frame is where it was left
    x2, y2 = wait_for_box(page, [0, 0, 1, 1])[2:]
    assert x2 == pytest.approx(0.6, abs=0.03)
    assert y2 == pytest.approx(0.7, abs=0.03)


def test_the_frame_is_moved_and_resized_with_the_keyboard(
    page: Page, photo_file: PhotoFile
) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    before = shown_box(page)
    page.locator("#crop").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
        page.keyboard.press("Shift+ArrowLeft")
    smaller = wait_for_box(page, before)
    assert smaller[2] - smaller[0] < before[2] - before[0]
    assert smaller[3] - smaller[1] < before[3] - before[1]
    expect(page.locator("#crop-says")).to_contain_text("percent wide")
    page.keyboard.press("ArrowRight")
    moved = wait_for_box(page, smaller)
    assert moved[0] == pytest.approx(smaller[0] + 0.02, abs=0.006)
    assert moved[2] - moved[0] == pytest.approx(smaller[2] - smaller[0], abs=0.006)


def test_the_frame_can_be_typed(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    before = shown_box(page)
    page.get_by_text("By numbers").click()
    for label, value in (("Left", "10"), ("Top", "20"), ("Width", "50"), ("Height", "60")):
        page.locator("#crop-form").get_by_label(label).fill(value)
    assert wait_for_box(page, before) == pytest.approx([0.1, 0.2, 0.6, 0.8], abs=0.011)


def test_guesses_and_filters_narrow_the_results(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    page.locator("a.guess").first.click()
    chip = page.get_by_role("list", name="Chosen filters").locator("a.chip")
    expect(chip).to_have_count(1)
    assert "category=" in page.url
    page.get_by_role("link", name="Filters").click()
    dialog = page.get_by_role("dialog", name="Filters")
    box = dialog.locator('[data-facet="colour"] input').first
    box.check()
    expect(dialog.locator('[data-facet="colour"] .chosen-count')).to_contain_text("1")
    dialog.get_by_role("button", name="Show the results").click()
    expect(chip).to_have_count(2)
    # and a reload shows the same
    page.reload()
    expect(chip).to_have_count(2)


def test_the_slider_goes_from_cut_to_colour(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    slider = page.get_by_role("slider")
    with page.expect_response(lambda answer: "colour_weight=1" in answer.url):
        slider.fill("1")
    expect(page.get_by_role("slider")).to_have_value("1")
    page.wait_for_url("**colour_weight=1**")


def test_more_and_less_like_this_are_remembered(page: Page, photo_file: PhotoFile) -> None:
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    with page.expect_response("**/feedback*"):
        page.locator(".opinion button").first.click()
    expect(page.locator(".opinion [aria-pressed=true]")).to_have_count(1)
    page.reload()
    expect(page.locator(".opinion [aria-pressed=true]")).to_have_count(1)


def test_a_shared_link_shows_the_same_to_someone_else(
    page: Page, photo_file: PhotoFile, visitor: Callable[..., BrowserContext]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    page.get_by_role("button", name="Share these results").click()
    expect(page.locator("#messages")).to_contain_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")
    other = visitor().new_page()
    other.goto(link)
    see_results(other)
    assert product_names(other) == product_names(page)
    expect(other.get_by_role("button", name="Delete my photo")).to_have_count(0)


def test_a_deleted_photo_is_gone_for_everyone(watched: Watched, photo_file: PhotoFile) -> None:
    page = watched.page
    watched.allowed = ("status of 410",)
    page.goto("/search/photo")
    choose_photo(page, photo_file())
    address = page.url
    picture = page.locator("#stage img").get_attribute("src")
    page.get_by_role("button", name="Delete my photo").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
    expect(page.locator("#messages")).to_contain_text("Your photo is deleted")
    gone = page.goto(address)
    assert gone is not None
    assert gone.status == 410
    expect(page.get_by_role("heading", level=1)).to_have_text("This photo is gone")
    assert page.request.get(str(picture)).status == 410


def test_without_javascript_a_photo_is_answered_too(
    visitor: Callable[..., BrowserContext], photo_file: PhotoFile
) -> None:
    page = visitor(java_script_enabled=False).new_page()
    page.goto("/search/photo")
    form = page.locator("#content form[data-photo]")
    form.locator("input[type=file]:not([capture])").set_input_files(photo_file())
    form.get_by_role("button", name="Search").click()
    page.wait_for_url(QUERY)
    expect(page.locator("#results .result").first).to_be_visible()
    page.locator("a.guess").first.click()
    expect(page.get_by_role("list", name="Chosen filters")).to_be_visible()
