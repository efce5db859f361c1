"""Running one import, batch by batch, each in a transaction that also moves its position.

Killed at any moment and resumed, the result is the same: what a batch wrote, its counts, the
position and the length of the report change together or not at all. Pictures are written before
their rows, under the name of their content, so that writing them twice changes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.catalog import formats, signals
from webapp.catalog.drafts import BadRow, Draft, Names, draft_of, keep_filled
from webapp.catalog.formats.base import ImportRow
from webapp.catalog.formats.containers import Container, Unreadable, open_container
from webapp.catalog.formats.download import fetch_picture
from webapp.catalog.models import CatalogImport, Product
from webapp.catalog.pictures import Loaded, PictureLoader
from webapp.catalog.reports import Report
from webapp.catalog.services import products_retire
from webapp.catalog.writing import ProductWriter

BATCH = 400
NEW, UPDATED, UNCHANGED, SKIPPED, BAD = "new", "updated", "unchanged", "skipped", "bad"
COUNTERS = {
    NEW: "created", UPDATED: "updated", UNCHANGED: "unchanged", SKIPPED: "skipped", BAD: "bad",
}  # fmt: skip

Progress = Callable[[int, int, str], None]
Fence = Callable[[], AbstractContextManager[object]]


class ImportConflict(RuntimeError):
    """Another process runs the same import."""


@dataclass
class Planned:
    """A row on its way: first what it says, then what the shop has, then what to do."""

    row: ImportRow
    draft: Draft | None = None
    product: Product | None = None
    pictures: list[Loaded] = field(default_factory=list)
    outcome: str = ""
    reason: str = ""

    @property
    def usable(self) -> list[Loaded]:
        return [picture for picture in self.pictures if picture.is_usable]


def catalog_import_run(
    *,
    catalog_import: CatalogImport,
    progress: Progress = lambda done, total, message: None,
    should_stop: Callable[[], bool] = lambda: False,
    fenced: Fence = nullcontext,
) -> CatalogImport:
    """Run or resume an import until it is done or ``should_stop``; returns the fresh row.

    ``fenced`` gives a context that fails when this worker no longer holds its job. Raises
    Unreadable if the source cannot be read (any more) and ImportConflict.
    """
    run = catalog_import
    if run.finished_at:
        return run
    fetch = fetch_picture if run.options.get("download") else None
    with open_container(Path(run.path), fetch) as container:
        _check_fingerprint(run, container)
        report = Report(settings.VAR_DIR / run.report, run.report_bytes)
        with closing(report), PictureLoader(dry_run=run.is_dry_run) as loader:
            done = _Batches(run, container, report, loader, progress, should_stop, fenced).run()
        if done:
            _finish(run, container, fenced)
    run.refresh_from_db()
    if run.finished_at and not run.is_dry_run:
        changed = run.created + run.updated + run.deactivated
        if changed:
            signals.catalog_changed.send(sender=run.source, products=changed)
    return run


class _Batches:
    def __init__(
        self,
        run: CatalogImport,
        container: Container,
        report: Report,
        loader: PictureLoader,
        progress: Progress,
        should_stop: Callable[[], bool],
        fenced: Fence,
    ) -> None:
        self._run, self._container, self._report = run, container, report
        self._loader, self._progress = loader, progress
        self._should_stop, self._fenced = should_stop, fenced
        self._names = Names(unsorted=bool(run.options.get("unsorted")))
        self._writer = ProductWriter()
        self._seen: set[tuple[str, str]] = set()

    def run(self) -> bool:
        """False if it stopped before the end."""
        rows = _rows(self._run, self._container)
        for row in islice(rows, self._run.position):
            self._seen.add(_key(row, self._run))
        while batch := list(islice(rows, BATCH)):
            if self._should_stop():
                return False
            self._do(batch)
            self._progress(self._run.position, self._run.total, "")
        return True

    def _do(self, batch: list[ImportRow]) -> None:
        plans = [self._read(row) for row in batch]
        wanted = [plan for plan in plans if plan.draft]
        existing = self._writer.existing([plan.draft for plan in wanted if plan.draft])
        for plan in wanted:
            assert plan.draft is not None
            plan.product = existing.get((plan.draft.source, plan.draft.external_id))
            if plan.product is not None:
                plan.draft = keep_filled(plan.draft, plan.product)
        loaded = self._loader.load(
            [
                (plan.row.pictures, list(plan.product.images.all()) if plan.product else [])
                for plan in wanted
            ]
        )
        for plan, pictures in zip(wanted, loaded, strict=True):
            plan.pictures = pictures
            _decide(plan)
        length = self._report.write(
            [(plan.row.line, plan.row.external_id, plan.outcome, plan.reason) for plan in plans]
        )
        with self._fenced(), transaction.atomic():
            if not self._run.is_dry_run:
                self._writer.write(
                    [
                        (plan.draft, plan.product, plan.usable)
                        for plan in plans
                        if plan.draft and plan.outcome in (NEW, UPDATED)
                    ]
                )
            self._advance(plans, length)

    def _read(self, row: ImportRow) -> Planned:
        plan = Planned(row)
        key = _key(row, self._run)
        if key in self._seen and row.external_id:
            plan.outcome, plan.reason = SKIPPED, _("this id stood further up already")
            return plan
        self._seen.add(key)
        try:
            plan.draft = draft_of(row, source=self._run.source, names=self._names)
        except BadRow as error:
            plan.outcome, plan.reason = BAD, str(error)
        return plan

    def _advance(self, plans: list[Planned], length: int) -> None:
        """Compare-and-set: of two processes at the same position one fails and writes nothing."""
        counts = {
            column: sum(plan.outcome == outcome for plan in plans)
            for outcome, column in COUNTERS.items()
        }
        before = self._run.position
        moved = CatalogImport.objects.filter(pk=self._run.pk, position=before).update(
            position=before + len(plans),
            report_bytes=length,
            **{column: F(column) + count for column, count in counts.items()},
        )
        if not moved:
            raise ImportConflict(_("This import is already running in another process."))
        self._run.position = before + len(plans)
        self._run.report_bytes = length


def _decide(plan: Planned) -> None:
    """Outcome and reason of a row whose draft is good."""
    assert plan.draft is not None
    problems = [picture.problem for picture in plan.pictures if picture.problem]
    plan.reason = "; ".join([*problems, *plan.draft.notes])
    if not plan.usable:
        is_absent = all(picture.is_absent for picture in plan.pictures)
        plan.outcome = SKIPPED if is_absent else BAD
        plan.reason = plan.reason or _("the row names no picture")
    elif plan.product is None:
        plan.outcome = NEW
    elif _is_unchanged(plan.product, plan.draft, plan.usable):
        plan.outcome = UNCHANGED
    else:
        plan.outcome = UPDATED


def _is_unchanged(product: Product, draft: Draft, usable: list[Loaded]) -> bool:
    return (
        product.content_hash == draft.hash()
        and [picture.known for picture in usable] == list(product.images.all())
        and draft.is_hidden in (None, not product.is_active)
    )


def _rows(run: CatalogImport, container: Container) -> Iterator[ImportRow]:
    return iter(formats.FORMATS[run.format].rows(container, run.mapping))


def _key(row: ImportRow, run: CatalogImport) -> tuple[str, str]:
    return row.values.get("source", "") or run.source, row.external_id


def _check_fingerprint(run: CatalogImport, container: Container) -> None:
    if run.fingerprint != container.fingerprint():
        raise Unreadable(
            _("The source changed since this import began. Start a new import; it goes on from "
              "what is there.")
        )  # fmt: skip


def _finish(run: CatalogImport, container: Container, fenced: Fence) -> None:
    """Take out what the source no longer names, if asked for, and close the import."""
    gone: list[int] = []
    only = bool(run.options.get("only"))
    if only or run.options.get("deactivate_missing"):
        present = {_key(row, run) for row in _rows(run, container)}
        if not present:
            raise Unreadable(
                _("The source names no product at all, so nothing was taken out of the shop.")
            )
        products = Product.objects.filter(is_active=True)
        if not only:
            products = products.filter(source__in={source for source, _id in present})
        keys = products.values_list("pk", "source", "external_id")
        gone = [pk for pk, *key in keys if tuple(key) not in present]
    with fenced(), transaction.atomic():
        if not run.is_dry_run:
            for start in range(0, len(gone), BATCH):
                products_retire(products=Product.objects.filter(pk__in=gone[start : start + BATCH]))
        CatalogImport.objects.filter(pk=run.pk).update(
            deactivated=len(gone), total=run.position, finished_at=timezone.now()
        )
