"""Making the catalogue searchable: look at new pictures, build a generation, publish it.

The job is safe to run at any time: vectors are kept by content (see vectors.py), so a run
after a small change takes seconds, and one that was killed goes on where it was.
"""

import hashlib
import logging
import shutil
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from webapp.catalog.models import ProductImage
from webapp.core.models import User
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry import services as publishing
from webapp.registry.models import IndexVersion, ModelVersion

from . import engine, samples
from .vectors import VectorStore

logger = logging.getLogger(__name__)
KIND = "search.reindex"
EMBEDDER = publishing.EMBEDDER
KEPT_GENERATIONS = 3
"""Of the newest, besides those that serve or that a rollback returns to."""
STRAY_SECONDS = 3600
"""A folder that nobody has registered by then never will be."""


@dataclass(frozen=True)
class Row:
    """A product to be found: its id, its class index (−1 unknown), and its first picture."""

    product_id: int
    category: int
    picture: str
    """SHA-256 of the stored picture."""
    file: str
    """What to look at: the thumbnail, several times larger than what the model takes in."""


def index_enqueue(*, full: bool = False, by: User | None = None) -> Job:
    """One job waits at most; while one runs, a second is made to follow it."""
    return job_enqueue(
        kind=KIND, payload={"full": full}, created_by=by, dedupe_key=f"{KIND}:{full}"
    )


def index_refresh() -> None:
    """Enqueue the job where pictures wait and nothing serves, or the program came with a new
    model: what a start of the site does."""
    live = registry.index_live()
    if live is None:
        if ProductImage.objects.filter(product__is_active=True).exists():
            index_enqueue()
    elif live.model.folder == settings.EMBEDDER and live.model_id != _model().pk:
        index_enqueue()


def index_rebuild(context: JobContext) -> dict[str, Any] | None:
    """Handler of "search.reindex"; payload: ``full`` (look at every picture again)."""
    samples.samples_draw()
    model = _model()
    store = VectorStore(model.version)
    if context.payload.get("full"):
        store.clear()
    rows = _rows()
    bad = _look(context, model, store, rows)
    if context.should_stop():
        return None
    rows = [row for row in rows if row.picture in store]
    live = registry.index_live()
    content = _content(rows, model)
    result = {"products": len(rows), "unreadable": bad, "model": model.version}
    if live is not None and live.manifest.get("content") == content:
        context.log(_("Nothing has changed since the last index."))
        return result | {"index": live.version}
    index = _build(rows, store, model, content)
    with context.fenced():
        if live is not None and live.model_id != model.pk:
            publishing.promote(
                model=model, index=index, by=None, expected=live,
                reason=_("The program came with a new model."),
            )  # fmt: skip
        else:
            publishing.index_publish(index=index, expected=live)
    context.log(_("Index %(version)s serves %(count)d products.")
                % {"version": index.version, "count": index.count})  # fmt: skip
    store.compact([row.picture for row in rows])
    _prune()
    return result | {"index": index.version}


def _model() -> ModelVersion:
    """The live embedder; the configured one where there is none, or where the live one came
    with the program and the program came with a newer one since."""
    live = registry.model_live(EMBEDDER)
    if live is not None and live.folder != settings.EMBEDDER:
        return live
    try:
        manifest = engine.model_manifest(settings.EMBEDDER)
    except ValueError as error:
        raise JobRefused(str(error)) from error
    if live is not None and live.version == manifest["version"]:
        return live
    return publishing.model_register(
        kind=EMBEDDER,
        folder=settings.EMBEDDER,
        manifest=manifest,
        version=manifest["version"],
    )


def _rows() -> list[Row]:
    pictures = (
        ProductImage.objects.filter(product__is_active=True)
        .order_by("product_id", "position", "id")
        .values_list("product_id", "product__category__class_index", "sha256", "thumbnail")
    )
    first: dict[int, Row] = {}
    for product_id, category, sha256, thumbnail in pictures.iterator(chunk_size=5000):
        if product_id not in first:
            index = -1 if category is None else category
            first[product_id] = Row(product_id, index, sha256, thumbnail)
    return list(first.values())


def _look(context: JobContext, model: ModelVersion, store: VectorStore, rows: Sequence[Row]) -> int:
    """Make the vectors that are missing; returns how many pictures could not be read."""
    missing = {row.picture: row.file for row in rows if row.picture not in store}
    pictures = [(name, Path(settings.MEDIA_ROOT) / file) for name, file in missing.items()]
    done = bad = 0
    context.progress(0, len(pictures), _("Looking at pictures"))
    for seen, unread in engine.embed_products(model.folder, pictures):
        store.add(seen)
        done += len(seen.names) + len(unread)
        bad += len(unread)
        for name in unread:
            context.log(_("%(file)s could not be read.") % {"file": missing[name]})
        context.progress(done, len(pictures), _("Looking at pictures"))
        if context.should_stop():
            break
    return bad


def _build(
    rows: Sequence[Row], store: VectorStore, model: ModelVersion, content: str
) -> IndexVersion:
    """A new generation, registered and not live yet."""
    if not rows:
        raise JobRefused(_("There are no products with pictures yet, so nothing can be found."))
    seen = store.take([row.picture for row in rows])
    known = np.array([row.category for row in rows], np.int64)
    folder = _indexes() / f"{content[:12]}-{uuid.uuid4().hex[:6]}"
    manifest = engine.build_index(
        folder,
        ids=np.array([row.product_id for row in rows], np.int64),
        shape=seen.shape,
        colour=seen.colour,
        categories=np.where(known >= 0, known, seen.kinds),
        model=model.manifest,
    )
    return publishing.index_register(
        folder=str(folder),
        manifest=manifest | {"content": content},
        version=manifest["version"],
        count=len(rows),
        model=model,
    )


def _content(rows: Sequence[Row], model: ModelVersion) -> str:
    """Names what an index holds: equal content makes an equal index."""
    digest = hashlib.sha256(model.version.encode())
    for row in rows:
        digest.update(f"{row.product_id} {row.category} {row.picture}\n".encode())
    return digest.hexdigest()


def _indexes() -> Path:
    return Path(settings.VAR_DIR) / "indexes"


def _prune() -> None:
    """Remove the files of generations that nobody will return to (their rows stay as history),
    and what an interrupted run left unregistered."""
    last = registry.promotion_last()
    newest = IndexVersion.objects.exclude(folder="").order_by("-created_at")
    kept = set(newest.values_list("pk", flat=True)[:KEPT_GENERATIONS])
    if last is not None and last.previous_index_id is not None:
        kept.add(last.previous_index_id)
    for index in newest.exclude(pk__in=kept).filter(is_live=False):
        shutil.rmtree(index.folder, ignore_errors=True)
        IndexVersion.objects.filter(pk=index.pk).update(folder="")
    registered = set(IndexVersion.objects.exclude(folder="").values_list("folder", flat=True))
    for path in _indexes().iterdir():
        is_old = time.time() - path.stat().st_mtime > STRAY_SECONDS
        if is_old and str(path) not in registered:
            shutil.rmtree(path, ignore_errors=True)
