"""Figures for the overview in the admin; each app adds its own without core knowing the app."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
Text = str | Promise


@dataclass(frozen=True)
class Figure:
    label: Text
    value: Text
    is_bad: bool = False
    """Somebody should look at it."""


@dataclass(frozen=True)
class Group:
    title: Text
    figures: list[Figure]


Ask = Callable[[], Iterable[Figure]]
_asked: dict[Text, Ask] = {}


def figures(title: Text) -> Callable[[Ask], Ask]:
    """Register a quick function that yields figures; call it once, in AppConfig.ready."""

    def register(function: Ask) -> Ask:
        _asked[title] = function
        return function

    return register


def groups() -> list[Group]:
    """One group a function; one that breaks says so instead of breaking the page."""
    return [Group(title, _answers(function)) for title, function in _asked.items()]


def _answers(function: Ask) -> list[Figure]:
    try:
        return list(function())
    except Exception:
        logger.exception("figures of %s could not be had", function.__module__)
        return [Figure(_("could not be read"), _("see the log of the web process"), is_bad=True)]
