"""`make screenshots`: photograph the pages of the sample shop at three widths, light and dark.

    .venv/bin/python scripts/screenshots.py [--url ADDRESS] [--out FOLDER] [--only NAME …]

Without --url the demo shop is prepared and started on a free port, and stopped afterwards.
Pictures go to var/screenshots; the one in the README, docs/shop.webp, is made anew with it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
README_PICTURE = ROOT / "docs" / "shop.webp"
README_LIMIT = 200_000
START_SECONDS = 900
"""A first start draws and embeds 1,500 products."""
PAGES = {
    "home": "/",
    "listing": "/shop",
    "filtered": "/shop?colour=red&colour=navy-blue&gender=women",
    "department": "/shop/department/shoes",
    "nothing-found": "/shop?q=unobtainium",
    "search-by-photo": "/search/photo",
    "wishlist-empty": "/wishlist",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "privacy": "/privacy",
    "not-found": "/nowhere",
    "photo-gone": "/search/photo/00000000-0000-4000-8000-000000000000",
}


@contextmanager
def demo() -> Iterator[str]:
    """The address of the demo shop, running as long as the block does."""
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    try:
        deadline = time.monotonic() + START_SECONDS
        for line in process.stdout:
            print(line, end="")
            if found := re.search(r"http://[^\s/]+", line):
                yield found[0]
                return
            if time.monotonic() > deadline:
                break
        raise SystemExit("The demo shop did not start; see above.")
    finally:
        process.terminate()
        process.wait(timeout=30)


def settle(page: Page) -> None:
    """Let every lazy picture of the page load."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 40));
          }
          scrollTo(0, 0);
        }"""
    )
    page.wait_for_load_state("networkidle")


def open_page(page: Page, name: str) -> None:
    """Pages that one gets to by doing something are reached by doing it."""
    if name == "product":
        page.goto("/shop?category=dresses")
        page.locator("#cards .card-name a").first.click()
        page.locator("#similar .card").first.wait_for()
    elif name == "query":
        page.goto("/search/photo")
        page.locator(".sample").first.click()
        page.locator("#results .result").first.wait_for(timeout=60_000)
    elif name == "wishlist":
        page.goto("/shop?category=dresses")
        for number in range(4):
            page.locator("#cards .heart").nth(number).click()
        page.wait_for_load_state("networkidle")
        page.goto("/wishlist")
    elif name == "menu":
        page.goto("/")
        page.locator('[popovertarget="menu"]:visible').first.click()
    elif name == "photo-dialog":
        page.goto("/shop")
        page.locator('[data-opens="photo-dialog"]').first.click()
    else:
        page.goto(PAGES[name])
    page.wait_for_load_state("networkidle")


def photograph(browser: Browser, url: str, folder: Path, names: list[str]) -> int:
    count = 0
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            context = browser.new_context(
                base_url=url,
                color_scheme=scheme,  # type: ignore[arg-type]
                viewport={"width": width, "height": height},
                has_touch=width < 1000,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name in names:
                open_page(page, name)
                is_whole = name not in ("menu", "photo-dialog")
                if is_whole:
                    settle(page)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=is_whole)
                count += 1
            context.close()
    return count


def readme_picture(folder: Path) -> None:
    """The search on a desk in the light and the shop on a phone in the dark, side by side."""
    desk = Image.open(folder / "query-1440-light.png").convert("RGB")
    phone = Image.open(folder / "home-390-dark.png").convert("RGB")
    height = 900
    desk = desk.crop((0, 0, 1440, height))
    phone = phone.crop((0, 0, 390, height))
    sheet = Image.new("RGB", (desk.width + phone.width + 30, height), "#d9d8d4")
    sheet.paste(desk, (0, 0))
    sheet.paste(phone, (desk.width + 30, 0))
    for quality in range(88, 40, -6):
        sheet.save(README_PICTURE, "WEBP", quality=quality, method=6)
        if README_PICTURE.stat().st_size <= README_LIMIT:
            return
    raise SystemExit(f"{README_PICTURE} does not fit into {README_LIMIT} bytes.")


def main() -> None:
    names = [*PAGES, "product", "query", "wishlist", "menu", "photo-dialog"]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url", help="a running shop instead of the demo")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--only", nargs="*", choices=names, help="some pages")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is missing. On Debian: apt-get install chromium")
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        if options.url:
            count = photograph(browser, options.url, options.out, options.only or names)
        else:
            with demo() as url:
                count = photograph(browser, url, options.out, options.only or names)
        browser.close()
    if not options.only or {"query", "home"} <= set(options.only):
        readme_picture(options.out)
        print(f"{README_PICTURE.relative_to(ROOT)}: {README_PICTURE.stat().st_size // 1024} KB")
    print(f"{count} screenshots in {options.out}")


if __name__ == "__main__":
    main()
