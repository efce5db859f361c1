"""Writes of the studio: sheets, designs and boards."""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files import File
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from webapp.core.middleware import too_large
from webapp.core.models import User
from webapp.core.problems import Problem
from webapp.jobs import calls
from webapp.jobs.services import job_enqueue
from webapp.registry import selectors as registry
from webapp.registry.kinds import CLASSIFIER
from webapp.registry.models import ModelVersion
from webapp.search import uploads

from . import files, keeping, making, plans, recipes, refusals, selectors
from .contracts import Drawn, Look
from .models import Board, Design, Direction, Pin, Sheet, new_token
from .options import STEPS, options_read

PATIENCE = 10.0
"""Seconds for a sheet: the first one of a model waits for it to be loaded."""
LEAST_VOTES = 5
"""Designs that were backed, below which a direction would be one person's taste."""
QUALITY = 92


# Sheets ----------------------------------------------------------------------------------


def sheet_make(
    *,
    user: User,
    kind: str,
    category: str = "",
    model: ModelVersion | None = None,
    options: Mapping[str, Any] | None = None,
    photo: File | None = None,
) -> Sheet:
    """Make a step: quick kinds are made when this returns, the others start a job and return
    "making" (see selectors.sheet_job). ``options`` as webapp.studio.options reads them.

    What had been undone is gone then. Raises Problem 422 for what cannot be drawn, 503 where
    nothing can be drawn now, 400 or 413 for a bad photo, and Http404 for designs that the user
    may not see; in all cases nothing has changed.
    """
    plan = plans.plan_make(
        user=user, kind=kind, category=category, model=model, options=options or {}
    )
    sheet = Sheet(
        owner=user,
        kind=plan.kind,
        model=plan.model,
        category=plan.category,
        options=plan.options.to_json(),
    )
    if plan.is_quick:
        drawn = _draw(plan.model, plan.recipes())
        making.designs_store(sheet, drawn, plan.parents, within=lambda: making.begun(sheet))
        return sheet
    if plan.kind == Sheet.Kind.FROM_PHOTO:
        _photo_keep(sheet, photo)
    try:
        with making.begun(sheet):
            payload = {"sheet": str(sheet.pk)}
            job = job_enqueue(kind=making.JOB, payload=payload, created_by=user)
            sheet.job_id = job.pk
            sheet.save(update_fields=["job_id"])
    except BaseException:
        files.photo_path(sheet.pk).unlink(missing_ok=True)
        raise
    return sheet


def preview(
    *,
    user: User,
    kind: str,
    category: str = "",
    model: ModelVersion | None = None,
    options: Mapping[str, Any] | None = None,
) -> list[str]:
    """What ``sheet_make`` would make, as data: URLs; nothing is stored. Give a seed: without one
    each preview shows other designs. Raises as sheet_make, and Problem 422 for the slow kinds."""
    plan = plans.plan_make(
        user=user, kind=kind, category=category, model=model, options=options or {}
    )
    if not plan.is_quick:
        raise refusals.invalid(_("This takes too long for a preview."))
    drawn = _draw(plan.model, plan.recipes())
    return [f"data:image/png;base64,{each['png']}" for each in drawn]


def sheet_undo(*, user: User) -> Sheet | None:
    """One step back; where the designer is then, None at the beginning."""
    current = selectors.sheet_current(user)
    if current is not None:
        Sheet.objects.filter(pk=current.pk).update(is_undone=True)
    return selectors.sheet_current(user)


def sheet_redo(*, user: User) -> Sheet | None:
    """One step forward again, where one was undone."""
    following = selectors.sheet_undone_next(user)
    if following is not None:
        Sheet.objects.filter(pk=following.pk).update(is_undone=False)
    return selectors.sheet_current(user)


