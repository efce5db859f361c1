"""What other apps' pages show of this one: the sentence below a search that found nothing, and
charts."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from webapp.demand.selectors import Week, memory_of
from webapp.search.models import PhotoQuery

register = template.Library()
BAR, GAP, HEIGHT = 12, 4, 36
"""Pixels of the chart's own grid."""


@register.inclusion_tag("demand/_remembered.html", takes_context=True)
def remembered(context: template.Context, query: PhotoQuery) -> dict[str, Any]:
    """Only for whoever sent the photo."""
    return {
        "query": query,
        "memory": memory_of(query),
        "params": context.get("params", ""),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def weeks_chart(weeks: Sequence[Week]) -> SafeString:
    """Bars of people a week, as an image with its sum in words; the table beside it has the
    numbers. Sizes are attributes: inline styles are forbidden on this site."""
    most = max((week.people for week in weeks), default=0) or 1
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (_bar(place, week.people, most) for place, week in enumerate(weeks)),
    )
    width = len(weeks) * (BAR + GAP) - GAP
    return format_html(
        '<svg class="weeks" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width,
        HEIGHT,
        _("People a week, the last %(weeks)d weeks; at most %(most)d in one.")
        % {"weeks": len(weeks), "most": max((week.people for week in weeks), default=0)},
        bars,
    )


def _bar(place: int, people: int, most: int) -> tuple[str, int, float, int, float]:
    """A week without anybody is a line, so that the weeks can be counted."""
    height = max(1.0, round(HEIGHT * people / most, 1))
    return "some" if people else "none", place * (BAR + GAP), HEIGHT - height, BAR, height
