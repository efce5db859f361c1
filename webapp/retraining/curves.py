"""Curves as SVG: where each line, tick and word lies. The template only writes it down.

Everything is in the picture's own units, WIDTH × HEIGHT; the browser scales it.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .stats import Series, Stats

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 64, 12, 12, 34
LOGARITHM_FROM = 30.0
"""Largest to smallest: above it a plain scale would show one steep fall and a flat rest."""
STEEP = ("losses", "terms", "distance")
"""Panels that may be logarithmic: shares of one are read on a plain scale."""
TICKS = 5
AIR = 0.06
COLOURS = 7
"""Of the style sheet: told apart by colour-blind people too."""


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Line:
    name: str
    label: str
    colour: int
    """From 1."""
    is_other: bool
    """Of the run that is laid over, and dashed."""
    path: str
    last: str
    dot: tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One picture: some series over minutes of training."""

    key: str
    title: str | Promise
    lines: list[Line]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    is_logarithmic: bool
    data: str
    """JSON for the read-out: [{name, other, points: [[x, y, minutes, value], …]}, …]."""
    rows: list[list[str]]
    """The same as a table: minutes, then a value of each line."""

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def top(self) -> int:
        return TOP

    @property
    def bottom(self) -> int:
        return HEIGHT - BOTTOM


GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("losses", _("Losses: lower is better"),
     ("loss", "loss_d", "loss_g", "class_d", "class_g", "category_loss", "style_loss")),
    ("terms", _("What the loss is made of: lower is better"),
     ("category", "colour", "usage", "gender", "shape_metric", "colour_metric")),
    ("scores", _("What the discriminator says of photos and of designs"),
     ("real_score", "fake_score")),
    ("distance", _("Distance of the designs to the photos: lower is better"), ("fd",)),
    ("guards", _("Classes and variety of the designs: higher is better"),
     ("class_accuracy", "class_accuracy_real", "spread", "coverage", "coverage_min_class")),
)  # fmt: skip
"""Groups of series that share a scale; what is in none has its row in the table of figures."""
LABELS = {
    "loss": _("loss"), "loss_d": _("discriminator"), "loss_g": _("generator"),
    "category_loss": _("category"), "style_loss": _("style"), "category": _("category"),
    "colour": _("colour"), "usage": _("style"), "gender": _("gender"), "box": _("crop"),
    "shape_metric": _("likeness of shape"), "colour_metric": _("likeness of colour"),
    "class_d": _("classes, discriminator"),
    "class_g": _("classes, generator"), "real_score": _("photos"), "fake_score": _("designs"),
    "fd": _("Fréchet distance"), "class_accuracy": _("right class"),
    "class_accuracy_real": _("right class, photos"), "spread": _("variety"),
    "coverage": _("coverage"), "coverage_min_class": _("coverage, poorest class"),
}  # fmt: skip
MEASURES = {
    "p10": _("right kind among the ten best"), "p10_cosine": _("the same by likeness alone"),
    "category": _("category"), "style": _("style"), "macro_f1": _("category, mean of classes"),
    "colour": _("colour"), "usage": _("style"), "gender": _("gender"), "iou": _("crop"),
}  # fmt: skip
SETS = {
    "catalogue": _("catalogue"), "drawings": _("drawings"), "phone": _("phone photos"),
    "upload": _("upload"),
}  # fmt: skip


def foremost(metrics: dict[str, float], count: int) -> list[tuple[str, float]]:
    """The figures that say most, for a line in a list."""
    first = ("p10", "macro_f1", "category", "fd", "class_accuracy")
    known = [name for last in first for name in metrics if name.rpartition(".")[2] == last]
    return [(name, metrics[name]) for name in [*known, *(set(metrics) - set(known))][:count]]


def label_of(name: str) -> str:
    """A series' name in plain words: "catalogue.p10" has a set and a measure."""
    source, dot, measure = name.partition(".")
    if not dot:
        return str(LABELS.get(name, name.replace("_", " ")))
    words = MEASURES.get(measure, measure.replace("_", " "))
    return f"{SETS.get(source, source)}: {words}"


def panels(stats: Stats, other: Stats | None = None) -> list[Panel]:
    """One a group of series that there is; a second run is drawn into the same axes."""
    found = []
    for key, title, names in GROUPS:
        found.append(_panel(key, title, names, stats, other))
    measured = sorted(
        {name for each in (stats, other) if each for name in each.series if "." in name}
    )
    if measured:
        title = _("Validation: higher is better")
        found.append(_panel("validation", title, measured, stats, other))
    return [panel for panel in found if panel is not None]


