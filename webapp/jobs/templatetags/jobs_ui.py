"""Lengths of time in few words, and data as JSON."""

import json
from typing import Any

from django import template

from webapp.core.durations import age, duration

register = template.Library()
register.filter(duration)
register.filter(age)


@register.filter
def as_json(value: Any) -> str:
    """Of a JSONField, for people to read."""
    return json.dumps(value, indent=2, ensure_ascii=False)
