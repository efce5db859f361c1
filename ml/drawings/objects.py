"""Tools for things that keep their form: shoes, bags, metal, glass."""

import math

from ml.drawings.look import Look
from ml.drawings.palette import darken, lighten, lightness, mix
from ml.drawings.shapes import OUTLINE, inside

WHITE_RUBBER = "#f3f1ea"


def layer(d: str, paint: str, opacity: float = 1.0) -> str:
    """A shape without an outline: shading, a highlight."""
    return f'<path d="{d}" fill="{paint}" fill-opacity="{opacity:g}"/>'


def panel(
    look: Look,
    d: str,
    paint: str | None = None,
    *,
    shades: tuple[str, ...] = (),
    details: str = "",
    width: float = OUTLINE,
    ink: str | None = None,
) -> str:
    """A closed shape: paint (None: the look's fill), shades by name, clipped details, a line."""
    tones = "".join(layer(d, f"url(#{name})") for name in shades)
    clipped = inside(d, details) if details else ""
    line = f'<path d="{d}" fill="none" stroke="{ink or look.ink}" stroke-width="{width:g}"/>'
    return layer(d, paint or look.fill) + tones + clipped + line


def line(d: str, colour: str, width: float, *, dash: str = "", opacity: float = 1.0) -> str:
    """An open stroke."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        f' stroke-opacity="{opacity:g}"{dashes}/>'
    )


def cord(look: Look, d: str, paint: str, width: float) -> str:
    """A round cord, lace or tube along a path, outlined, with a line of light."""
    return (
        line(d, look.ink, width + 2.4)
        + line(d, paint, width)
        + (line(d, lighten(paint, 0.5), width * 0.25, opacity=0.6) if paint[0] == "#" else "")
    )


def disc(x: float, y: float, radius: float, paint: str, ink: str, width: float = 1.0) -> str:
    """A filled circle with an outline."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{paint}" stroke="{ink}" '
        f'stroke-width="{width:g}"/>'
    )


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Path data of a rectangle with round corners; (x, y) is its top left corner."""
    r = min(radius, width / 2, height / 2)
    right, bottom = x + width, y + height
    return (
        f"M{x + r:.1f} {y:.1f}L{right - r:.1f} {y:.1f}Q{right:.1f} {y:.1f} {right:.1f} {y + r:.1f}"
        f"L{right:.1f} {bottom - r:.1f}Q{right:.1f} {bottom:.1f} {right - r:.1f} {bottom:.1f}"
        f"L{x + r:.1f} {bottom:.1f}Q{x:.1f} {bottom:.1f} {x:.1f} {bottom - r:.1f}"
        f"L{x:.1f} {y + r:.1f}Q{x:.1f} {y:.1f} {x + r:.1f} {y:.1f}Z"
    )


def ring_of(
    centre: tuple[float, float], radius: float, count: int, start: float = 0.0
) -> list[tuple[float, float]]:
    """``count`` points on a circle, the first at ``start`` degrees clockwise from the right."""
    x, y = centre
    angles = (math.radians(start + 360 * index / count) for index in range(count))
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def moved(markup: str, x: float, y: float, turn: float = 0.0) -> str:
    """The markup in a group that is turned (degrees, clockwise) and then shifted."""
    rotation = f" rotate({turn:g})" if turn else ""
    return f'<g transform="translate({x:g} {y:g}){rotation}">{markup}</g>'


def flipped(markup: str, axis: float) -> str:
    """The markup mirrored about the vertical line x = ``axis``."""
    return f'<g transform="matrix(-1 0 0 1 {2 * axis:g} 0)">{markup}</g>'


def tone(colour: str, share: float) -> str:
    """A shade of the same material: darker, or lighter where it is nearly black already."""
    return darken(colour, share) if lightness(colour) > 0.22 else lighten(colour, share * 0.7)


def lining(look: Look) -> str:
    """The inside of a shoe or bag: a quiet tone between the material and shadow."""
    return mix(tone(look.base, 0.35), "#8a7f72", 0.35)
