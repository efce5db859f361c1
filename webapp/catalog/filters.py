"""What the shop's URL asks for: facets, price, sort, words. The same names serve the API and
the photo search, and a value that makes no sense is left out and named, never an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import numpy as np
from django.http import QueryDict
from django.utils.translation import gettext as _

from webapp.catalog import snapshot as snapshots
from webapp.catalog.snapshot import FACETS, Snapshot
from webapp.catalog.text import Meaning

PARAMETERS = (*FACETS, "price_min", "price_max", "q", "sort")
SORTS = ("newest", "price", "-price", "relevance")
Params = QueryDict | Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Selection:
    """One reading of the URL against one snapshot.

    ``values`` holds what counts for each facet: what the URL names, or, for a facet that it
    does not name, what the words of ``q`` mean ("navy shirt").
    """

    explicit: dict[str, tuple[str, ...]]
    meanings: tuple[Meaning, ...]
    price_min: Decimal | None
    price_max: Decimal | None
    sort: str
    """As chosen; empty = the default."""
    query: str
    others: tuple[tuple[str, str], ...] = ()
    """Parameters that are not ours (the photo search's), kept in every link."""
    notes: tuple[str, ...] = field(default=(), compare=False)
    """What was left out and why, in plain words."""

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        found = dict(self.explicit)
        for facet in FACETS:
            if facet not in found and (implied := self.implied(facet)):
                found[facet] = implied
        return found

    def implied(self, facet: str) -> tuple[str, ...]:
        slugs = (slug for meaning in self.meanings if meaning.facet == facet
                 for slug in meaning.slugs)  # fmt: skip
        return tuple(dict.fromkeys(slugs))

    @property
    def words(self) -> tuple[Meaning, ...]:
        return tuple(meaning for meaning in self.meanings if not meaning.facet)

    @property
    def is_empty(self) -> bool:
        return not (self.explicit or self.meanings or self.has_price)

    @property
    def has_price(self) -> bool:
        return self.price_min is not None or self.price_max is not None

    @property
    def order(self) -> str:
        return self.sort or ("relevance" if self.words else "newest")


def read(params: Params, snapshot: Snapshot) -> Selection:
    """Read and check the parameters. Unknown values and bad prices end up in ``notes``."""
    notes: list[str] = []
    explicit: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        given = [v.strip().lower() for v in _all(params, facet) if v.strip()]
        known = tuple(dict.fromkeys(v for v in given if snapshot.code(facet, v) is not None))
        notes += [
            _("“%(value)s” is not a %(facet)s here, so it was left out.")
            % {"value": value[:40], "facet": facet}
            for value in dict.fromkeys(given)
            if value not in known
        ]
        if known:
            explicit[facet] = known
    low, high = (_price(params, name, notes) for name in ("price_min", "price_max"))
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = _last(params, "sort")
    if sort and sort not in SORTS:
        notes.append(_("Unknown sort order; the usual one is used."))
        sort = ""
    query = " ".join(_last(params, "q").split())[:200]
    return Selection(
        explicit=explicit,
        meanings=tuple(snapshot.vocabulary.read(query)) if query else (),
        price_min=low,
        price_max=high,
        sort=sort,
        query=query,
        others=tuple(
            (name, value)
            for name in params
            if name not in (*PARAMETERS, "page", "csrfmiddlewaretoken")
            for value in _all(params, name)
        ),
        notes=tuple(notes),
    )


def masks(snapshot: Snapshot, selection: Selection) -> dict[str, np.ndarray]:
    """For each restriction (a facet, "price", "q") bool [N]: which products it lets through."""
    found = {}
    for facet, slugs in selection.values.items():
        wanted = [code for slug in slugs if (code := snapshot.code(facet, slug)) is not None]
        found[facet] = np.isin(snapshot.codes[facet], wanted)
    if selection.has_price:
        with np.errstate(invalid="ignore"):
            mask = np.isfinite(snapshot.prices)
            if selection.price_min is not None:
                mask &= snapshot.prices >= float(selection.price_min)
            if selection.price_max is not None:
                mask &= snapshot.prices <= float(selection.price_max)
        found["price"] = mask
    for word in selection.words:
        mask = snapshot.containing(word.forms)
        found["q"] = found["q"] & mask if "q" in found else mask
    return found


def product_ids(params: Params) -> np.ndarray | None:
    """int64 ids of the visible products that the parameters let through; None = all of them."""
    snapshot = snapshots.current()
    selection = read(params, snapshot)
    if selection.is_empty:
        return None
    mask = np.ones(len(snapshot.ids), dtype=bool)
    for restriction in masks(snapshot, selection).values():
        mask &= restriction
    return snapshot.ids[mask]


def _all(params: Params, name: str) -> list[str]:
    if isinstance(params, QueryDict):
        return [str(value) for value in params.getlist(name)]
    value = params.get(name, ())
    return [value] if isinstance(value, str) else [str(v) for v in value]


def _last(params: Params, name: str) -> str:
    values = _all(params, name)
    return values[-1].strip() if values else ""


def _price(params: Params, name: str, notes: list[str]) -> Decimal | None:
    text = _last(params, name).replace(",", ".")
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or price < 0 or price >= 10**8:
        notes.append(_("“%(value)s” is not a price, so it was left out.") % {"value": text[:20]})
        return None
    return price
