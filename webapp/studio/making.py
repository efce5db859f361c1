"""Sheets come and go: designs are drawn, stored with their pictures, and cleared away."""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from webapp.core.problems import Problem
from webapp.jobs.handlers import JobContext, JobRefused
from webapp.jobs.services import job_cancel
from webapp.search.contracts import Unavailable as NoIndex

from . import engine, files, keeping, plans, recipes
from .contracts import Drawn
from .models import Design, Sheet
from .options import TRUNCATION

JOB = "studio.make"
KEPT_DAYS = 30
AT_ONCE = 4
"""Designs between two looks at whether to stop."""


def sheet_run(context: JobContext) -> dict[str, Any] | None:
    """Handler of JOB; payload: ``sheet``. Safe to repeat."""
    sheet = Sheet.objects.select_related("model", "owner").filter(pk=context.payload["sheet"])
    found = sheet.first()
    if found is None or found.state == Sheet.State.MADE:
        return None
    try:
        plan = plans.plan_of(found)
        drawn = _drawn(context, found, plan)
    except (Problem, ValueError, engine.Unavailable, NoIndex) as error:
        reason = error.detail if isinstance(error, Problem) else str(error)
        Sheet.objects.filter(pk=found.pk).update(state=Sheet.State.FAILED, error=reason[:300])
        files.photo_path(found.pk).unlink(missing_ok=True)
        raise JobRefused(reason) from error
    if drawn is None:
        return None
    designs_store(found, drawn, plan.parents, within=context.fenced)
    files.photo_path(found.pk).unlink(missing_ok=True)
    return {"designs": len(drawn)}


def _drawn(context: JobContext, sheet: Sheet, plan: plans.Plan) -> list[Drawn] | None:
    """None after the job was told to stop."""
    words = _("Drawing")
    if plan.kind == Sheet.Kind.FROM_PHOTO:
        return engine.after_photo(
            plan.model,
            files.photo_path(sheet.pk),
            category=plan.category or None,
            seeds=recipes.seeds(plan.options),
            truncation=plan.options.truncation or 1.0,
            progress=lambda done, total: context.progress(done, total, _("Searching the design")),
            should_stop=context.should_stop,
        )
    if plan.kind == Sheet.Kind.NEAREST:
        context.progress(0, 0, _("Looking for what people want"))
        return engine.nearest(
            plan.model,
            category=plan.category or None,
            shape=plan.options.shape,
            colour=plan.options.colour,
            embedder=plan.options.embedder,
            seed=plan.options.seed,
            count=plan.options.count,
            truncation=plan.options.truncation or TRUNCATION,
        )
    wanted, made = plan.recipes(), list[Drawn]()
    for start in range(0, len(wanted), AT_ONCE):
        made += engine.draw(plan.model, wanted[start : start + AT_ONCE])
        context.progress(len(made), len(wanted), words)
        if context.should_stop():
            return None
    return made


@contextmanager
def begun(sheet: Sheet) -> Iterator[None]:
    """A transaction in which a new sheet is where the designer is: what was undone is gone."""
    with transaction.atomic():
        sheets_delete(Sheet.objects.filter(owner=sheet.owner, is_undone=True))
        sheet.save(force_insert=True)
        yield


def designs_store(
    sheet: Sheet,
    drawn: Sequence[Drawn],
    parents: Sequence[Design] = (),
    *,
    within: Callable[[], AbstractContextManager[None]],
) -> None:
    """Pictures and rows of a sheet, which is made then; all or nothing. ``within`` is the
    transaction for the rows: nobody waits for the pictures."""
    first, other = [*parents, None, None][:2]
    designs = [
        Design(
            owner=sheet.owner,
            sheet=sheet,
            position=position,
            model=sheet.model,
            category=recipes.category_of(each["recipe"]),
            recipe=each["recipe"],
            parent=first,
            other_parent=other,
        )
        for position, each in enumerate(drawn)
    ]
    try:
        for design, each in zip(designs, drawn, strict=True):
            design.file = files.name_of(design.pk)
            files.write(base64.b64decode(each["png"]), files.path_of(design.file))
        with within():
            Design.objects.bulk_create(designs)
            Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.MADE, error="")
    except BaseException:
        _remove(design.file for design in designs)
        raise
    sheet.state = Sheet.State.MADE


def sheets_delete(sheets: QuerySet[Sheet]) -> None:
    """With their designs and pictures, but for the designs that somebody keeps; what is still
    being made is stopped."""
    with transaction.atomic():
        found = dict(sheets.values_list("pk", "job_id"))
        for pk, job_id in found.items():
            files.photo_path(pk).unlink(missing_ok=True)
            if job_id is not None:
                job_cancel(job_id=job_id)
        designs_delete(Design.objects.filter(sheet__in=found))
        Sheet.objects.filter(pk__in=found).delete()


def designs_delete(designs: QuerySet[Design]) -> None:
    """Those that nobody keeps; pictures go once their rows are gone for good."""
    with transaction.atomic():
        # Locked while it is decided: keeping one at the same moment waits, or is respected.
        loose = keeping.loose(designs).select_for_update()
        rows = dict(loose.values_list("pk", "file"))
        Design.objects.filter(pk__in=rows).delete()
        transaction.on_commit(partial(_remove, list(rows.values())))


def sheets_clear() -> None:
    """What nobody came back to for a month: sheets and designs that are kept no longer; and files
    that belong to nobody any more."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    sheets_delete(Sheet.objects.filter(created_at__lt=before))
    designs_delete(Design.objects.filter(sheet=None, created_at__lt=before))
    files.photos_clear()
    _remove(files.strays(set(Design.objects.values_list("file", flat=True))))


def _remove(names: Iterable[str]) -> None:
    for name in names:
        if name:
            files.remove(name)
