"""Lengths of time in few words."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _


def duration(value: timedelta | None) -> str:
    """ "40 s", "3 min", "2 h 5 min", "4 d 3 h": two units at most; empty for None."""
    if value is None:
        return ""
    seconds = round(value.total_seconds())
    if seconds < 60:
        return _("%(n)d s") % {"n": seconds}
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        first, second = _("%(n)d h") % {"n": hours}, _("%(n)d min") % {"n": minutes}
        return f"{first} {second}" if minutes else first
    days, hours = divmod(hours, 24)
    first, second = _("%(n)d d") % {"n": days}, _("%(n)d h") % {"n": hours}
    return f"{first} {second}" if hours else first


def age(moment: datetime | None) -> str:
    """How long ago that was."""
    return "" if moment is None else duration(max(timezone.now() - moment, timedelta()))
