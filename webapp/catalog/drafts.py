"""From a source's words to the catalogue's: one checked product that is not in the database yet."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ImageColor

from webapp.catalog.formats.base import ImportRow
from webapp.catalog.labels import category_singular, colour_label
from webapp.catalog.models import UNSORTED, Category, Colour, Gender, Product, Season, Usage
from webapp.catalog.text import Vocabulary, stems

MAX_SIZES = 40
UNKNOWN_HEX = "#b5b5b5"
GENDERS = {
    "men": Gender.MEN, "man": Gender.MEN, "male": Gender.MEN, "mens": Gender.MEN,
    "women": Gender.WOMEN, "woman": Gender.WOMEN, "female": Gender.WOMEN, "womens": Gender.WOMEN,
    "ladies": Gender.WOMEN, "unisex": Gender.UNISEX, "boys": Gender.BOYS, "boy": Gender.BOYS,
    "girls": Gender.GIRLS, "girl": Gender.GIRLS,
}  # fmt: skip
SEASONS = {value: Season(value) for value in Season.values} | {"autumn": Season.FALL}
USAGES = {value: Usage(value) for value in Usage.values}
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "₹": "INR", "rs": "INR"}
HIDDEN = {"no": True, "yes": False}
_PRICE = re.compile(r"^(?P<before>[^\d\s.,-]*)\.?\s*(?P<number>[\d.,\s']*\d)\s*(?P<after>[^\d]*)$")


class BadRow(ValueError):
    """The row cannot become a product; the message is a plain sentence."""


@dataclass(frozen=True)
class Draft:
    external_id: str
    source: str
    sku: str
    name: str
    brand: str
    description: str
    category: str
    group: str
    colour: str
    """"" = not stated; "NA" is a colour."""
    colour_hex: str
    gender: str
    usage: str
    season: str
    year: int | None
    price: Decimal | None
    sizes: tuple[tuple[str, int], ...]
    design_code: str
    is_hidden: bool | None
    """None = the source does not say, and what the shop decided stays."""
    notes: tuple[str, ...] = field(default=(), compare=False)
    """What was left out and why."""
    is_name_composed: bool = False
    """The source has no name for it, so it is named by its attributes."""
    is_made_to_order: bool = False
    """No file says so: funded designs alone are."""
    said_hash: str = ""
    """The hash of what the source said, where a person has filled in more since."""

    def hash(self) -> str:
        """Over what the source says, so that rows that differ only in spelling are the same."""
        if self.said_hash:
            return self.said_hash
        content = asdict(self)
        for name in ("notes", "is_hidden", "is_name_composed", "is_made_to_order", "said_hash"):
            del content[name]
        return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


class Names:
    """Which category and colour a source means by a word; unknown ones become new ones.

    ``unsorted``: products without a category are taken, hidden, to be sorted later.
    """

    def __init__(self, *, unsorted: bool = False) -> None:
        self._unsorted = unsorted
        categories = [
            (slug, name, group)
            for slug, name, group in Category.objects.order_by("pk").values_list(
                "slug", "name", "group"
            )
        ]
        self._categories = {slug: (name, group) for slug, name, group in categories}
        self._by_stems = {stems(name): (name, group) for _slug, name, group in categories}
        colours = list(Colour.objects.values_list("slug", "name", "hex"))
        self._colours = {name.lower(): (name, hex_code) for _slug, name, hex_code in colours}
        self._colour_of_slug = {slug: (name, hex_code) for slug, name, hex_code in colours}
        self._vocabulary = Vocabulary.of(
            {
                "category": categories,
                "colour": [(slug, name, "") for slug, name, _hex in colours],
                "gender": [],
                "style": [],
                "season": [],
            }
        )

    def category(self, text: str, group: str, title: str, *, is_exact: bool) -> tuple[str, str]:
        """(name, department). Not exact: the last part of a path ("Apparel > Shirts") that names
        one known category, else what the product's title names, else a category of its own."""
        parts = [part.strip() for part in re.split(r">|»| / ", text) if part.strip()]
        last = parts[-1] if parts else ""
        if known := self._by_stems.get(stems(last)):
            return known
        if not is_exact:
            guesses = [self._named(text) for text in (*reversed(parts), title)]
            guesses = [slugs for slugs in guesses if slugs]
            if guesses:  # min takes the first of those that are the most certain
                return self._categories[min(guesses, key=lambda slugs: len(slugs) > 1)[0]]
        if not last and self._unsorted:
            return UNSORTED, _("More")
        if not last:
            raise BadRow(_("the row names no category"))
        name = last[:80]
        self._by_stems[stems(name)] = found = (name, (group or _("More"))[:80])
        return found

    def _named(self, text: str) -> tuple[str, ...]:
        """Slugs that the last category word of a text stands for."""
        found = [m.slugs for m in self._vocabulary.read(text) if m.facet == "category"]
        return found[-1] if found else ()

    def colour(self, text: str, hex_code: str) -> tuple[str, str]:
        """(name, "#rrggbb"); ("", "") for none."""
        if not text:
            return "", ""
        if known := self._colours.get(text.lower()):
            return known
        meant = [m for m in self._vocabulary.read(text) if m.facet == "colour"]
        if len(meant) == 1 and stems(meant[0].text) == stems(text):
            return self._colour_of_slug[meant[0].slugs[0]]
        name = text[:40].strip().title()
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", hex_code):
            hex_code = _css_hex(text) or (
                self._colour_of_slug[meant[-1].slugs[0]][1] if meant else UNKNOWN_HEX
            )
        self._colours[text.lower()] = self._colours[name.lower()] = found = (name, hex_code)
        return found