def _panel(
    key: str,
    title: str | Promise,
    names: Sequence[str],
    stats: Stats,
    other: Stats | None,
) -> Panel | None:
    mine = [stats.series[name] for name in names if name in stats.series]
    theirs = [other.series[name] for name in names if name in other.series] if other else []
    every = [*mine, *theirs]
    if not every:
        return None
    values = [value for series in every for _, value in series.drawn]
    is_log = key in STEEP and min(values) > 0 and max(values) / min(values) > LOGARITHM_FROM
    across = Scale.over([0.0, *(x for series in every for x, _ in series.drawn)])
    up = Scale.over(values, is_logarithmic=is_log).wider(AIR)
    order = {name: number for number, name in enumerate(names)}
    shown = [(series, False) for series in mine] + [(series, True) for series in theirs]
    placed = [(s, is_other, _placed(s, across, up)) for s, is_other in shown]
    return Panel(
        key=key,
        title=title,
        lines=[
            Line(
                name=series.name,
                label=label_of(series.name),
                colour=order[series.name] % COLOURS + 1,
                is_other=is_other,
                path="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at),
                last=number(series.last),
                dot=at[-1],
            )
            for series, is_other, at in placed
        ],
        x_ticks=[Tick(round(_across(across, t), 1), number(t)) for t in across.ticks()],
        y_ticks=[Tick(round(_up(up, t), 1), number(t)) for t in up.ticks()],
        is_logarithmic=is_log,
        data=json.dumps(
            [
                {
                    "name": label_of(series.name),
                    "other": is_other,
                    "points": [
                        [round(x, 1), round(y, 1), round(m, 2), number(v)]
                        for (x, y), (m, v) in zip(at, series.drawn, strict=True)
                    ],
                }
                for series, is_other, at in placed
            ]
        ),
        rows=_rows([series for series, _ in shown]),
    )


@dataclass(frozen=True)
class Scale:
    """From values to shares of the axis, 0 to 1."""

    low: float
    high: float
    is_logarithmic: bool = False

    @classmethod
    def over(cls, values: Iterable[float], is_logarithmic: bool = False) -> "Scale":
        kept = list(values)
        low, high = min(kept), max(kept)
        if is_logarithmic:
            return cls(math.log10(low), math.log10(high), True)
        if high - low < 1e-9:
            low, high = low - 0.5, high + 0.5
        return cls(low, high)

    def wider(self, air: float) -> "Scale":
        """With so much of its span left free at both ends."""
        span = (self.high - self.low) * air
        return replace(self, low=self.low - span, high=self.high + span)

    def share(self, value: float) -> float:
        place = math.log10(value) if self.is_logarithmic else value
        return (place - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round numbers within; at least two."""
        if self.is_logarithmic:
            powers = range(math.floor(self.low), math.ceil(self.high) + 1)
            steps = [1, 2, 5] if self.high - self.low < 2 else [1]
            return [s * 10.0**p for p in powers for s in steps if self._holds(math.log10(s) + p)]
        step = _round_step((self.high - self.low) / TICKS)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(n * step, 10) for n in range(first, last + 1)]

    def _holds(self, place: float) -> bool:
        return self.low - 1e-9 <= place <= self.high + 1e-9


def _round_step(wanted: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(wanted))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= wanted * 0.999)


def _across(scale: Scale, value: float) -> float:
    return LEFT + scale.share(value) * (WIDTH - LEFT - RIGHT)


def _up(scale: Scale, value: float) -> float:
    return HEIGHT - BOTTOM - scale.share(value) * (HEIGHT - TOP - BOTTOM)


def _placed(series: Series, across: Scale, up: Scale) -> list[tuple[float, float]]:
    return [(_across(across, x), _up(up, y)) for x, y in series.drawn]


def number(value: float) -> str:
    """Four digits at most, as people write them."""
    if value != 0 and not 1e-3 <= abs(value) < 1e6:
        return f"{value:.1e}"
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"


MOST_ROWS = 25


def _rows(series: Sequence[Series]) -> list[list[str]]:
    """Evenly chosen moments, with the value that each line had by then."""
    moments = sorted({x for each in series for x, _ in each.drawn})
    every = -(-len(moments) // MOST_ROWS)
    chosen = moments[::-1][::every][::-1]
    return [[number(x), *(_by(each, x) for each in series)] for x in chosen]


def _by(series: Series, moment: float) -> str:
    before = [value for x, value in series.drawn if x <= moment]
    return number(before[-1]) if before else ""
