"""Publishing and promoting: one transaction and a compare-and-set, so that one of two wins.

rows locked    first all versions of the kind, in the order of their keys (see kind_lock), then the
               live index
"""

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem

from . import engine, selectors, signals
from .kinds import EMBEDDER, KINDS, is_generator
from .models import IndexVersion, ModelVersion, Promotion

Action = Promotion.Action


def model_register(
    *,
    kind: str,
    folder: str,
    manifest: dict[str, Any],
    version: str,
    parent: ModelVersion | None = None,
    run: str = "",
    by: User | None = None,
) -> ModelVersion:
    """The row of a published model folder; calling it again changes nothing.

    ``parent`` is what its training started from, ``run`` names the training.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no kind of model {kind!r}; there are {', '.join(KINDS)}.")
    model, is_new = ModelVersion.objects.get_or_create(
        kind=kind,
        version=version,
        defaults={
            "folder": folder,
            "manifest": manifest,
            "parent": parent,
            "run": run[:200],
            "registered_by": by,
        },
    )
    if not is_new and not model.folder:  # its old files had been removed, and here they are again
        model.folder = folder
        model.save(update_fields=["folder"])
    # A folder holds one version: where the program came with another in the same place, the files
    # of the one before are gone. That of a champion is told so when the new one is put up.
    before = ModelVersion.objects.filter(kind=kind, folder=folder, is_live=False)
    before.exclude(pk=model.pk).update(folder="")
    return model


def model_publish(
    *,
    source: str | Path,
    kind: str,
    parent: ModelVersion | None = None,
    run: str = "",
    by: User | None = None,
) -> ModelVersion:
    """Copy a published folder, verified, to VAR_DIR/models/<kind>/<version>/ and register it.

    Safe to repeat. Raises ValueError with a plain sentence for a damaged folder or one of another
    kind, and OSError for a full disk; then nothing is left behind.
    """
    manifest = engine.manifest_of(str(source), kind)
    preset = manifest.get("preset")
    if is_generator(kind) and preset != kind:
        raise ValueError(f"{source} holds a generator of preset {preset!r}, not {kind!r}.")
    target = models_folder() / kind / str(manifest["version"])
    manifest = engine.copied(Path(source), target, kind)
    return model_register(
        kind=kind,
        folder=str(target),
        manifest=manifest,
        version=str(manifest["version"]),
        parent=parent,
        run=run,
        by=by,
    )


def models_folder() -> Path:
    return Path(settings.VAR_DIR) / "models"


def model_verify(*, model: ModelVersion) -> ModelVersion:
    """Compare every file with its checksum now, and write down what was found.

    Raises Problem 409 for a version without files: making room for others is no damage.
    """
    if not model.has_files:
        raise files_gone(model)
    damage = ""
    try:
        found = engine.verified(model.folder, model.kind)["version"]
        if found != model.version:
            raise ValueError(_("The folder holds version %(found)s.") % {"found": found})
    except ValueError as error:
        damage = str(error)
    ModelVersion.objects.filter(pk=model.pk).update(verified_at=Now(), damage=damage[:500])
    model.refresh_from_db()
    return model


def index_register(
    *, folder: str, manifest: dict[str, Any], version: str, count: int, model: ModelVersion
) -> IndexVersion:
    """The row of a built index folder, not live yet; calling it again changes nothing."""
    index, _created = IndexVersion.objects.get_or_create(
        version=version,
        defaults={"folder": folder, "manifest": manifest, "count": count, "model": model},
    )
    return index


def index_publish(*, index: IndexVersion, expected: IndexVersion | None) -> Promotion:
    """Make a new generation of the live embedder serve, if ``expected`` still does.

    The first index of all also makes its embedder live. Raises Problem 409 when another
    generation was published meanwhile, or the index belongs to an embedder that is not live.
    """
    if expected is not None and expected.pk == index.pk:
        raise ValueError(f"{index} serves already")
    with transaction.atomic():
        live = kind_lock(EMBEDDER)
        if live is not None and live.pk != index.model_id:
            raise conflict()
        if _take_index_down() != (expected and expected.pk):
            raise conflict()
        return _put_up(index.model, index, Action.PUBLISH, previous=live, previous_index=expected)


def promote(
    *,
    model: ModelVersion,
    by: User | None,
    expected: ModelVersion | None,
    index: IndexVersion | None = None,
    reason: str = "",
) -> Promotion:
    """Make a version serve, an embedder together with the index built from it, if ``expected``
    still serves: the version that whoever decided this saw as the champion.

    Raises Problem 409 if it changed since, and ValueError for an embedder without an index of
    its own.
    """
    if model.kind == EMBEDDER and (index is None or index.model_id != model.pk):
        raise ValueError(f"{index} was built from another model than {model}")
    return _swap(model, index, expected, Action.PROMOTE, by, reason)


def rollback(
    *, kind: str, by: User | None, expected: ModelVersion | None, reason: str = ""
) -> Promotion:
    """Return to the version that served before, an embedder with its last index.

    Nothing is built or loaded, so this takes milliseconds. Raises Problem 409 if another version
    serves than ``expected``, there is nothing earlier, or its files are gone.
    """
    live = selectors.model_live(kind)
    if live is None or expected is None or live.pk != expected.pk:
        raise conflict()
    target = selectors.model_previous(kind)
    if target is None:
        raise Problem(409, _("Nothing to return to"), _("No earlier version has been kept."))
    index = selectors.index_of(target) if kind == EMBEDDER else None
    _check_files(target, index)
    return _swap(target, index, expected, Action.ROLL_BACK, by, reason)


def candidate_set(*, model: ModelVersion, by: User | None, reason: str = "") -> Promotion | None:
    """Name the candidate of a kind; the earlier one is none any more. Its own nomination again
    changes nothing. Raises Problem 409 for the champion, and for one without files."""
    with transaction.atomic():
        kind_lock(model.kind)
        model = ModelVersion.objects.get(pk=model.pk)
        if model.is_candidate:
            return None
        if model.is_live:
            raise Problem(
                409,
                _("It serves already"),
                _("%(model)s is the champion, so it cannot be the candidate too.")
                % {"model": model},
            )
        if not model.has_files:
            raise files_gone(model)
        earlier = selectors.model_candidate(model.kind)
        if earlier is not None:
            _withdraw(earlier)
        ModelVersion.objects.filter(pk=model.pk).update(is_candidate=True)
        return _audit(Action.NOMINATE, model, by=by, reason=reason, previous=earlier)


def candidate_withdraw(*, model: ModelVersion, by: User | None, reason: str = "") -> Promotion:
    """It is no candidate any more, and its shadow test ends. Raises Problem 409 if it is none."""
    with transaction.atomic():
        if not _withdraw(model):
            raise Problem(
                409,
                _("No candidate"),
                _("%(model)s is not the candidate any more. Reload to see what is.")
                % {"model": model},
            )
        return _audit(Action.WITHDRAW, model, by=by, reason=reason, previous=model)


def shadow_set(*, model: ModelVersion, percent: int, by: User | None) -> Promotion:
    """Have the candidate answer so many percent of real photo searches too, without being shown.

    Raises Problem 422 for no share, 409 for a version that is not the candidate.
    """
    if not 0 <= percent <= 100:
        raise Problem(
            422, _("Invalid values"), _("The share must be a whole number from 0 to 100.")
        )
    with transaction.atomic():
        rows = ModelVersion.objects.filter(pk=model.pk, kind=EMBEDDER, is_candidate=True)
        if not rows.update(shadow_percent=percent):
            raise Problem(
                409,
                _("No candidate"),
                _("Only the embedder's candidate can be tried on real searches."),
            )
        return _audit(Action.SHADOW, model, by=by, reason=f"{percent} %")


def files_gone(version: ModelVersion | IndexVersion) -> Problem:
    return Problem(
        409,
        _("Its files are gone"),
        _("The files of %(version)s were removed or replaced, so it cannot serve.")
        % {"version": version},
    )


def _check_files(model: ModelVersion, index: IndexVersion | None) -> None:
    """Are the folders there, and what they were? A few milliseconds: checksums of all files are
    compared by each process that is about to serve from them."""
    try:
        if engine.manifest_of(model.folder, model.kind)["version"] != model.version:
            raise files_gone(model)
        if index is not None:
            engine.manifest_of(index.folder, "index")
    except ValueError as error:
        raise Problem(409, _("Its files are damaged"), str(error)) from error


def _swap(
    model: ModelVersion,
    index: IndexVersion | None,
    expected: ModelVersion | None,
    action: Promotion.Action,
    by: User | None,
    reason: str,
) -> Promotion:
    """Compare-and-set: of two at once, the second finds ``expected`` no longer live."""
    if expected is not None and expected.pk == model.pk:
        raise Problem(409, _("It serves already"), _("%(model)s serves now.") % {"model": model})
    with transaction.atomic():
        live = kind_lock(model.kind)
        if (live and live.pk) != (expected and expected.pk):
            raise conflict()
        previous_index = selectors.index_live() if index is not None else None
        if index is not None:
            _take_index_down()
        if live is not None:
            ModelVersion.objects.filter(pk=live.pk).update(is_live=False)
        return _put_up(
            model, index, action, previous=live, previous_index=previous_index,
            by=by, reason=reason,
        )  # fmt: skip


def kind_lock(kind: str) -> ModelVersion | None:
    """Let one decision about a kind at a time pass, until the transaction ends; the live version.

    All rows in one order, so that two decisions wait for each other instead of each for the
    other's next row. Rows that merely name a version (``no_key``) are not held up.
    """
    rows = ModelVersion.objects.select_for_update(no_key=True).filter(kind=kind).order_by("pk")
    list(rows.values_list("pk", flat=True))
    return selectors.model_live(kind)  # read after the wait


def _take_index_down() -> int | None:
    live = IndexVersion.objects.select_for_update().filter(is_live=True).first()
    if live is None:
        return None
    IndexVersion.objects.filter(pk=live.pk).update(is_live=False)
    return live.pk


def _put_up(
    model: ModelVersion,
    index: IndexVersion | None,
    action: Promotion.Action,
    *,
    previous: ModelVersion | None,
    previous_index: IndexVersion | None,
    by: User | None = None,
    reason: str = "",
) -> Promotion:
    """Raises Problem 409 where the files were removed since: another process may have made room."""
    if index is not None:
        kept = IndexVersion.objects.filter(pk=index.pk).exclude(folder="")
        if not kept.update(is_live=True, promoted_at=Now()):
            raise files_gone(index)
    whole = ModelVersion.objects.filter(pk=model.pk).exclude(folder="")
    if not whole.update(is_live=True, is_candidate=False, shadow_percent=0, promoted_at=Now()):
        raise files_gone(model)
    if previous is not None and previous.pk != model.pk and previous.folder == model.folder:
        # The program came with another version in the same place: the old files are gone.
        ModelVersion.objects.filter(pk=previous.pk).update(folder="")
    row = _audit(
        action, model, index=index, previous=previous, previous_index=previous_index,
        by=by, reason=reason,
    )  # fmt: skip
    if previous is None or previous.pk != model.pk:
        # Robust: what serves has changed, whatever becomes of what others make of it.
        send = partial(signals.serving_changed.send_robust, sender=model.kind, promotion=row)
        transaction.on_commit(send)
    return row


def _withdraw(model: ModelVersion) -> bool:
    """False if it was no candidate any more."""
    rows = ModelVersion.objects.filter(pk=model.pk, is_candidate=True)
    return bool(rows.update(is_candidate=False, shadow_percent=0))


def _audit(
    action: Promotion.Action,
    model: ModelVersion,
    *,
    by: User | None = None,
    reason: str = "",
    index: IndexVersion | None = None,
    previous: ModelVersion | None = None,
    previous_index: IndexVersion | None = None,
) -> Promotion:
    return Promotion.objects.create(
        action=action,
        model=model,
        index=index,
        previous_model=previous,
        previous_index=previous_index,
        by=by,
        reason=reason[:300],
    )


def conflict() -> Problem:
    return Problem(
        409,
        _("Somebody was faster"),
        _("Another version went live meanwhile. Reload, look at what serves now, and decide anew."),
    )