def recipe_import(*, user: User, entry: Mapping[str, Any]) -> Design:
    """Draw the design of an exported recipe, on a sheet of its own; the same bytes again.

    Raises Problem 422 for what is no recipe, and for one whose model is not here.
    """
    if not isinstance(entry, Mapping) or entry.get("format", 1) != 1:
        raise refusals.invalid(_("This is not a recipe of a design."))
    version = str(entry.get("model", ""))[:64]
    model = selectors.model_named(version)
    if model is None:
        raise refusals.unknown_model(version or "?")
    drawn = _draw(model, [{k: v for k, v in entry.items() if k != "format"}])
    category = recipes.category_of(drawn[0]["recipe"])
    sheet = Sheet(owner=user, kind=Sheet.Kind.REPLAY, model=model, category=category)
    making.designs_store(sheet, drawn, within=lambda: making.begun(sheet))
    return sheet.designs.get()


def _draw(model: ModelVersion, wanted: Sequence[dict[str, Any]]) -> list[Drawn]:
    drawn: list[Drawn] = calls.call(
        "studio.draw", timeout=PATIENCE, model=model.pk, recipes=list(wanted)
    )
    return drawn


def _photo_keep(sheet: Sheet, photo: File | None) -> None:
    """Checked and written anew like a search's photo; the job removes it."""
    if photo is None:
        raise refusals.invalid(_("No photo came along. Choose a JPEG, PNG, WebP or HEIC photo."))
    if photo.size is not None and photo.size > settings.UPLOAD_MAX_BYTES:
        raise too_large(settings.UPLOAD_MAX_BYTES)
    photo.seek(0)
    buffer = io.BytesIO()
    uploads.decode(photo.read()).save(buffer, "JPEG", quality=QUALITY)
    files.write(buffer.getvalue(), files.photo_path(sheet.pk))


# Designs ---------------------------------------------------------------------------------


def design_shortlist(*, design: Design, on: bool) -> None:
    with transaction.atomic():
        Design.objects.filter(pk=design.pk).update(is_shortlisted=on)
        design.is_shortlisted = on
        if on:
            keeping.keep(design)
        else:
            keeping.release(design)


def design_keep(*, design: Design) -> None:
    """Mark it and its ancestors: they are never cleared away."""
    with transaction.atomic():
        keeping.keep(design)


def design_rename(*, design: Design, title: str) -> None:
    """An empty title gives it its plain name back."""
    design.title = " ".join(title.split())[: Design._meta.get_field("title").max_length]
    design.save(update_fields=["title"])


def design_hide(*, design: Design, on: bool, by: User) -> None:
    """A moderator takes it out of public sight, or back; noted in the admin's history."""
    Design.objects.filter(pk=design.pk).update(is_hidden=on)
    design.is_hidden = on
    change = _("Hidden from the public.") if on else _("Shown to the public again.")
    LogEntry.objects.log_actions(
        by.pk, [design], CHANGE, change_message=change, single_object=True
    )  # fmt: skip


def design_look(*, design: Design) -> Look:
    """What the other models say of it, kept until one of them or the shop's index changes.

    Raises Problem 503 where nobody can be asked now and nobody has been before.
    """
    known: Look | None = design.look or None
    if known is not None and _is_fresh(known):
        return known
    try:
        look: Look = calls.call(
            "studio.look",
            timeout=PATIENCE,
            name=design.file,
            learnt_here=selectors.learnt_here(design.model),
        )
    except Problem as problem:
        if known is None or problem.status != 503:
            raise
        return known
    Design.objects.filter(pk=design.pk).update(look=look)
    design.look = look
    return look


def design_export(*, design: Design, side: int = 512) -> bytes:
    """A PNG for the world: enlarged, labelled as a concept, with the recipe inside. Raises
    Problem 422 for a side that is not from 64 to 2048 pixels."""
    if not 64 <= side <= 2048:
        raise refusals.invalid(_("A picture has 64 to 2048 pixels a side."))
    label = _("AI concept, %(site)s") % {"site": settings.SITE_NAME}
    text: str = calls.call(
        "studio.export", timeout=PATIENCE, name=design.file, side=side, label=label
    )
    return base64.b64decode(text)


def blend_gif(*, first: Design, second: Design, steps: int = STEPS, side: int = 256) -> bytes:
    """The strip from one design to the other and back, as a GIF."""
    if first.model_id != second.model_id:
        raise refusals.invalid(
            _("Designs of two models cannot be mixed: each has a space of its own.")
        )
    options = options_read(Sheet.Kind.BLEND, {"parents": [first.pk, second.pk], "steps": steps})
    text: str = calls.call(
        "studio.gif",
        timeout=PATIENCE,
        model=first.model_id,
        recipes=recipes.blended(first, second, options),
        side=side,
    )
    return base64.b64decode(text)


