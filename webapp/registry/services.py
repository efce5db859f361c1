"""Publishing and promoting: one transaction and a compare-and-set, so that one of two wins."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from webapp.core.models import User
from webapp.core.problems import Problem

from . import selectors
from .models import IndexVersion, ModelVersion, Promotion

EMBEDDER = "embedder"


def model_register(
    *, kind: str, folder: str, manifest: dict[str, Any], version: str
) -> ModelVersion:
    """The row of a published model folder; calling it again changes nothing."""
    model, _created = ModelVersion.objects.get_or_create(
        kind=kind, version=version, defaults={"folder": folder, "manifest": manifest}
    )
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
    live_model = selectors.model_live(EMBEDDER)
    if live_model is not None and live_model.pk != index.model_id:
        raise _conflict()
    return _swap(index=index, expected=expected, action=Promotion.Action.PUBLISH)


def promote(
    *,
    model: ModelVersion,
    index: IndexVersion,
    by: User | None,
    expected: IndexVersion | None,
    reason: str = "",
) -> Promotion:
    """Make an embedder and the index built from it serve together, if ``expected`` still serves.

    ``expected`` is the live index that the admin saw. Raises Problem 409 if it changed since,
    and ValueError if the index was built from another model.
    """
    if index.model_id != model.pk:
        raise ValueError(f"{index} was built from another model than {model}")
    return _swap(
        index=index, expected=expected, action=Promotion.Action.PROMOTE, by=by, reason=reason
    )


def rollback(*, by: User | None, expected: IndexVersion, reason: str = "") -> Promotion:
    """Return to the model and index that served before the last change.

    Raises Problem 409 if something else serves than ``expected``, or there is nothing earlier.
    """
    last = selectors.promotion_last()
    if last is None or last.previous_index is None:
        raise Problem(409, _("Nothing to return to"), _("No earlier version has been kept."))
    return _swap(
        index=last.previous_index,
        expected=expected,
        action=Promotion.Action.ROLL_BACK,
        by=by,
        reason=reason,
    )


def _swap(
    *,
    index: IndexVersion,
    expected: IndexVersion | None,
    action: Promotion.Action,
    by: User | None = None,
    reason: str = "",
) -> Promotion:
    """Compare-and-set: of two at once, the second finds ``expected`` no longer live."""
    if expected is not None and expected.pk == index.pk:
        raise ValueError(f"{index} serves already")
    try:
        with transaction.atomic():
            return _swap_rows(index, expected, action, by, reason)
    except IntegrityError:  # two first indexes at once: the partial unique constraint decides
        raise _conflict() from None


def _swap_rows(
    index: IndexVersion,
    expected: IndexVersion | None,
    action: Promotion.Action,
    by: User | None,
    reason: str,
) -> Promotion:
    previous_model = selectors.model_live(EMBEDDER)
    if expected is None:
        if IndexVersion.objects.filter(is_live=True).exists():
            raise _conflict()
    elif not IndexVersion.objects.filter(pk=expected.pk, is_live=True).update(is_live=False):
        raise _conflict()
    ModelVersion.objects.filter(kind=EMBEDDER, is_live=True).exclude(pk=index.model_id).update(
        is_live=False
    )
    IndexVersion.objects.filter(pk=index.pk).update(is_live=True, promoted_at=Now())
    ModelVersion.objects.filter(pk=index.model_id).update(is_live=True, promoted_at=Now())
    return Promotion.objects.create(
        action=action,
        model=index.model,
        index=index,
        previous_model=previous_model,
        previous_index=expected,
        by=by,
        reason=reason[:300],
    )


def _conflict() -> Problem:
    return Problem(
        409,
        _("Somebody was faster"),
        _("Another version went live meanwhile. Reload, look at what serves now, and decide anew."),
    )
