"""Template tags of the shop's look: icons, swatches, prices, addresses with changed parameters."""

from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from webapp.storefront.icons import ICONS

register = template.Library()

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "INR": "₹", "JPY": "¥"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline SVG, hidden from screen readers: the text beside it or its button speaks."""
    # The paths are this project's own constants.
    paths = mark_safe(ICONS[name])
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', paths
    )


@register.simple_tag
def swatch(hex_colour: str) -> SafeString:
    """A dot in a colour; an attribute, because inline styles are forbidden on this site."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<circle cx="8" cy="8" r="7.5" fill="{}"/></svg>',
        hex_colour or "none",
    )


@register.filter
def money(value: Decimal | None) -> str:
    """A price in the site's currency, formatted for the reader's locale; "" for none."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    amount = number_format(value, places, use_l10n=True, force_grouping=True)
    symbol = SYMBOLS.get(settings.CURRENCY)
    return f"{symbol}{amount}" if symbol else f"{amount}\N{NO-BREAK SPACE}{settings.CURRENCY}"


@register.filter
def percent(value: float) -> str:
    """A probability (0 to 1) in whole percent."""
    return f"{round(100 * value)}\N{NARROW NO-BREAK SPACE}%"


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The page's query string with some parameters set (or, for None, removed)."""
    params: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.filter
def megabytes(count: int) -> int:
    """Bytes in whole megabytes, as limits are stated."""
    return count // (1024 * 1024)


@register.filter
def without_placeholder(field: BoundField) -> SafeString:
    """A form field without the placeholder that would only repeat its label."""
    return field.as_widget(attrs={"placeholder": ""})