def direction_fit(
    *, model: ModelVersion, category: str = "", votes: Sequence[tuple[Design, int]]
) -> Direction | None:
    """Towards what people fund: from designs of the model and their pledges. None, and nothing
    changed, while too few designs were backed."""
    mine = [(design, pledges) for design, pledges in votes if design.model_id == model.pk]
    if sum(pledges > 0 for _design, pledges in mine) < LEAST_VOTES:
        return None
    vector = calls.call(
        "studio.direction",
        timeout=PATIENCE,
        model=model.pk,
        recipes=[design.recipe for design, _pledges in mine],
        pledges=[pledges for _design, pledges in mine],
    )
    if vector is None:
        return None
    found, _created = Direction.objects.update_or_create(
        model=model,
        category=category,
        defaults={
            "vector": vector,
            "designs": len(mine),
            "pledges": sum(pledges for _design, pledges in mine),
        },
    )
    return found


def _is_fresh(look: Look) -> bool:
    index, classifier = registry.index_live(), registry.model_live(CLASSIFIER)
    versions = look["versions"]
    if index is not None and versions["index"] != index.version:
        return False
    return classifier is None or versions["classifier"] == classifier.version


# Boards ----------------------------------------------------------------------------------


def board_create(*, user: User, name: str) -> Board:
    return Board.objects.create(owner=user, name=_name(name))


def board_rename(*, board: Board, name: str) -> None:
    board.name = _name(name)
    board.save(update_fields=["name", "updated_at"])


def board_delete(*, board: Board) -> None:
    """The designs stay as long as something else keeps them."""
    with transaction.atomic():
        designs = list(board.designs.all())
        board.delete()
        for design in designs:
            keeping.release(design)


def board_pin(*, board: Board, design: Design) -> Pin:
    """At the end; pinning it again changes nothing. Raises Problem 422 for a stranger's design,
    which its owner may take back from the public at any time."""
    if design.owner_id != board.owner_id:
        raise refusals.invalid(
            _("Only your own designs fit on your boards. Vary this one: what comes of it is yours.")
        )
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        last = board.pins.aggregate(last=Max("position"))["last"]
        pin, _created = Pin.objects.get_or_create(
            board=board, design=design, defaults={"position": 0 if last is None else last + 1}
        )
        keeping.keep(design)
        _touch(board)
    return pin


def board_unpin(*, board: Board, design: Design) -> None:
    """Safe to repeat."""
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        pin = Pin.objects.filter(board=board, design=design).first()
        if pin is None:
            return
        pin.delete()
        Pin.objects.filter(board=board, position__gt=pin.position).update(
            position=F("position") - 1
        )
        keeping.release(design)
        _touch(board)


def board_reorder(*, board: Board, ids: Sequence[UUID | str]) -> None:
    """Put the designs in this order. Raises Problem 409 unless these are just its designs."""
    wanted = [str(pk) for pk in ids]
    with transaction.atomic():
        Board.objects.select_for_update().get(pk=board.pk)
        pins = {str(pin.design_id): pin for pin in Pin.objects.filter(board=board)}
        if sorted(wanted) != sorted(pins):
            raise Problem(
                409,
                _("The board has changed"),
                _("Designs came or went meanwhile. Reload the board and sort it again."),
            )
        for position, pk in enumerate(wanted):
            pins[pk].position = position
        Pin.objects.bulk_update(pins.values(), ["position"])
        _touch(board)


def board_share(*, board: Board, on: bool) -> None:
    """On: whoever has its link may look. Off: the link is worth nothing, now and later."""
    board.is_shared = on
    if not on:
        board.token = new_token()
    board.save(update_fields=["is_shared", "token", "updated_at"])


def _name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Problem(422, _("No name"), _("Give the board a name."))
    return plain[: Board._meta.get_field("name").max_length]


def _touch(board: Board) -> None:
    board.save(update_fields=["updated_at"])
