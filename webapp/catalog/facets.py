"""A listing: which products, in which order, and what else could be chosen, with counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload
from urllib.parse import urlencode

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from webapp.catalog import filters
from webapp.catalog import snapshot as snapshots
from webapp.catalog.filters import Selection
from webapp.catalog.models import Product
from webapp.catalog.snapshot import FACETS, Snapshot

PAGE_SIZE = 24


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    """Products one would see with this value, all other facets as they are."""
    is_chosen: bool
    url: str
    """The listing with this value added, or taken away where it is chosen."""
    hex: str = ""
    group: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str
    facet: str
    value: str = ""
    hex: str = ""


@dataclass(frozen=True)
class SortOption:
    value: str
    label: str
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class PriceRange:
    """Lowest and highest price among the products that all but the price filter let through."""

    low: float | None
    high: float | None
    chosen_low: str
    chosen_high: str


class ProductSequence(Sequence[Product]):
    """Products by id, read from the database slice by slice; Django's Paginator accepts it."""

    def __init__(self, ids: np.ndarray, queryset: QuerySet[Product]) -> None:
        self.ids = ids
        self._queryset = queryset

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, key: int) -> Product: ...
    @overload
    def __getitem__(self, key: slice) -> list[Product]: ...
    def __getitem__(self, key: int | slice) -> Product | list[Product]:
        if isinstance(key, slice):
            return self._read(self.ids[key])
        return self._read(self.ids[[key]])[0]

    def __iter__(self) -> Iterator[Product]:
        for start in range(0, len(self), 500):
            yield from self[start : start + 500]

    def _read(self, ids: np.ndarray) -> list[Product]:
        wanted = [int(pk) for pk in ids]
        found = self._queryset.in_bulk(wanted) if wanted else {}
        return [found[pk] for pk in wanted if pk in found]


