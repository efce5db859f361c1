"""The photo search's own ways to say no, each with what to do about it."""

from django.utils.translation import gettext as _

from webapp.core.problems import Problem


def busy() -> Problem:
    return Problem(
        503,
        _("Many photos at once"),
        _("Many people are searching just now. Please try again in a few seconds."),
        retry_after=3,
    )


def away() -> Problem:
    return Problem(
        503,
        _("Photo search is resting"),
        _("Photos cannot be looked at just now. Please try again in a moment."),
        retry_after=5,
    )


def unavailable() -> Problem:
    return Problem(
        503,
        _("Photo search is not ready"),
        _("The shop's pictures are still being prepared for photo search. Try again shortly."),
        retry_after=10,
    )


def gone() -> Problem:
    return Problem(
        410,
        _("This photo is gone"),
        _(
            "Photos are deleted on request, and otherwise soon after the search. "
            "Search again with a new one."
        ),
    )


def not_yours() -> Problem:
    return Problem(
        403,
        _("Not your photo"),
        _("Only the browser or account that sent a photo can delete or judge its results."),
    )


def no_photo() -> Problem:
    return Problem(
        400,
        _("No photo came along"),
        _("Choose a JPEG, PNG, WebP or HEIC photo and send it as the field “photo”."),
    )


def no_photos() -> Problem:
    return Problem(
        400,
        _("No photo came along"),
        _("Send up to 32 JPEG, PNG, WebP or HEIC photos, each as a field “photos”."),
    )


def no_product() -> Problem:
    return Problem(404, _("No such product"), _("The shop has no product with this number."))
