"""Pattern-maker's tools: pieces of cloth, the marks that sit on them, and notions."""

import math
from dataclasses import dataclass
from zlib import crc32

from ml.drawings.look import WIDTH, Look
from ml.drawings.palette import BLACK, darken, lighten, lightness, mix
from ml.drawings.paths import CENTRE, Point, mirror, parse, turned

OUTLINE, SEAM = 2.4, 1.2
"""Stroke widths in user units: the silhouette, and seams inside it."""


def shaded(colour: str, share: float = 0.25) -> str:
    """A tone of the same cloth that can be told from it: darker, or lighter for a dark one."""
    return darken(colour, share) if lightness(colour) > 0.22 else lighten(colour, share)


def titled(title: str, *markup: str) -> str:
    """Markup that begins with the cut's name in shop words, as "long-sleeve crew-neck tee"."""
    return f"<title>{title}</title>" + "".join(markup)


# --- cloth ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A cut piece of cloth: closed outline, paint (None: the look's fill) and what lies on it.

    ``grain`` turns the print with the piece (degrees, clockwise), as a sleeve turns with the arm.
    ``details`` are drawn clipped to the outline.
    """

    outline: str
    paint: str | None = None
    grain: float = 0.0
    details: str = ""

    def mirrored(self) -> "Piece":
        """The piece for the other side of the body."""
        details = f'<g transform="{_FLIP}">{self.details}</g>' if self.details else ""
        return Piece(mirror(self.outline), self.paint, -self.grain, details)


_FLIP = f"matrix(-1 0 0 1 {WIDTH} 0)"


def assemble(look: Look, *pieces: Piece) -> str:
    """Pieces in order, back to front: a firm line around them all, thin seams between them."""
    outlines = "".join(piece.outline for piece in pieces)
    silhouette = (
        f'<path d="{outlines}" fill="{look.ink}" stroke="{look.ink}" '
        f'stroke-width="{2 * OUTLINE}" stroke-linejoin="round"/>'
    )
    return silhouette + "".join(_cloth(look, piece) for piece in pieces)


def _cloth(look: Look, piece: Piece) -> str:
    paint, outline, turn = piece.paint or look.fill, piece.outline, ""
    if piece.grain and paint.startswith("url"):
        outline = turned(outline, -piece.grain, (CENTRE, 0))
        turn = f' transform="rotate({piece.grain:.1f} {CENTRE} 0)"'
    cloth = f'<path d="{outline}"{turn} fill="{paint}"/>'
    clipped = inside(piece.outline, piece.details) if piece.details else ""
    return cloth + clipped + seam(piece.outline, look)


def inside(outline: str, markup: str) -> str:
    """Markup clipped to a closed path."""
    name = f"c{crc32(outline.encode()):08x}"
    return (
        f'<clipPath id="{name}"><path d="{outline}"/></clipPath>'
        f'<g clip-path="url(#{name})">{markup}</g>'
    )


def twice(markup: str) -> str:
    """The markup and its mirror image."""
    return f'{markup}<g transform="{_FLIP}">{markup}</g>'


# --- marks on cloth ------------------------------------------------------------------------------


def seam(d: str, look: Look, width: float = SEAM, colour: str | None = None) -> str:
    """A plain line."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour or look.ink}" stroke-width="{width}" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def stitch(d: str, look: Look, colour: str | None = None, width: float = 0.9) -> str:
    """A dashed line of topstitching."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour or look.ink}" stroke-width="{width}" '
        'stroke-dasharray="3.2 2.2" stroke-linecap="butt" stroke-linejoin="round"/>'
    )


def dots(d: str, colour: str, size: float = 2.4, gap: float = 6.0) -> str:
    """A row of round dots along a path: beads, sequins, French knots."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{size}" '
        f'stroke-linecap="round" stroke-dasharray="0 {gap}"/>'
    )


def ribbon(d: str, look: Look, width: float, paint: str, *, ribbed: bool = False) -> str:
    """A band of cloth laid along a path: binding, strap, trim; ribbed like knitted cuffs."""
    edge = (
        f'<path d="{d}" fill="none" stroke="{look.ink}" stroke-width="{width + 2 * SEAM:.1f}" '
        'stroke-linecap="butt"/>'
    )
    band = (
        f'<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width}" stroke-linecap="butt"/>'
    )
    return edge + band + (ribs(d, look, width) if ribbed else "")


