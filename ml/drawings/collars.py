"""Collars, plackets and hoods that sit on a bodice."""

from ml.drawings.bodice import Bodice
from ml.drawings.look import Look
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, joined, symmetric
from ml.drawings.shapes import (
    SEAM,
    Piece,
    assemble,
    button,
    buttons,
    dots,
    ribbon,
    seam,
    shadow,
    stitch,
    twice,
)


def shirt_collar(look: Look, body: Bodice, paint: str, *, point: float = 30) -> str:
    """A closed shirt collar on its stand: the inside of the back and two leaves with points."""
    neck, top, low = CENTRE + body.neck, body.top, body.top + body.depth
    stand = symmetric(
        f"M192 {top - 20} C {neck - 12} {top - 20} {neck - 2} {top - 12} {neck} {top}L192 {low + 6}"
    )
    leaf = (
        f"M192 {low} L{CENTRE + body.neck * 0.72} {low + point} L{neck + 9} {top + 6} "
        f"Q{neck + 4} {top - 14} {neck - 10} {top - 18} Q{neck - 8} {low - 16} 192 {low} Z"
    )
    tip = CENTRE + body.neck * 0.7
    edge = f"M{CENTRE + 5} {low + 3} L{tip} {low + point - 5} L{neck + 5} {top + 5}"
    leaves = Piece(leaf, paint)
    return (
        assemble(look, Piece(stand, darken(look.base, 0.28)))
        + seam(f"M{CENTRE - 22} {top - 8}Q192 {top - 2} {CENTRE + 22} {top - 8}", look)
        + assemble(look, leaves.mirrored(), leaves)
        + twice(stitch(edge, look))
    )


def open_collar(look: Look, body: Bodice, paint: str, *, opening: float, spread: float = 24) -> str:
    """A soft collar over a neck left open down to ``opening`` below the shoulders."""
    neck, top = CENTRE + body.neck, body.top
    low = top + opening
    throat = symmetric(
        f"M192 {top - 14} C {neck - 10} {top - 14} {neck - 2} {top - 8} {neck} {top}"
        f"Q{neck - 10} {low - 30} 192 {low}"
    )
    leaf = (
        f"M{CENTRE + 3} {low - 12} L{CENTRE + body.neck * 0.7 + 6} {low - 2 + spread * 0.3} "
        f"L{neck + 10} {top + 8} Q{neck + 5} {top - 12} {neck - 9} {top - 15} "
        f"Q{neck - 8} {low - 40} {CENTRE + 3} {low - 12} Z"
    )
    leaves = Piece(leaf, paint)
    return (
        assemble(look, Piece(throat, darken(look.base, 0.3)))
        + seam(f"M{CENTRE - 24} {top - 4}Q192 {top + 4} {CENTRE + 24} {top - 4}", look)
        + assemble(look, leaves.mirrored(), leaves)
    )


def notched_collar(look: Look, body: Bodice, paint: str, *, low: float, width: float = 30) -> str:
    """A tailored collar with lapels that break at height ``low``; the shirt front stays open."""
    neck, top = CENTRE + body.neck, body.top
    notch = top + (low - top) * 0.36
    lapel = (
        f"M192 {low} Q{CENTRE + width * 0.9} {low - 40} {neck + width * 0.75} {notch - 6} "
        f"L{neck + 2} {notch + 4} L{neck - 4} {top} Q{neck - 14} {notch + 10} 192 {low} Z"
    )
    collar = (
        f"M{neck - 16} {top - 14} Q{neck + 2} {top - 14} {neck + 10} {top + 6} "
        f"L{neck + width * 0.55} {notch - 18} L{neck + 4} {notch + 2} "
        f"Q{neck - 9} {top + 22} {neck - 16} {top - 14} Z"
    )
    back = symmetric(
        f"M192 {top - 15} L{neck - 14} {top - 15} Q{neck - 6} {top + 8} {neck - 6} {notch} "
        f"L192 {low}"
    )
    lapels, collars = Piece(lapel, paint), Piece(collar, paint)
    return (
        assemble(look, Piece(back, darken(look.base, 0.32)))
        + seam(f"M{neck - 2 * body.neck + 14} {top - 4}Q192 {top + 3} {neck - 14} {top - 4}", look)
        + assemble(look, lapels.mirrored(), lapels)
        + assemble(look, collars.mirrored(), collars)
    )


def mandarin_collar(look: Look, body: Bodice, paint: str, *, height: float = 14) -> str:
    """A low standing collar that does not quite meet in front."""
    neck, top, low = CENTRE + body.neck, body.top, body.top + body.depth
    back = symmetric(
        f"M192 {top - height} C {neck - 14} {top - height} {neck - 4} {top - height + 3} "
        f"{neck - 2} {top - height + 5} L{neck} {top} L192 {low}"
    )
    front = (
        f"M{neck} {top} Q{neck - 3} {low - 8} {CENTRE + 2} {low} "
        f"Q{CENTRE - 1} {low - height * 0.6} {CENTRE + 5} {low - height} "
        f"Q{neck - 9} {low - height - 6} {neck - 3} {top - height + 3} Z"
    )
    side = Piece(front, paint)
    return assemble(look, Piece(back, darken(look.base, 0.3))) + assemble(
        look, side.mirrored(), side
    )


