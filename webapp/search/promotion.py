"""What an embedder needs before it may serve: an index of its own over the whole shop, proven.

The same makes a candidate ready for its shadow test, so that its promotion later takes seconds.
"""

import statistics
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from webapp.catalog.labels import category_label
from webapp.catalog.models import Product, ProductImage
from webapp.catalog.selectors import products_visible
from webapp.catalog.snapshot import current
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.registry import selectors as registry
from webapp.registry.contracts import Compared, Guess, Item, QueryPhoto, Side, Trial, side
from webapp.registry.doors import Door, query_photos
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import IndexVersion, ModelVersion
from webapp.registry.plain import files_check

from . import engine, indexing, samples
from .shadow_answers import TOP, overlap

TRIALS = 24
SHOWN = 5
"""Of the ten that are compared, so many are shown beside each photo."""
SLOW_PICTURE = 0.004
"""Seconds that one picture takes, before this machine has told better."""
OVERHEAD = 6.0
"""Seconds for starting, opening and verifying."""


def prepare(context: JobContext, model: ModelVersion) -> IndexVersion | None:
    """Look at every product with this version, build its index and put it to the proof."""
    files_check(model)
    made = indexing.generation_make(context, model)
    if made is None:
        return None
    context.progress(0, 0, _("Asking it once"))
    opened = _opened(model, made.index)
    photos = query_photos(1)
    if photos and not _ask(opened, photos[0]).ids:
        raise JobRefused(_("It finds nothing at all for “%(photo)s”.") % {"photo": photos[0].title})
    made.store.compact(made.pictures)
    recall = made.index.manifest.get("checks", {}).get("recall")
    context.log(
        _("Index %(version)s of %(count)d products is whole; it finds %(recall)s of the nearest.")
        % {"version": made.index.version, "count": made.index.count, "recall": recall}
    )
    return made.index


def compare(context: JobContext, left: ModelVersion, right: ModelVersion) -> Compared:
    """The same photos asked of both, each with its index of the shop as it is now."""
    versions = []
    for model in (left, right):
        index = prepare(context, model)
        if index is None:
            return Compared(trials=[], overlap=None, note="", left_ms=0, right_ms=0)
        versions.append(_opened(model, index))
    photos = query_photos(TRIALS)
    trials: list[Trial] = []
    times: tuple[list[float], list[float]] = ([], [])
    for number, photo in enumerate(photos):
        context.progress(number, len(photos), _("Asking both"))
        one, other = (_ask(opened, photo) for opened in versions)
        times[0].append(one.milliseconds)
        times[1].append(other.milliseconds)
        items = _items([*one.ids, *other.ids])
        trials.append(
            Trial(
                title=photo.title,
                image=photo.url,
                left=_side(one, items),
                right=_side(other, items),
                overlap=round(overlap(one.ids, other.ids), 4),
            )
        )
    context.progress(len(photos), len(photos), "")
    shares = [trial["overlap"] for trial in trials if trial["overlap"] is not None]
    return Compared(
        trials=trials,
        overlap=round(statistics.fmean(shares), 4) if shares else None,
        note="" if trials else _("There are no photos yet to try them with."),
        left_ms=statistics.median(times[0]) if trials else 0,
        right_ms=statistics.median(times[1]) if trials else 0,
    )


def seconds(model: ModelVersion) -> float:
    """About how long ``prepare`` takes: pictures times what one took here the last time."""
    pictures = ProductImage.objects.filter(product__is_active=True, position=0).count()
    newest = registry.index_newest(model)
    if newest is not None:
        pictures = max(0, pictures - newest.count)
    live = registry.index_live()
    told = live.manifest.get("seconds_a_picture") if live is not None else None
    return OVERHEAD + pictures * float(told or SLOW_PICTURE)


def photos(count: int) -> list[QueryPhoto]:
    """The sample photos, and products' own pictures, one a category, until there are enough."""
    found = [
        QueryPhoto(photo.title, samples.sample_path(photo.name), photo.url)
        for photo in samples.sample_photos()
    ][:count]
    for product in _one_a_category(count - len(found)):
        cover = product.cover
        if cover is None:
            continue
        path = Path(settings.MEDIA_ROOT) / cover.thumbnail
        if path.is_file():  # one picture that is missing stops no promotion
            found.append(QueryPhoto(product.name, path, cover.thumbnail_url, product.pk))
    return found[:count]


def _one_a_category(count: int) -> list[Product]:
    """Visible products with pictures, of as many categories as there are, then more of each."""
    rows = ProductImage.objects.filter(product__is_active=True, position=0)
    by_kind: dict[int, list[int]] = {}
    for pk, kind in rows.order_by("product_id").values_list("product_id", "product__category_id"):
        by_kind.setdefault(kind, []).append(pk)
    chosen: list[int] = []
    turn = 0
    while len(chosen) < count and any(len(pks) > turn for pks in by_kind.values()):
        chosen += [pks[turn] for _, pks in sorted(by_kind.items()) if len(pks) > turn]
        turn += 1
    known = products_visible().in_bulk(chosen[:count])
    return [known[pk] for pk in chosen[:count] if pk in known]


def _opened(model: ModelVersion, index: IndexVersion) -> engine.Opened:
    try:
        return engine.Opened(model_folder=model.folder, index_folder=index.folder)
    except (ValueError, OSError, RuntimeError) as error:
        raise JobRefused(str(error)) from error


def _ask(opened: engine.Opened, photo: QueryPhoto) -> engine.Tried:
    left_out = [] if photo.product_id is None else [photo.product_id]
    box = None if photo.product_id is None else (0.0, 0.0, 1.0, 1.0)
    return opened.ask(photo.path, box, limit=TOP, visible=current().ids, left_out=left_out)


def _items(ids: list[int]) -> dict[int, Item]:
    return {
        pk: Item(
            id=pk,
            name=product.name,
            image=product.cover.thumbnail_url if product.cover else "",
            url=product.get_absolute_url(),
        )
        for pk, product in products_visible().in_bulk(ids).items()
    }


def _side(tried: engine.Tried, items: dict[int, Item]) -> Side:
    guesses = [
        Guess(name=category_label(named["name"]), probability=named["probability"])
        for named in tried.best
    ]
    shown = [items[pk] for pk in tried.ids if pk in items][:SHOWN]
    return side(guesses=guesses, items=shown)


def door() -> Door:
    return Door(prepare=prepare, compare=compare, seconds=seconds, needs_index=True)


def refresh(sender: Any, **kwargs: Any) -> None:
    """After another embedder has begun to serve, products that came meanwhile come in."""
    if sender == EMBEDDER:
        indexing.index_enqueue()
