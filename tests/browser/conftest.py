"""A real site with drawn products, and Chromium to look at it."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from ml.drawings import draw
from tests.services import require
from tests.support.site import Running, site

PRODUCTS = 110
"""Enough for several pages of a listing, every category among them."""
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}

REPLACED = (
    "htmx:sendAbort, [object HTMLElement]",
    "htmx:afterRequest, [object HTMLElement]",
    "undefined",
)
"""What htmx logs as errors when a newer question takes the place of one under way."""


PUBLISH = """
from pathlib import Path
from tests.support.generator import published
published(Path({folder!r}))
"""


@dataclass
class Watched:
    """A page whose console is read: what goes wrong there fails the test."""

    page: Page
    allowed: tuple[str, ...] = ()
    """Parts of messages that the test provokes, e.g. "status of 410"."""
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def check(self) -> None:
        allowed = (*self.allowed, *(REPLACED if REPLACED[0] in self.complaints else ()))
        bad = [c for c in self.complaints if not any(part in c for part in allowed)]
        assert not bad, f"the browser complained: {bad}"


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The site, served as people run it, with products, an index and a model that draws."""
    require("chromium", shutil.which("chromium"))
    from tests.support.embedder import make_embedder
    from tests.support.generator import make_generator

    folder = tmp_path_factory.mktemp("shop")
    model = make_embedder(folder / "model", seed=1)
    environment = {"ATELIER_EMBEDDER": str(model), "QUOTA_PHOTOS_PER_MINUTE": "1000"}
    with site(folder / "var", environment) as made:
        made.manage("load_sample", "--count", str(PRODUCTS), timeout=180)
        made.manage("reindex", timeout=120)
        generator = make_generator(folder / "generator", seed=3)
        made.manage("shell", "-v0", "-c", PUBLISH.format(folder=str(generator)))
        running = made.up()
        yield running
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests: a process may drive Playwright once."""
    require("chromium", shutil.which("chromium"))
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, shop: Running) -> Iterator[Callable[..., BrowserContext]]:
    """``visitor(**options)``: a new person with a browser of their own."""
    contexts: list[BrowserContext] = []

    def arrive(**options: object) -> BrowserContext:
        settings = {"viewport": DESK, "reduced_motion": "reduce", "base_url": shop.url} | options
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def watched(visitor: Callable[..., BrowserContext]) -> Iterator[Watched]:
    """A page on a desk-sized screen; its console must stay quiet."""
    found = Watched(visitor().new_page())
    yield found
    found.check()


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def photo(
    category: str = "Handbags", colour: str = "Red", *, seed: int = 5, format: str = "JPEG"
) -> bytes:
    """A drawing on a grey ground, off the centre, as a file of some format."""
    drawing = draw(category, seed=seed, colour=colour, size=(300, 400)).image
    ground = Image.new("RGB", (600, 800), "#c8c4bc")
    ground.paste(drawing, (220, 300))
    buffer = io.BytesIO()
    if format == "HEIC":
        import pillow_heif

        pillow_heif.from_pillow(ground).save(buffer, quality=80)
    else:
        ground.save(buffer, format)
    return buffer.getvalue()


@pytest.fixture
def photo_file(tmp_path: Path) -> Callable[..., Path]:
    """``photo_file("bag.jpg", …)``: ``photo(…)`` on the disk."""

    def write(name: str = "photo.jpg", **options: object) -> Path:
        path = tmp_path / name
        path.write_bytes(photo(**options))  # type: ignore[arg-type]
        return path

    return write
