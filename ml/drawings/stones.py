"""Jeweller's tools: stones, pearls, wire, chains, and what metal a colour asks for."""

import math
from collections.abc import Callable
from dataclasses import replace

from ml.drawings.look import Look, Template, template
from ml.drawings.objects import disc, layer, line, ring_of
from ml.drawings.palette import darken, ink_for, is_metal, lighten
from ml.drawings.paths import points_along

METAL = "url(#metal)"


GOLD = "#c9a24a"


def piece(category: str) -> Callable[[Template], Template]:
    """Register a template; a colour that no metal has becomes that of the stones, set in gold."""

    def register(draw: Template) -> Template:
        @template(category)
        def drawn(look: Look) -> str:
            if is_metal(look.base):
                return draw(look)
            gold = replace(look, base=GOLD, accent=look.base, ink=ink_for(GOLD))
            return draw(gold).replace(METAL, "url(#brass)")

        return drawn

    return register


def gem(look: Look, x: float, y: float, radius: float, colour: str, cut: str = "round") -> str:
    """A faceted stone seen from above: round, oval, drop, square or marquise."""
    stretch = {"oval": 1.3, "drop": 1.35, "marquise": 1.7}.get(cut, 1.0)
    if cut == "square":
        outline = [
            (x + dx * radius, y + dy * radius)
            for dx, dy in (
                (-0.6, -1),
                (0.6, -1),
                (1, -0.6),
                (1, 0.6),
                (0.6, 1),
                (-0.6, 1),
                (-1, 0.6),
                (-1, -0.6),
            )
        ]
    else:
        outline = [(px, y + (py - y) * stretch) for px, py in ring_of((x, y), radius, 12, -90)]
    if cut == "drop":
        outline = [(px if py > y - radius * 0.3 else x + (px - x) * 0.55, py) for px, py in outline]
    if cut == "marquise":
        outline = [
            (x + (px - x) * (1 - 0.35 * abs(py - y) / (radius * stretch)), py) for px, py in outline
        ]
    table = [(x + (px - x) * 0.55, y + (py - y) * 0.55) for px, py in outline]
    count = len(outline)
    facets = ""
    for index in range(count):
        following = (index + 1) % count
        corners = (outline[index], outline[following], table[following], table[index])
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in corners) + "Z"
        lit = (index * 5 % count) / count
        paint = lighten(colour, 0.15 + 0.5 * lit) if lit > 0.5 else darken(colour, 0.35 * (1 - lit))
        facets += layer(path, paint)
    middle = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in table) + "Z"
    rim = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in outline) + "Z"
    glint = (
        f"M{x - radius * 0.35:.1f} {y - radius * 0.3 * stretch:.1f}l{radius * 0.5:.1f}"
        f" {-radius * 0.1:.1f}l{-radius * 0.3:.1f} {radius * 0.4:.1f}Z"
    )
    width = 1.6 if radius > 8 else 0.9
    return (
        facets
        + layer(middle, lighten(colour, 0.25))
        + layer(glint, "#ffffff", 0.75)
        + f'<path d="{rim}" fill="none" stroke="{look.ink}" stroke-width="{width}"/>'
    )


def pearl(look: Look, x: float, y: float, radius: float, colour: str = "#f3ece0") -> str:
    """A pearl or polished bead."""
    return (
        disc(x, y, radius, colour, look.ink, 1.2)
        + disc(x, y, radius, "url(#round)", "none", 0)
        + disc(x - radius * 0.3, y - radius * 0.35, radius * 0.26, "#ffffff", "none", 0)
    )


def wire(look: Look, d: str, width: float = 4, paint: str | None = None) -> str:
    """Round metal wire along a path."""
    return (
        line(d, look.ink, width + 2.2)
        + line(d, paint or look.base, width)
        + line(d, lighten(look.base, 0.65), width * 0.3, opacity=0.8)
    )


def linked(look: Look, d: str, size: float = 6) -> str:
    """A chain: oval links drawn one by one along a path."""
    length = sum(
        math.dist(a, b) for a, b in zip(points_along(d, 60), points_along(d, 60)[1:], strict=False)
    )
    points = points_along(d, max(8, round(length / (size * 1.25))))
    links = ""
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        turn = math.degrees(math.atan2(after[1] - before[1], after[0] - before[0]))
        narrow = size * (0.42 if index % 2 == 0 else 0.2)
        links += (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size * 0.85:.1f}" ry="{narrow:.1f}"'
            f' transform="rotate({turn:.0f} {x:.1f} {y:.1f})" fill="none" stroke="{look.ink}"'
            f' stroke-width="{size * 0.5:.1f}"/>'
        )
        links += (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size * 0.85:.1f}" ry="{narrow:.1f}"'
            f' transform="rotate({turn:.0f} {x:.1f} {y:.1f})" fill="none" stroke="{look.base}"'
            f' stroke-width="{size * 0.28:.1f}"/>'
        )
    return links


def stone_colour(look: Look) -> str:
    """The colour of the stones: mostly the second colour, else clear."""
    return look.rng.choice([look.accent, look.accent, "#e9eef5"])
