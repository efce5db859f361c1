"""The studio's own ways to say no, each with what to do about it."""

from django.utils.translation import gettext as _

from webapp.core.problems import Problem


def busy() -> Problem:
    return Problem(
        503,
        _("Many designs at once"),
        _("Many people are designing just now. Please try again in a few seconds."),
        retry_after=3,
    )


def away() -> Problem:
    return Problem(
        503,
        _("The studio is resting"),
        _("Nothing can be drawn just now. Please try again in a moment; your designs are kept."),
        retry_after=5,
    )


def no_model() -> Problem:
    return Problem(
        503,
        _("No model draws here yet"),
        _(
            "The studio needs a trained generator. An admin can train one under Models, Retrain, "
            "or publish one that was trained elsewhere."
        ),
    )


def damaged(model: object) -> Problem:
    return Problem(
        503,
        _("This model cannot draw"),
        _("The files of %(model)s are missing or damaged. Choose another model; an admin finds "
          "the reason with `manage.py doctor`.") % {"model": model},
    )  # fmt: skip


def invalid(detail: object) -> Problem:
    return Problem(422, _("This cannot be drawn"), str(detail))


def unknown_model(version: str) -> Problem:
    return invalid(
        _("The recipe needs the model %(version)s, which is not here.") % {"version": version}
    )


def not_drawn() -> Problem:
    return Problem(
        410,
        _("The picture is gone"),
        _("The file of this design is missing. Its recipe draws it again: import it."),
    )
