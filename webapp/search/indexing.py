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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from webapp.catalog.models import ProductImage
from webapp.core.models import User
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.models import Job
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry import services as publishing
from webapp.registry.kinds import EMBEDDER
from webapp.registry.models import IndexVersion, ModelVersion
from webapp.registry.promoting import prepare_start

from . import engine, samples
from .vectors import VectorStore

logger = logging.getLogger(__name__)
KIND = "search.reindex"
KEPT_GENERATIONS = 3
"""Of the newest, besides those that serve, that a rollback returns to, or of the candidate."""
PACE_PICTURES = 20
"""So many new pictures tell how long one takes."""
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


def has_pictures() -> bool:
    """Whether there is anything to make an index of."""
    return ProductImage.objects.filter(product__is_active=True).exists()


def index_refresh() -> None:
    """Enqueue the job where pictures wait and nothing serves, or the program came with a new
    model: what a start of the site does."""
    live = registry.index_live()
    if live is None:
        if has_pictures():
            index_enqueue()
    elif live.model.folder == settings.EMBEDDER and live.model_id != _model().pk:
        index_enqueue()


def index_rebuild(context: JobContext) -> dict[str, Any] | None:
    """Handler of "search.reindex"; payload: ``full`` (look at every picture again)."""
    samples.samples_draw()
    model = _model()
    live = registry.index_live()
    made = generation_make(context, model, full=bool(context.payload.get("full")), live=live)
    if made is None:
        return None
    index = made.index
    result = {
        "products": index.count,
        "unreadable": made.unreadable,
        "model": model.version,
        "index": index.version,
    }
    if live is not None and live.pk == index.pk:
        context.log(_("Nothing has changed since the last index."))
        return result
    with context.fenced():
        if live is not None and live.model_id != model.pk:
            publishing.promote(
                model=model, index=index, by=None, expected=live.model,
                reason=_("The program came with a new model."),
            )  # fmt: skip
        else:
            publishing.index_publish(index=index, expected=live)
    context.log(_("Index %(version)s serves %(count)d products.")
                % {"version": index.version, "count": index.count})  # fmt: skip
    made.store.compact(made.pictures)
    _prune()
    candidate = registry.model_candidate(EMBEDDER)
    if candidate is not None and candidate.shadow_percent:
        prepare_start(model=candidate)  # new products come into its index too
    return result


@dataclass(frozen=True)
class Generation:
    """An index of a model over the catalogue as it is, verified and registered."""

    index: IndexVersion
    unreadable: int
    """Pictures that could not be read."""
    store: VectorStore
    pictures: list[str]


def generation_make(
    context: JobContext,
    model: ModelVersion,
    *,
    full: bool = False,
    live: IndexVersion | None = None,
) -> Generation | None:
    """Make the vectors that are missing, and an index of all; one that holds the same already is
    taken instead, ``live`` unseen and any other after it was verified.

    None after the job was told to stop. Raises JobRefused for a shop without pictures and for an
    index that does not prove good.
    """
    store = VectorStore(model.version)
    if full:
        store.clear()
    rows = _rows()
    begun = time.monotonic()
    missing = sum(row.picture not in store for row in rows)
    bad = _look(context, model, store, rows)
    if context.should_stop():
        return None
    seconds = time.monotonic() - begun
    rows = [row for row in rows if row.picture in store]
    content = _content(rows, model)
    index = live if live is not None and live.manifest.get("content") == content else None
    index = index or _known(model, content)
    if index is None:
        context.progress(0, 0, _("Building the index"))
        index = _build(rows, store, model, content)
    if missing >= PACE_PICTURES:
        index.manifest["seconds_a_picture"] = round(seconds / missing, 5)
        index.save(update_fields=["manifest"])
    return Generation(index, bad, store, [row.picture for row in rows])


def _known(model: ModelVersion, content: str) -> IndexVersion | None:
    """A generation that holds just this and is whole."""
    same = model.indexes.exclude(folder="").filter(manifest__content=content)
    for index in same.select_related("model").order_by("-id"):
        try:
            engine.verify_index(Path(index.folder), model=model.manifest, count=index.count)
        except (ValueError, OSError) as error:
            logger.warning("%s is built anew: %s", index, error)
        else:
            return index
    return None


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
    try:
        checks = engine.verify_index(folder, model=model.manifest, count=len(rows))
    except ValueError as error:
        raise JobRefused(_("The new index is no good: %(reason)s") % {"reason": error}) from error
    return publishing.index_register(
        folder=str(folder),
        manifest=manifest | {"content": content, "checks": asdict(checks)},
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
    vectors of models that are gone, and what an interrupted run left unregistered."""
    newest = IndexVersion.objects.exclude(folder="").order_by("-created_at")
    kept = set(newest.values_list("pk", flat=True)[:KEPT_GENERATIONS]) | _returned_to()
    for index in newest.exclude(pk__in=kept).filter(is_live=False):
        if IndexVersion.objects.filter(pk=index.pk, is_live=False).update(folder=""):
            shutil.rmtree(index.folder, ignore_errors=True)
    registered = set(IndexVersion.objects.exclude(folder="").values_list("folder", flat=True))
    for path in _indexes().iterdir():
        is_old = time.time() - path.stat().st_mtime > STRAY_SECONDS
        if is_old and str(path) not in registered:
            shutil.rmtree(path, ignore_errors=True)
    for version in registry.models_of(EMBEDDER).filter(folder="").values_list("version", flat=True):
        shutil.rmtree(VectorStore.folder_of(version), ignore_errors=True)


def _returned_to() -> set[int]:
    """The last index of each embedder that a rollback may return to, and the candidate's."""
    models = registry.generations(EMBEDDER)[-registry.GENERATIONS - 1 :]
    candidates = registry.models_of(EMBEDDER).filter(Q(pk__in=models) | Q(is_candidate=True))
    found = [f(model) for model in candidates for f in (registry.index_of, registry.index_newest)]
    return {index.pk for index in found if index is not None}