def ribs(d: str, look: Look, width: float, gap: float = 4.0) -> str:
    """Short lines across a path: the ribs of a knitted band ``width`` wide."""
    return (
        f'<path d="{d}" fill="none" stroke="{look.ink}" stroke-width="{width}" '
        f'stroke-dasharray="0.8 {gap - 0.8:.1f}" stroke-linecap="butt" stroke-opacity="0.55"/>'
    )


def shadow(d: str, strength: float = 0.1) -> str:
    """A translucent dark shape."""
    return f'<path d="{d}" fill="#0b0b18" fill-opacity="{strength}"/>'


def shine(d: str, strength: float = 0.16) -> str:
    """A translucent light shape."""
    return f'<path d="{d}" fill="#ffffff" fill-opacity="{strength}"/>'


def fold(start: Point, end: Point, width: float = 7.0, strength: float = 0.12) -> str:
    """A crease that is sharp at the start's side, bellied and fading to a point at the end."""
    (x1, y1), (x2, y2) = start, end
    length = math.dist(start, end) or 1.0
    nx, ny = -(y2 - y1) / length * width, (x2 - x1) / length * width
    mx, my = x1 + (x2 - x1) * 0.4, y1 + (y2 - y1) * 0.4
    return shadow(
        f"M{x1:.1f} {y1:.1f}Q{mx + nx:.1f} {my + ny:.1f} {x2:.1f} {y2:.1f}"
        f"Q{mx + nx * 0.15:.1f} {my + ny * 0.15:.1f} {x1:.1f} {y1:.1f}Z",
        strength,
    )


# --- notions -------------------------------------------------------------------------------------


def button(look: Look, x: float, y: float, radius: float = 3.4, paint: str | None = None) -> str:
    """A sewn button with two holes."""
    hole = radius * 0.35
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{paint or look.accent}" '
        f'stroke="{look.ink}" stroke-width="1"/>'
        f'<path d="M{x - hole:.1f} {y:.1f}h.1M{x + hole:.1f} {y:.1f}h.1" stroke="{look.ink}" '
        'stroke-width="1" stroke-linecap="round"/>'
    )


def buttons(
    look: Look, x: float, top: float, bottom: float, count: int, radius: float = 3.4
) -> str:
    """Buttons in a column, the first at ``top`` and the last at ``bottom``."""
    step = (bottom - top) / max(1, count - 1)
    return "".join(button(look, x, top + step * number, radius) for number in range(count))


def zipper(look: Look, d: str, *, width: float = 5.0, metal: str = "#c9ccd1") -> str:
    """A zip along a path with teeth and, at its start, a puller."""
    x, y = parse(d)[0][0]
    return (
        ribbon(d, look, width, mix(look.base, BLACK, 0.25))
        + f'<path d="{d}" fill="none" stroke="{metal}" stroke-width="{width * 0.55:.1f}" '
        'stroke-dasharray="1.6 1.4" stroke-linecap="butt"/>'
        + f'<path d="M{x - 2:.1f} {y:.1f}h4l1 12q-3 3 -6 0z" fill="{metal}" stroke="{look.ink}" '
        'stroke-width="0.9"/>'
    )


def drawstring(look: Look, y: float, length: float, spread: float = 9.0) -> str:
    """Two cord ends with tips that hang from eyelets left and right of the centre."""
    cord = f"M{CENTRE + spread} {y}q4 {length * 0.5:.1f} 1 {length:.1f}"
    one = (
        f'<path d="{cord}" fill="none" stroke="{look.ink}" stroke-width="4.4" '
        'stroke-linecap="round"/>'
        f'<path d="{cord}" fill="none" stroke="{look.accent}" stroke-width="2.4" '
        'stroke-linecap="round"/>'
        f'<circle cx="{CENTRE + spread}" cy="{y}" r="2.6" fill="{look.ink}"/>'
    )
    return twice(one)


def patch_pocket(look: Look, x: float, y: float, width: float, height: float) -> str:
    """A stitched-on pocket with a pointed bottom; (x, y) is its top left corner."""
    right, bottom, middle = x + width, y + height, x + width / 2
    point = bottom + height * 0.14
    inner = f"M{x + 3} {y + 8}L{x + 3} {bottom - 2}L{middle} {point - 3}"
    inner += f"L{right - 3} {bottom - 2}L{right - 3} {y + 8}"
    return (
        f'<path d="M{x} {y}L{x} {bottom}L{middle} {point}L{right} {bottom}L{right} {y}Z" '
        f'fill="{look.fill}" stroke="{look.ink}" stroke-width="{SEAM}" stroke-linejoin="round"/>'
        + seam(f"M{x} {y + 7}L{right} {y + 7}", look)
        + stitch(inner, look)
    )