def draft_of(row: ImportRow, *, source: str, names: Names) -> Draft:
    """Check and translate one row. Raises BadRow."""
    if row.problem:
        raise BadRow(row.problem)
    values = {key: _clean(value) for key, value in row.values.items()}
    notes: list[str] = []
    key = _clean(row.external_id)
    if not key:
        raise BadRow(_("the row has no id"))
    if len(key) > 120:
        raise BadRow(_("the id is longer than 120 characters"))
    title = values.get("name", "")
    category, group = names.category(
        values.get("category", ""), values.get("group", ""), title, is_exact=row.is_category_exact
    )
    colour, hex_code = names.colour(values.get("colour", ""), values.get("colour_hex", ""))
    gender = GENDERS.get(values.get("gender", "").lower().replace("'", ""), "")
    usage = USAGES.get(values.get("style", "").lower().replace(" ", "-"), "")
    source = values.get("source", "")[:40] or source
    is_hidden = HIDDEN.get(values.get("active", "").lower())
    return Draft(
        external_id=key,
        source=source,
        sku=(values.get("sku", "") or f"{source}-{key}")[:120],
        name=title[:200] or compose_name(category, colour, gender, usage),
        brand=values.get("brand", "")[:80],
        description=values.get("description", ""),
        category=category,
        group=group,
        colour=colour,
        colour_hex=hex_code,
        gender=gender,
        usage=usage,
        season=SEASONS.get(values.get("season", "").lower(), ""),
        year=_year(values.get("year", "")),
        price=_price(values.get("price", ""), notes),
        sizes=_sizes(values.get("sizes", "")),
        design_code=values.get("design_code", "")[:120],
        is_hidden=True if category == UNSORTED else is_hidden,
        notes=tuple(notes),
        is_name_composed=not title,
    )


def keep_filled(draft: Draft, product: Product) -> Draft:
    """With what a person has filled in on the product where the source still says nothing."""
    kept: dict[str, Any] = {}
    if "category" in product.filled and draft.category == UNSORTED:
        kept = {"category": product.category.name, "group": product.category.group}
        kept["is_hidden"] = None
    if "usage" in product.filled and not draft.usage:
        kept["usage"] = product.usage
    if not kept:
        return draft
    full = replace(draft, **kept, said_hash=draft.hash())
    if not draft.is_name_composed:
        return full
    return replace(full, name=compose_name(full.category, full.colour, full.gender, full.usage))


def compose_name(category: str, colour: str, gender: str, usage: str) -> str:
    """ "Navy blue casual shirt for men", for sources whose products have no names."""
    noun = category_singular(category)
    style = "" if not usage or usage in noun or usage == Usage.HOME else Usage(usage).label.lower()
    hue = "" if colour in ("", "NA") else colour_label(colour).lower()
    name = " ".join(part for part in (hue, str(style), noun) if part)
    if gender and gender != Gender.UNISEX:
        name = _("%(product)s for %(people)s") % {
            "product": name,
            "people": Gender(gender).label.lower(),
        }
    return name[:1].upper() + name[1:200]


def _clean(value: str) -> str:
    return value.replace("\0", "").replace("\r\n", "\n").strip()


def _year(text: str) -> int | None:
    text = text.removesuffix(".0")
    return int(text) if text.isdigit() and 1900 <= int(text) <= 2100 else None


def _price(text: str, notes: list[str]) -> Decimal | None:
    """ "15.00 USD", "€ 1.299,00", "1299". A price in another currency is left out."""
    if not text:
        return None
    found = _PRICE.match(text)
    if not found:
        raise BadRow(_("“%(text)s” is not a price") % {"text": text[:40]})
    number = re.sub(r"[\s']", "", found["number"])
    if re.search(r",\d{1,2}$", number):
        number = number.replace(".", "").replace(",", ".")
    else:
        number = number.replace(",", "")
    try:
        price = Decimal(number).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise BadRow(_("“%(text)s” is not a price") % {"text": text[:40]}) from None
    if price >= 10**8:
        raise BadRow(_("the price %(text)s is too high") % {"text": text[:40]})
    sign = (found["before"] or found["after"]).strip(" .").lower()
    currency = CURRENCIES.get(sign, sign.upper())
    if currency and currency != settings.CURRENCY:
        notes.append(
            _("price left out: it is in %(theirs)s, the shop sells in %(ours)s")
            % {"theirs": currency[:10], "ours": settings.CURRENCY}
        )
        return None
    return price


def _sizes(text: str) -> tuple[tuple[str, int], ...]:
    """ "S:3|M:0"; the same label twice counts once, with both stocks."""
    found: dict[str, int] = {}
    for entry in text.split("|"):
        label, _colon, stock = entry.rpartition(":") if ":" in entry else (entry, "", "1")
        label = label.strip()[:20]
        if label:
            found[label] = found.get(label, 0) + (int(stock) if stock.strip().isdigit() else 0)
    return tuple((label, min(stock, 2**31 - 1)) for label, stock in list(found.items())[:MAX_SIZES])


def _css_hex(text: str) -> str:
    try:
        red, green, blue = ImageColor.getrgb(text.lower().replace(" ", ""))[:3]
    except ValueError:
        return ""
    return f"#{red:02x}{green:02x}{blue:02x}"