class FacetedResult:
    """What ``selectors.facets`` answers. All links are relative: "?colour=black&page=2"."""

    def __init__(
        self,
        snapshot: Snapshot,
        selection: Selection,
        queryset: QuerySet[Product],
        base: Iterable[int] | None = None,
    ) -> None:
        self.selection = selection
        self._snapshot = snapshot
        self._queryset = queryset
        self._masks = filters.masks(snapshot, selection)
        missing = np.zeros(len(snapshot.ids), dtype=np.int16)
        if base is not None:
            ids = np.fromiter((int(pk) for pk in base), dtype=np.int64)
            # Nothing may lift this restriction, so it weighs more than all the others.
            missing += np.where(snapshot.rows_of(ids), 0, 100).astype(np.int16)
        for mask in self._masks.values():
            missing += ~mask
        self._missing = missing

    # What was found ----------------------------------------------------------------------

    @cached_property
    def ids(self) -> np.ndarray:
        """int64 [n], in the chosen order."""
        rows = np.flatnonzero(self._missing == 0)
        found: np.ndarray = self._snapshot.ids[rows[self._order(rows)]]
        return found

    @property
    def count(self) -> int:
        return len(self.ids)

    @cached_property
    def products(self) -> ProductSequence:
        return ProductSequence(self.ids, self._queryset)

    def page(self, number: str | int | None = 1, size: int = PAGE_SIZE) -> Page:
        """Django's Page (``object_list`` in order); a number out of range is moved inside."""
        return Paginator(self.products, size).get_page(number or 1)

    def page_url(self, number: int) -> str:
        return self._url(page=number)

    # What could be chosen ----------------------------------------------------------------

    @cached_property
    def facets(self) -> list[Facet]:
        labels = {
            "gender": _("Gender"),
            "category": _("Category"),
            "colour": _("Colour"),
            "style": _("Style"),
            "season": _("Season"),
        }
        return [Facet(name, labels[name], self._options(name)) for name in FACETS]

    @cached_property
    def price(self) -> PriceRange:
        prices = self._snapshot.prices[self._rows_without("price")]
        prices = prices[np.isfinite(prices)]
        low, high = self.selection.price_min, self.selection.price_max
        return PriceRange(
            low=float(prices.min()) if len(prices) else None,
            high=float(prices.max()) if len(prices) else None,
            chosen_low="" if low is None else str(low),
            chosen_high="" if high is None else str(high),
        )

    @cached_property
    def chosen(self) -> list[Chip]:
        """One chip for each thing that narrows the listing, in the order of the facets."""
        chips = [
            Chip(value.label, self._toggled(facet, slug), facet, slug, value.hex)
            for facet, slugs in self.selection.values.items()
            for slug in slugs
            for value in [self._value(facet, slug)]
        ]
        low, high = self.price.chosen_low, self.price.chosen_high
        if low or high:
            label = (
                _("%(low)s to %(high)s") % {"low": low, "high": high}
                if low and high
                else _("from %(low)s") % {"low": low}
                if low
                else _("up to %(high)s") % {"high": high}
            )
            chips.append(Chip(label, self._url(price_min="", price_max=""), "price"))
        for word in self.selection.words:
            rest = [m.text for m in self.selection.meanings if m is not word]
            chips.append(Chip(f"“{word.text}”", self._url(q=" ".join(rest)), "q", word.text))
        return chips

    @property
    def clear_url(self) -> str:
        """Without any restriction; the sort order stays."""
        return self._url(values={}, price_min="", price_max="", q="")

    @cached_property
    def sorts(self) -> list[SortOption]:
        labels = {
            "relevance": _("Best match"),
            "newest": _("Newest"),
            "price": _("Price, low to high"),
            "-price": _("Price, high to low"),
        }
        if not self.selection.words:
            del labels["relevance"]
        return [
            SortOption(value, label, value == self.selection.order, self._url(sort=value))
            for value, label in labels.items()
        ]

    @property
    def query(self) -> str:
        return self.selection.query

    @property
    def notes(self) -> tuple[str, ...]:
        return self.selection.notes

    # How ---------------------------------------------------------------------------------

    def _order(self, rows: np.ndarray) -> np.ndarray:
        """Positions into ``rows`` (which are newest first); ties stay newest first."""
        order = self.selection.order
        if order in ("price", "-price"):
            prices = self._snapshot.prices[rows]
            prices = np.where(np.isnan(prices), np.inf, prices if order == "price" else -prices)
            return np.argsort(prices, kind="stable")
        if order == "relevance" and self.selection.words:
            return np.argsort([-self._relevance(int(row)) for row in rows], kind="stable")
        return np.arange(len(rows))

    def _relevance(self, row: int) -> int:
        """Whole words before beginnings of words, the name before brand and number."""
        name, text = self._snapshot.names[row] + " ", self._snapshot.texts[row] + " "
        score = 0
        for word in self.selection.words:
            whole = [f" {form} " for form in word.forms]
            score += 4 * any(form in name for form in whole)
            score += 2 * any(form in text for form in whole)
            score += any(name.startswith(f" {form}") for form in word.forms)
        return score

    def _rows_without(self, restriction: str) -> np.ndarray:
        """bool [N]: products that pass every restriction but this one."""
        mask = self._masks.get(restriction)
        passed: np.ndarray = (self._missing if mask is None else self._missing - ~mask) == 0
        return passed

    def _options(self, facet: str) -> list[Option]:
        values = self._snapshot.values[facet]
        codes = self._snapshot.codes[facet][self._rows_without(facet)]
        counts = np.bincount(codes[codes >= 0], minlength=len(values))
        chosen = set(self.selection.values.get(facet, ()))
        options = [
            Option(
                value.slug, value.label, int(count), value.slug in chosen,
                self._toggled(facet, value.slug), value.hex, value.group,
            )
            for value, count in zip(values, counts, strict=True)
            if count or value.slug in chosen
        ]  # fmt: skip
        if facet in ("category", "colour", "style"):
            options.sort(key=lambda option: (-option.count, option.label))
        return options

    def _value(self, facet: str, slug: str) -> snapshots.Value:
        code = self._snapshot.code(facet, slug)
        assert code is not None, "a selection holds known values only"
        return self._snapshot.values[facet][code]

    def _toggled(self, facet: str, slug: str) -> str:
        """The link that adds or removes a value. What the words of ``q`` meant for this facet
        moves from the words into the facet, so that a removed value does not come back."""
        now = self.selection.values.get(facet, ())
        then = tuple(v for v in now if v != slug) if slug in now else (*now, slug)
        rest = " ".join(m.text for m in self.selection.meanings if m.facet != facet)
        q = rest if self.selection.implied(facet) else self.selection.query
        return self._url(values=self.selection.explicit | {facet: then}, q=q)

    def _url(
        self, *, values: dict[str, tuple[str, ...]] | None = None, **changes: str | int
    ) -> str:
        selection = self.selection
        values = selection.explicit if values is None else values
        pairs: list[tuple[str, str | int]] = []
        pairs += [(facet, slug) for facet in FACETS for slug in values.get(facet, ())]
        single: dict[str, str | int] = {
            "price_min": "" if selection.price_min is None else str(selection.price_min),
            "price_max": "" if selection.price_max is None else str(selection.price_max),
            "q": selection.query,
            "sort": selection.sort,
            "page": "",
        }
        single.update(changes)
        pairs += [(name, value) for name, value in single.items() if value not in ("", None)]
        return "?" + urlencode([*pairs, *selection.others])