def hood(look: Look, body: Bodice, lining: str, *, height: float = 62) -> tuple[Piece, ...]:
    """A hood laid up behind the shoulders, and its opening; to be drawn before the body."""
    neck, top = CENTRE + body.neck, body.top
    outer = symmetric(
        f"M192 {top - height} C {neck + 14} {top - height} {neck + 26} {top - height * 0.35} "
        f"{neck + 22} {top + 22} L{neck} {top + 40} L192 {top + 60}"
    )
    opening = symmetric(
        f"M192 {top - height + 20} C {neck - 6} {top - height + 20} {neck + 4} {top - 14} "
        f"{neck - 4} {top + 10} Q{neck - 12} {top + 38} 192 {top + 62}"
    )
    crown = seam(f"M192 {top - height}L192 {top - height + 20}", look)
    back = seam(f"M192 {top - height + 20}Q188 {top} 192 {top + 60}", look)
    return (Piece(outer, details=crown), Piece(opening, lining, details=back))


def hood_front(look: Look, body: Bodice) -> str:
    """The two edges of a hood that cross at the throat; to be drawn over the body."""
    neck, top = CENTRE + body.neck, body.top
    edge = (
        f"M{neck - 4} {top + 2} Q{neck - 10} {top + 34} 192 {top + 58} L{CENTRE - 6} {top + 68} "
        f"Q{neck + 10} {top + 52} {neck + 20} {top + 14} Z"
    )
    flap = Piece(edge, details=shadow(edge, 0.05))
    hem = f"M{neck + 2} {top + 12}Q{neck - 4} {top + 40} {CENTRE + 2} {top + 62}"
    return assemble(look, flap.mirrored(), flap) + twice(stitch(hem, look))


def front_placket(
    look: Look,
    top: float,
    bottom: float,
    count: int,
    paint: str | None = None,
    *,
    width: float = 18,
    radius: float = 3.4,
) -> str:
    """A buttoned strip down the centre front; ``count`` buttons, evenly."""
    half = width / 2
    strip = (
        f'<path d="M{CENTRE - half} {top - 6}L{CENTRE - half} {bottom}L{CENTRE + half} {bottom}'
        f'L{CENTRE + half} {top - 6}Z" fill="{paint or look.fill}" stroke="{look.ink}" '
        f'stroke-width="{SEAM}"/>'
    )
    for side in (-half + 2.8, half - 2.8):
        strip += stitch(f"M{CENTRE + side} {top}L{CENTRE + side} {bottom}", look, width=0.7)
    return strip + buttons(look, CENTRE, top + 6, bottom - max(9, width * 0.6), count, radius)


def henley_placket(look: Look, body: Bodice, length: float, count: int, paint: str) -> str:
    """A short buttoned opening below the neckband, closed with a stitched box."""
    top = body.top + body.depth
    bottom = top + length
    box = f"M{CENTRE - 9} {bottom - 10}L{CENTRE + 9} {bottom}L{CENTRE + 9} {bottom - 10}"
    return front_placket(look, top, bottom, count, paint) + seam(
        box + f"L{CENTRE - 9} {bottom}", look, 0.8
    )


def border(look: Look, d: str, width: float, paint: str, beads: str) -> str:
    """A woven border along a path: a band, a fine line on each side and a row of dots."""
    return ribbon(d, look, width, paint) + dots(d, beads, width * 0.34, width * 0.62)


def bow(look: Look, x: float, y: float, size: float, paint: str) -> str:
    """A small tied bow."""
    loop = (
        f"M{x} {y}q{size * 0.6} {-size * 0.7} {size} {-size * 0.25}"
        f"q{size * 0.15} {size * 0.6} {-size} {size * 0.25}z"
    )
    tail = f"M{x} {y}q{size * 0.3} {size * 0.5} {size * 0.55} {size}l{-size * 0.3} {size * 0.05}z"
    style = f'fill="{paint}" stroke="{look.ink}" stroke-width="1.1" stroke-linejoin="round"'
    side = f'<path d="{tail}" {style}/><path d="{loop}" {style}/>'
    flip = f'<g transform="matrix(-1 0 0 1 {2 * x} 0)">{side}</g>'
    return side + flip + button(look, x, y, size * 0.16, paint)


def strap_loops(
    look: Look,
    front: tuple[float, float],
    back: tuple[float, float],
    top: float,
    width: float = 4,
) -> str:
    """Two thin straps that rise from ``front`` (right side) to ``top`` and go down the back."""
    (fx, fy), (bx, by) = front, back
    peak = fx - 4
    rise = f"M{fx} {fy} C{fx + 5} {fy - 24} {fx + 4} {top + 14} {peak} {top}"
    fall = f"M{peak} {top} C{peak - 6} {top + 12} {bx} {by - 40} {bx} {by}"
    shade = darken(look.accent, 0.25)
    return twice(
        ribbon(joined(rise, fall), look, width, shade) + ribbon(rise, look, width, look.accent)
    )
