"""Dates and times for people, in the language's own format, and for machines beside it."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime


def moment(value: date | datetime | None) -> SafeString | str:
    """A <time> element; times are those of the site's time zone. Empty for None."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return _time(value, "DATE_FORMAT")
    return _time(localtime(value), "DATETIME_FORMAT")


def _time(value: date, form: str) -> SafeString:
    machine = value.isoformat(timespec="seconds") if isinstance(value, datetime) else f"{value}"
    return format_html('<time datetime="{}">{}</time>', machine, date_format(value, form))
