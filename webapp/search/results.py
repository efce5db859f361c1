"""One page of results: the ranking joined with the catalogue, the filters and the words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from webapp.catalog.facets import FacetedResult
from webapp.catalog.filters import PARAMETERS
from webapp.catalog.labels import category_label, colour_label
from webapp.catalog.models import Category, Colour, Product, Usage
from webapp.catalog.selectors import facets, products_visible
from webapp.jobs import calls

from .contracts import Found, Named, Seen
from .models import Crop, PhotoQuery
from .options import MOST_RESULTS, Options, filters_text
from .rows import Row, rows
from .signals import photo_answered, photo_judged

MATCH = "match"


@dataclass(frozen=True)
class Reason:
    """Why a result is shown."""

    code: str
    """category, colour, usage or shape."""
    text: str


@dataclass(frozen=True)
class Result:
    product: Product
    score: float
    similarity: float
    """0 to 1, to show."""
    reasons: list[Reason]
    twins: list[Product]
    """Nearly identical products that this one stands for."""
    opinion: int
    """The visitor's feedback: 1, 0 or −1."""

    @property
    def percent(self) -> int:
        return round(100 * self.similarity)


@dataclass(frozen=True)
class Guess:
    """What the model takes the photo for; as a chip it switches a filter."""

    facet: str
    """category, colour or style."""
    value: str
    """The filter's value; empty where the shop has no such thing, and then ``url`` too."""
    name: str
    label: str
    probability: float
    is_chosen: bool
    url: str
    """Relative: "?category=handbags&box=…"."""
    hex: str = ""

    @property
    def percent(self) -> int:
        return round(100 * self.probability)


@dataclass(frozen=True)
class Answer:
    """What a page or the API shows for a query."""

    query: PhotoQuery
    box: list[float]
    """The part of the photo that was looked at."""
    proposed_box: list[float]
    options: Options
    results: list[Result]
    is_match: bool
    """False: nothing in the shop is close, the results are merely the nearest."""
    categories: list[Guess]
    colours: list[Guess]
    styles: list[Guess]
    agree: bool | None
    """Whether embedder and classifier take it for the same; None if only one was asked."""
    listing: FacetedResult | None
    """The shop's facets and chips, counted among the nearest products (see answer_make)."""
    rows: list[Row]
    """What the apps above have besides, with the first results alone."""
    more_url: str
    """The next page, relative; empty at the end."""
    timing_ms: dict[str, float]
    model_version: str
    index_version: str
    """What answered."""

    @property
    def verdict(self) -> str:
        return "match" if self.is_match else "nothing close"


def answer_make(
    *, query: PhotoQuery, crop: Crop, options: Options, params: QueryDict, with_facets: bool
) -> Answer:
    """Search with a crop that has been looked at (or is looked at now). Raises Problem.

    Filters search the whole catalogue, so that one never ends on an empty page while the shop
    has such things. The counts beside them are those among the 500 products nearest to the
    photo, filtered and unfiltered: they say what the photo is about.
    """
    reply = _find(query, options, params, with_facets)
    crop.refresh_from_db()  # a worker may have looked at it, or at it once more
    seen = cast(Seen, crop.prediction)
    _tell(query, options, params, reply, seen)
    listing = None
    if with_facets:
        near = reply["nearest"]
        filtered = any(params.get(name) for name in PARAMETERS)
        if filtered:
            everything = _find(query, replace(options, page=1, limit=1), QueryDict(), True)
            near = [*near, *everything["nearest"]]
        listing = facets(params, base=dict.fromkeys(near))
    return Answer(
        query=query,
        box=seen["box"],
        proposed_box=seen["proposed_box"],
        options=options,
        results=_results(query, reply["found"]),
        is_match=reply["verdict"] == MATCH,
        categories=_categories(seen["best_categories"], params),
        colours=_colours(seen["best_colours"], params),
        styles=_styles(seen["best_usages"], params),
        agree=seen.get("agree"),
        listing=listing,
        rows=rows(seen) if options.first == 0 else [],
        more_url=(
            _link(params, page=[str(options.page + 1)])
            if reply["has_more"] and options.last < MOST_RESULTS
            else ""
        ),
        timing_ms={
            "decode": query.decode_ms,
            "embed": crop.embed_ms,
            "search": reply["search_ms"],
        },
        model_version=reply["model"],
        index_version=reply["index"],
    )


