"""Words for templates of training runs, and the notice on the admin's first page."""

from datetime import timedelta
from typing import Any

from django import template
from django.http import HttpRequest

from webapp.core.durations import duration
from webapp.registry.kinds import EMBEDDER

from .. import selectors
from ..admin_views import may_start

register = template.Library()


@register.filter
def seconds(value: float) -> str:
    """ "40 s", "3 min", "2 h 5 min"."""
    return duration(timedelta(seconds=value))


@register.inclusion_tag("admin/retraining/_notice.html", takes_context=True)
def training_notice(context: dict[str, Any]) -> dict[str, Any]:
    """What drifted, what trains now, and the button that begins."""
    request: HttpRequest = context["request"]
    if not request.user.has_perm("retraining.view_trainingrun"):
        return {"is_shown": False}
    return {
        "is_shown": True,
        "request": request,
        "readings": selectors.drift_readings(),
        "running": selectors.runs().filter(job__state__in=selectors.OPEN),
        "may_start": may_start(request),
        "kind": EMBEDDER,
    }
