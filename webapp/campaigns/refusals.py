"""What campaigns refuse, in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webapp.core.problems import Problem


def not_yours() -> Problem:
    """The same as for what does not exist: whether it does is nobody else's business."""
    return Problem(404, _("No such design"), _("There is nothing here, or it is not public."))


def ended() -> Problem:
    return Problem(
        409,
        _("Too late"),
        _("This design takes no pledges now: it has ended, or was taken back or down."),
    )


def already() -> Problem:
    return Problem(
        409,
        _("You back this already"),
        _("To change size or pieces, withdraw your pledge and make another."),
    )


def no_pledge() -> Problem:
    return Problem(404, _("No pledge"), _("You do not back this design."))


def own_design() -> Problem:
    return Problem(
        403, _("Your own design"), _("Designers cannot back what they ask others to fund.")
    )


def not_now(state: str) -> Problem:
    """``state``: as people read it."""
    return Problem(
        409,
        _("Not any more"),
        _("That cannot be done to a campaign that is %(state)s.") % {"state": state},
    )


def taken() -> Problem:
    return Problem(
        409,
        _("Published before"),
        _("This design has a campaign already. A variation of it may have its own."),
    )


def hidden_design() -> Problem:
    return Problem(
        409, _("Taken down"), _("A moderator took this design down: it cannot be published.")
    )


def bad_end(most_days: int) -> Problem:
    return Problem(
        422,
        _("Choose another end"),
        ngettext(
            "A campaign ends within %(days)d day, and not before tomorrow.",
            "A campaign ends within %(days)d days, and not before tomorrow.",
            most_days,
        )
        % {"days": most_days},
    )


def bad_size() -> Problem:
    return Problem(422, _("Choose a size"), _("Choose one of the sizes that are offered."))


def bad_quantity(most: int) -> Problem:
    return Problem(
        422, _("How many?"), _("A pledge is for one to %(most)d pieces.") % {"most": most}
    )


def bad_values(errors: str) -> Problem:
    return Problem(422, _("Invalid values"), errors)
