"""`make screenshots`: photograph the pages of the sample shop at three widths, light and dark.

    .venv/bin/python scripts/screenshots.py [--url ADDRESS] [--out FOLDER] [--only NAME …]

Without --url a demo shop is prepared in a temporary folder (--var: in that one, to be used again),
started on a free port, and stopped afterwards: what the scene's people do in it, see
screenshot_scene.py, leaves no trace in your own. Pictures go to var/screenshots; the one in the
README, docs/shop.webp, is made anew with them.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import screenshot_scene
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from screenshot_scene import Scene, scene_make

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {390: 844, 768: 1024, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
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
DONE = ("product", "query", "wishlist", "menu", "photo-dialog")
"""Pages that a visitor gets to by doing something; see ``open_page``."""
PARTS = ("menu", "photo-dialog")
"""What lies above a page is photographed as it is seen, not with the whole page below."""
HOUR_PASSES = """
from django.utils import timezone
from webapp.demand.grouping import wants_regroup
from webapp.search.models import PhotoQuery
from webapp.search.services import photo_queries_purge
PhotoQuery.objects.update(expires_at=timezone.now())
photo_queries_purge()
wants_regroup()
"""
"""What the clock does with photos an hour later, and with what was looked for by then."""


def manage(var: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env={**os.environ, "ATELIER_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def hour(var: Path) -> None:
    process = manage(var, "shell", "-v0", "-c", HOUR_PASSES)
    output, _ = process.communicate(timeout=120)
    if process.returncode:
        raise SystemExit(output)


@contextmanager
def demo(var: Path) -> Iterator[str]:
    """The address of the demo shop, running as long as the block does."""
    process = manage(var, "demo", "--port", "0")
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


def open_page(page: Page, name: str, scene: Scene) -> None:
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
    elif name in PAGES:
        page.goto(PAGES[name])
    else:
        page.goto(scene.pages[name][1])
    page.wait_for_load_state("networkidle")


def photograph(browser: Browser, url: str, folder: Path, names: list[str], scene: Scene) -> int:
    count = 0
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            for person, group in groupby(names, lambda name: scene.pages.get(name, ("", ""))[0]):
                context = browser.new_context(
                    base_url=url,
                    color_scheme=scheme,
                    viewport={"width": width, "height": height},
                    has_touch=width < 1000,
                    reduced_motion="reduce",
                    storage_state=scene.states.get(person),
                )
                page = context.new_page()
                for name in group:
                    open_page(page, name, scene)
                    is_whole = name not in PARTS
                    if is_whole:
                        settle(page)
                    path = folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=path, full_page=is_whole)
                    count += 1
                context.close()
    return count


def set_scene(browser: Browser, url: str, out: Path, var: Path | None, *, again: bool) -> Scene:
    """Made by people who act in the shop, or the one that is kept of the last time."""
    kept = out / "scene.json"
    if again:
        return Scene.load(kept)
    scene = scene_make(browser, url, partial(hour, var) if var else None)
    scene.save(kept)
    return scene


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
    names = [*PAGES, *DONE, *screenshot_scene.PAGES]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url", help="a running shop instead of a demo")
    parser.add_argument("--var", type=Path, help="the folder of the shop; default: a temporary one")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--only", nargs="*", choices=names, help="some pages")
    parser.add_argument(
        "--again", action="store_true", help="with --url: the scene that was made there last time"
    )
    options = parser.parse_args()
    if options.again and not options.url:
        parser.error("--again needs the shop of the last time, by --url")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is missing. On Debian: apt-get install chromium")
    options.out.mkdir(parents=True, exist_ok=True)
    wanted = options.only or names
    needs_scene = bool(set(wanted) & set(screenshot_scene.PAGES))
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        stack.callback(browser.close)
        url, var = options.url, options.var
        if not url:
            var = var or Path(stack.enter_context(TemporaryDirectory(prefix="atelier-shop-")))
            url = stack.enter_context(demo(var))
        scene = Scene()
        if needs_scene:
            scene = set_scene(browser, url, options.out, var, again=options.again)
        count = photograph(browser, url, options.out, wanted, scene)
    if not options.only or {"query", "home"} <= set(options.only):
        readme_picture(options.out)
        print(f"{README_PICTURE.relative_to(ROOT)}: {README_PICTURE.stat().st_size // 1024} KB")
    print(f"{count} screenshots in {options.out}")


if __name__ == "__main__":
    main()