def _tell(
    query: PhotoQuery, options: Options, params: QueryDict, reply: dict[str, Any], seen: Seen
) -> None:
    """Let others know whether the shop had something like the photo: a filter may hide it."""
    if options.first or any(params.get(name) for name in PARAMETERS):
        return
    is_match = reply["verdict"] == MATCH
    photo_judged.send_robust(sender=PhotoQuery, query=query, seen=seen, is_match=is_match)
    uncounted = PhotoQuery.objects.filter(pk=query.pk, is_counted=False)
    if not query.is_counted and uncounted.update(is_counted=True):
        photo_answered.send_robust(
            sender=PhotoQuery, is_match=is_match, model_version=reply["model"]
        )


def _find(
    query: PhotoQuery, options: Options, params: QueryDict, with_nearest: bool
) -> dict[str, Any]:
    reply: dict[str, Any] = calls.call(
        "search.find",
        query_id=str(query.pk),
        key=options.key,
        first=options.first,
        last=options.last,
        colour_weight=options.colour_weight,
        diversity=options.diversity,
        filters_text=filters_text(params),
        with_nearest=with_nearest,
    )
    return reply


def _results(query: PhotoQuery, found: Sequence[Found]) -> list[Result]:
    ids = [pk for entry in found for pk in (entry["id"], *entry["twins"])]
    products = products_visible().in_bulk(ids)
    opinions = dict(query.feedback.values_list("product_id", "weight"))
    return [
        Result(
            product=products[entry["id"]],
            score=entry["score"],
            similarity=entry["similarity"],
            reasons=[_reason(code, products[entry["id"]]) for code in entry["reasons"]],
            twins=[products[pk] for pk in entry["twins"] if pk in products],
            opinion=opinions.get(entry["id"], 0),
        )
        for entry in found
        if entry["id"] in products
    ]


def _reason(code: str, product: Product) -> Reason:
    texts = {
        "category": category_label(product.category.name),
        "colour": colour_label(product.colour.name) if product.colour else "",
        "usage": product.get_usage_display(),
        "shape": _("Similar cut"),
    }
    return Reason(code, texts[code])


def _categories(named: Sequence[Named], params: QueryDict) -> list[Guess]:
    rows = {row.name: row for row in Category.objects.filter(name__in=[n["name"] for n in named])}
    return [
        _guess("category", entry, params, category_label(entry["name"]),
               rows[entry["name"]].slug if entry["name"] in rows else "")
        for entry in named
    ]  # fmt: skip


def _colours(named: Sequence[Named], params: QueryDict) -> list[Guess]:
    rows = {row.name: row for row in Colour.objects.filter(name__in=[n["name"] for n in named])}
    return [
        _guess("colour", entry, params, colour_label(entry["name"]),
               rows[entry["name"]].slug if entry["name"] in rows else "",
               rows[entry["name"]].hex if entry["name"] in rows else "")
        for entry in named
    ]  # fmt: skip


def _styles(named: Sequence[Named], params: QueryDict) -> list[Guess]:
    labels = {str(value): str(label) for value, label in Usage.choices}
    slugs = {entry["name"]: entry["name"].lower().replace(" ", "-") for entry in named}
    return [
        _guess("style", entry, params, labels.get(slugs[entry["name"]], entry["name"]),
               slugs[entry["name"]] if slugs[entry["name"]] in labels else "")
        for entry in named
    ]  # fmt: skip


def _guess(
    facet: str, entry: Named, params: QueryDict, label: str, value: str, hex: str = ""
) -> Guess:
    chosen = params.getlist(facet)
    rest = [v for v in chosen if v != value]
    toggled = rest if value in chosen else [*chosen, value]
    return Guess(
        facet=facet,
        value=value,
        name=entry["name"],
        label=label,
        probability=entry["probability"],
        is_chosen=value in chosen,
        url=_link(params, **{facet: toggled, "page": []}) if value else "",
        hex=hex,
    )


def _link(params: QueryDict, **changes: Sequence[str]) -> str:
    changed = params.copy()
    for name, values in changes.items():
        changed.setlist(name, list(values))
    changed.pop("csrfmiddlewaretoken", None)
    return "?" + changed.urlencode()
