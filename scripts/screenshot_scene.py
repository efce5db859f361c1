"""What `make screenshots` needs people for: a studio at work and designs that ask to be made.

Everything is done as a person does it, in a browser, from the sign-up form on. Only the hour after
which a photo is gone is not waited for; see ``Hour``.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

Hour = Callable[[], None]
"""Lets the time of every photo pass, and what people looked for be put together."""

DESK: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 90_000
"""Milliseconds for a job, and for the first form of a site that has just started."""
PASSWORD = "correct horse battery"
LOOKERS = 6
"""Strangers who look for the same thing; a group needs five people."""
LOOKED_FOR = ("red", "blue", "black")
"""Colours of heels that lie sole up in the photo: what they are is plain, and the sample shop has
nothing that looks like it. The first is what most people look for."""
FUNDED_SECONDS = 90
"""The clock that ends campaigns has its rounds 20 s apart; a job makes the product after it."""


@dataclass(frozen=True)
class Idea:
    """A design that asks to be made: the tile of a sheet, and what its designer says of it."""

    category: str
    seed: int
    tile: int
    title: str
    story: str
    goal: int
    price: str
    pledges: tuple[int, ...] = ()
    """Pieces, a backer each."""


WANTED = Idea(
    "Heels",
    40,
    11,
    "The long way home",
    "A shoe to dance in and to walk home in: low, cut to show the foot, with a sole that can be "
    "replaced.\n\nI would like to make the first pairs by hand, with a workshop two streets from "
    "here, and write down for each how long it took.",
    24,
    "148",
    (6, 9, 4),
)
"""What the designer answers to what people look for."""
IDEAS = (
    Idea(
        "Handbags", 40, 5, "The Lantern bag",
        "A bag that stands by itself and opens wide enough to see what is in it.",
        50, "89", (10, 7),
    ),
    Idea(
        "Watches", 20, 3, "A watch for slow days",
        "Hours and minutes, and nothing that blinks. A steel case, a strap that can be changed "
        "without tools, and a movement that any watchmaker can open.",
        40, "120", (8, 3),
    ),
    Idea(
        "Shirts", 21, 6, "Harbour shirt",
        "A shirt for the evening on a quay: heavy cotton, a collar that lies flat, and buttons "
        "that are sewn on twice.",
        60, "64", (5, 2, 1),
    ),
    Idea(
        "Casual Shoes", 22, 2, "Paper plane shoe",
        "As light as we dare. The sole is stitched, so that it can be sewn on anew.",
        20, "95", (10, 6, 5),
    ),
    Idea(
        "Backpacks", 23, 1, "One-strap rucksack",
        "For those who carry a laptop, a jumper and an apple, and not always on both shoulders.",
        80, "82", (4,),
    ),
)  # fmt: skip
LEFT_OPEN = IDEAS[3]
"""The shopper has not backed it yet."""
FUNDED = Idea(
    "Handbags",
    24,
    9,
    "Market tote",
    "Flat when empty, and as large as the market was good.",
    6,
    "58",
    (4, 2),
)


@dataclass
class Scene:
    """Who is signed in how, and where the pages are."""

    states: dict[str, Any] = field(default_factory=dict)
    """Playwright's storage state, by person."""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name of a page: who looks at it, and its path."""

    def save(self, path: Path) -> None:
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> "Scene":
        return cls(**json.loads(path.read_text()))


NOBODY = ""
DESIGNER, SHOPPER, NEWCOMER = "ines", "tomas", "noor"
BACKERS = (SHOPPER, "mira", "jonas")
PAGES = (
    "studio-start", "studio-sheet", "studio-blend", "design", "compare", "shortlist", "boards",
    "boards-empty", "board", "board-shared", "model", "campaign-form", "campaign-mine",
    "campaign-open", "campaign-pledged", "campaign-funded", "campaigns", "mine", "mine-empty",
    "account", "nothing-close", "demand", "demand-group", "demand-empty", "notices",
    "notices-empty",
)  # fmt: skip
"""What a finished scene has."""


def scene_make(browser: Browser, url: str, hour: Hour | None) -> Scene:
    """Without an hour nothing is put together, and the demand page shows what the shop has."""
    play = _Play(browser, url)
    with TemporaryDirectory(prefix="atelier-scene-") as folder:
        play.newcomer()
        photos = photos_take(play.people[NEWCOMER].pages[0], Path(folder))
        play.designer_draws()
        play.people_look(photos)
        if hour:
            hour()
        play.designer_answers_demand()
        play.designer_publishes()
        play.people_back()
        play.shopper_looks_around(photos[0])
    play.end()
    assert set(play.scene.pages) == set(PAGES), set(play.scene.pages) ^ set(PAGES)
    return play.scene


