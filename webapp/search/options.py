"""What a search may be told besides the shop's filters; the same names in URLs and the API."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from webapp.catalog.filters import PARAMETERS
from webapp.core.problems import Problem

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 in fractions of the photo."""

PAGE_SIZE = 24
MOST_RESULTS = 480
"""Further down nothing is similar any more."""
SMALLEST_SIDE = 0.04
"""Of a box, as a fraction of the photo: less is a slip of the mouse and shows nothing."""
OVERSHOOT = 0.01
"""A drag to the edge may end this far outside, and is moved back in."""


@dataclass(frozen=True)
class Options:
    box: Box | None = None
    """None: the part that the model chooses."""
    colour_weight: float = 0.5
    """0 = same cut, whatever colour; 1 = mostly same colour."""
    diversity: float = 0.0
    """0 = by score alone; 1 = as varied as possible."""
    page: int = 1
    limit: int = PAGE_SIZE

    @property
    def key(self) -> str:
        """Names the crop: equal boxes have equal keys."""
        return "" if self.box is None else ",".join(f"{value:.4f}" for value in self.box)

    @property
    def first(self) -> int:
        """How many results come before this page."""
        return (self.page - 1) * self.limit

    @property
    def last(self) -> int:
        return min(self.page * self.limit, MOST_RESULTS)


def options_read(params: QueryDict | Mapping[str, str]) -> Options:
    """Raises Problem 422 that names the parameter and what it may be."""
    return Options(
        box=box_read(params.get("box") or ""),
        colour_weight=_fraction(params, "colour_weight", 0.5),
        diversity=_fraction(params, "diversity", 0.0),
        page=_whole(params, "page", 1, MOST_RESULTS // PAGE_SIZE),
        limit=_whole(params, "limit", PAGE_SIZE, 100),
    )


def filters_text(params: QueryDict) -> str:
    """The shop's filters alone, as a query string: what crosses to where the model is."""
    pairs = params.urlencode().split("&")
    return "&".join(pair for pair in pairs if pair.partition("=")[0] in PARAMETERS)


def box_read(text: str) -> Box | None:
    """Four fractions between commas; empty means no box. Raises Problem 422."""
    if not text.strip():
        return None
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        values = []
    if len(values) != 4 or not all(math.isfinite(value) for value in values):
        raise _invalid("box", _("The crop must be four numbers: box=x1,y1,x2,y2."))
    if not all(-OVERSHOOT <= value <= 1 + OVERSHOOT for value in values):
        raise _invalid("box", _("The crop's numbers are fractions of the photo, between 0 and 1."))
    x1, y1, x2, y2 = (round(min(max(value, 0.0), 1.0), 4) for value in values)
    if x2 - x1 < SMALLEST_SIDE or y2 - y1 < SMALLEST_SIDE:
        raise _invalid(
            "box",
            _(
                "The crop is too small or inside out: x1 must be left of x2 and y1 above y2, "
                "with at least %(percent)d%% of the photo between them."
            )
            % {"percent": round(100 * SMALLEST_SIDE)},
        )
    return x1, y1, x2, y2


def _fraction(params: QueryDict | Mapping[str, str], name: str, default: float) -> float:
    text = str(params.get(name) or "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise _invalid(name, _("%(name)s must be a number between 0 and 1.") % {"name": name})
    return value


def _whole(params: QueryDict | Mapping[str, str], name: str, default: int, most: int) -> int:
    text = str(params.get(name) or "").strip()
    if not text:
        return default
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= value <= most:
        raise _invalid(
            name,
            _("%(name)s must be a whole number between 1 and %(most)d.")
            % {"name": name, "most": most},
        )
    return value


def _invalid(field: str, message: str) -> Problem:
    return Problem(422, _("Invalid values"), message, errors=[{"field": field, "message": message}])