class _Play:
    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.scene = Scene()
        self.people: dict[str, BrowserContext] = {}
        self.campaigns: dict[str, str] = {}
        """Paths by title."""

    # The acts ------------------------------------------------------------------------------

    def newcomer(self) -> None:
        self._person(NEWCOMER)
        self._shows("studio-start", NEWCOMER, "/studio/")
        self._shows("boards-empty", NEWCOMER, "/studio/boards")
        self._shows("mine-empty", NEWCOMER, "/designs/mine")
        self._shows("notices-empty", NEWCOMER, "/demand/notices")

    def designer_draws(self) -> None:
        """A sheet of handbags, the good ones kept, two of them blended."""
        page = self._person(DESIGNER)
        draw(page, "Handbags", seed=4)
        self._shows("studio-sheet", DESIGNER, sheet_path(page))
        for number, tile in enumerate((0, 3, 5, 6, 9, 12)):
            pin(page, tile, is_first=number == 0)
        for tile in (0, 5, 9):
            page.locator("#tiles .tile-link").nth(tile).focus()
            page.keyboard.press("s")
            expect(page.locator("#chosen [data-does=shortlist]")).to_have_attribute(
                "aria-pressed", "true"
            )
        pair = [design(page, tile) for tile in (0, 5)]
        self._shows("compare", DESIGNER, f"/studio/compare?a={pair[0]}&b={pair[1]}")
        page.locator("#tiles .tile-link").first.focus()
        page.keyboard.press("b")
        page.locator("#tiles .tile-link").nth(5).click()
        expect(page.locator('#sheet[data-kind="blend"][data-state="made"]')).to_be_visible()
        self._shows("studio-blend", DESIGNER, sheet_path(page))
        pin(page, 3)
        self._shows("design", DESIGNER, f"/studio/design/{design(page, 3)}")
        model = page.get_by_role("link", name="What it learnt from").get_attribute("href")
        self._shows("model", DESIGNER, str(model))
        self._shows("shortlist", DESIGNER, "/studio/shortlist")
        page.goto("/studio/boards")
        self._shows("boards", DESIGNER, path_of(page))
        page.get_by_role("link", name="Ideas").click()
        page.get_by_role("switch", name="Shared by link").click()
        link = page.get_by_label("Link to this board").input_value()
        self._shows("board", DESIGNER, path_of(page))
        self._shows("board-shared", NOBODY, link.removeprefix(self.url))

    def people_look(self, photos: list[Path]) -> None:
        """Strangers, and the shopper, who wants to be told."""
        for number in range(LOOKERS):
            context = self._arrives()
            page = context.new_page()
            # Not everybody looks for everything, so that groups differ.
            for photo in photos if number < LOOKERS - 1 else photos[:1]:
                look_for(page, photo)
            context.close()
        page = self._person(SHOPPER)
        for photo in photos:
            look_for(page, photo)
            tell = page.get_by_role("button", name="Tell me when somebody makes this")
            if tell.count():
                tell.click()
                expect(page.get_by_role("button", name="Do not tell me")).to_be_visible()

    def designer_answers_demand(self) -> None:
        page = self._page(DESIGNER)
        page.goto("/demand/")
        self._shows("demand", DESIGNER, "/demand/")
        self._shows("demand-empty", DESIGNER, "/demand/?category=Ties")
        groups = page.locator(".wanted-card h2 a")
        group = str(groups.first.get_attribute("href")) if groups.count() else "/demand/"
        self._shows("demand-group", DESIGNER, group)
        if not groups.count():
            return
        page.get_by_role("button", name="Design this").first.click()
        expect(page.locator('#sheet[data-state="made"]')).to_be_visible(timeout=PATIENCE)
        self._publish(page, WANTED.tile, WANTED)

    def designer_publishes(self) -> None:
        page = self._page(DESIGNER)
        for idea in (WANTED, *IDEAS, FUNDED):
            if idea.title not in self.campaigns:
                draw(page, idea.category, seed=idea.seed)
                self._publish(page, idea.tile, idea)
        draw(page, "Sunglasses", seed=9)
        self._shows("campaign-form", DESIGNER, f"/designs/new/{design(page, 4)}")
        self._shows("campaign-mine", DESIGNER, self.campaigns[WANTED.title])
        self._shows("mine", DESIGNER, "/designs/mine")

    def people_back(self) -> None:
        for name in BACKERS:
            self._page(name) if name in self.people else self._person(name)
        for idea in (WANTED, *IDEAS, FUNDED):
            # The shopper is the last of the three.
            for name, pieces in zip(reversed(BACKERS), idea.pledges, strict=False):
                if not (name == SHOPPER and idea is LEFT_OPEN):
                    self._back(name, idea.title, pieces)
        page = self._page(SHOPPER)
        self._shows("campaign-pledged", SHOPPER, self.campaigns[WANTED.title])
        self._shows("campaign-open", SHOPPER, self.campaigns[LEFT_OPEN.title])
        self._shows("campaign-funded", SHOPPER, self.campaigns[FUNDED.title])
        page.goto(self.campaigns[FUNDED.title])
        for _ in range(FUNDED_SECONDS // 2):
            if page.get_by_role("link", name="See it in the shop").count():
                break
            page.wait_for_timeout(2000)
            page.reload()

    def shopper_looks_around(self, photo: Path) -> None:
        page = self._page(SHOPPER)
        look_for(page, photo)
        self._shows("nothing-close", SHOPPER, path_of(page))
        self._shows("campaigns", SHOPPER, "/designs/")
        self._shows("account", SHOPPER, "/you")
        self._shows("notices", SHOPPER, "/demand/notices")

    def end(self) -> None:
        for name, context in self.people.items():
            self.scene.states[name] = context.storage_state()
            context.close()

    # What they are made of -----------------------------------------------------------------

    def _shows(self, name: str, who: str, path: str) -> None:
        self.scene.pages[name] = (who, path)

    def _arrives(self) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.url,
            viewport=DESK,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _person(self, name: str) -> Page:
        """A new account, signed in; a number is added to a name that is taken."""
        context = self.people[name] = self._arrives()
        page = context.new_page()
        for number in count(1):
            username = name if number == 1 else f"{name}{number}"
            page.goto("/account/signup/")
            page.locator("[name=email]").fill(f"{username}@example.org")
            page.locator("[name=username]").fill(username)
            page.locator("[name=password1]").fill(PASSWORD)
            page.locator("main form").get_by_role("button").first.click()
            page.wait_for_load_state()
            if path_of(page) == "/":
                break
        return page

    def _page(self, name: str) -> Page:
        return self.people[name].pages[0]

    def _publish(self, page: Page, tile: int, idea: Idea) -> None:
        page.goto(f"/designs/new/{design(page, tile)}")
        for field_name in ("title", "story", "price"):
            page.locator(f"[name={field_name}]").fill(getattr(idea, field_name))
        page.locator("[name=goal]").fill(str(idea.goal))
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_role("heading", name=idea.title, level=1)).to_be_visible()
        self.campaigns[idea.title] = path_of(page)

    def _back(self, name: str, title: str, pieces: int) -> None:
        page = self._page(name)
        page.goto(self.campaigns[title])
        sizes = page.locator(".pledge-form .chip")
        sizes.nth(sizes.count() // 2).click()
        page.locator("[name=quantity]").fill(str(pieces))
        page.get_by_role("button", name="Back it").click()
        expect(page.get_by_text("You back this.")).to_be_visible()


def photos_take(page: Page, folder: Path) -> list[Path]:
    """Of heels in the shop, turned over."""
    paths = []
    for colour in LOOKED_FOR:
        page.goto(f"/shop?category=heels&colour={colour}")
        source = page.locator("#cards img").first.get_attribute("src")
        picture = Image.open(BytesIO(page.request.get(str(source)).body()))
        paths.append(folder / f"{colour}.jpg")
        picture.convert("RGB").rotate(180).save(paths[-1])
    return paths


def path_of(page: Page) -> str:
    """What follows the host in the address."""
    return "/" + page.url.split("/", 3)[3]


def design(page: Page, tile: int) -> str:
    """Its id."""
    return str(page.locator("#tiles .tile-link").nth(tile).get_attribute("data-design"))


def sheet_path(page: Page) -> str:
    return f"/studio/sheet/{page.locator('#sheet').get_attribute('data-sheet')}"


def draw(page: Page, category: str, *, seed: int) -> None:
    """A sheet of sixteen as typical as the studio draws them unless told otherwise. The seed is
    typed and locked, so that each run of the pictures shows the same designs."""
    page.goto("/studio/")
    page.get_by_label("Category").first.select_option(category)
    page.locator("#seed").fill(str(seed))
    if not page.get_by_label("Lock the seed").is_checked():
        page.locator(".lock").click()
    page.locator("#controls").get_by_text("16", exact=True).click()
    page.get_by_role("button", name="Draw new designs").click()
    made = f'#sheet[data-kind="sample"][data-seed="{seed}"][data-state="made"]'
    expect(page.locator(made)).to_be_visible(timeout=PATIENCE)


def pin(page: Page, tile: int, *, is_first: bool = False) -> None:
    """To the board “Ideas”; the first pin makes it."""
    page.locator("#tiles .tile-link").nth(tile).focus()
    page.keyboard.press("p")
    dialog = page.get_by_role("dialog", name="Pin to a board")
    dialog.get_by_role("button", name="Create and pin" if is_first else "Ideas").click()
    expect(dialog).to_contain_text("Pinned to")
    page.keyboard.press("Escape")


def look_for(page: Page, photo: Path) -> None:
    page.goto("/search/photo")
    page.locator("#content form[data-photo] input[type=file]:not([capture])").set_input_files(photo)
    page.wait_for_url("**/search/photo/*-*")
    page.locator("#results .result").first.wait_for()
