"""The block that tops, dresses and nightwear are cut from: body, neckline and sleeves.

All measures are in user units, half widths from the centre line, heights down from ``top`` (the
high points of the shoulders); 4 units are about a centimetre on a grown-up.
"""

import math
from dataclasses import dataclass

from ml.drawings.look import Look
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, Point, joined, reverse, symmetric
from ml.drawings.shapes import Piece, fold, ribbon, shadow, stitch

_NECKLINES: dict[str, str] = {
    # from the centre front to the shoulder, with n = half the neck's width, t = top, b = depth
    "crew": "M192 {b} C {n60} {b} {n} {b40} {n} {t}",
    "scoop": "M192 {b} C {n75} {b} {n} {b60} {n} {t}",
    "v": "M192 {b} Q {n55} {b60} {n} {t}",
    "square": "M192 {b} L {n90} {b} L {n} {t}",
    "boat": "M192 {b} C {n50} {b} {n80} {b60} {n} {t}",
    "sweetheart": "M192 {b} C {n20} {b40} {n70} {b30} {n88} {b60} L {n} {t}",
}


@dataclass(frozen=True, slots=True)
class Bodice:
    """A body with shoulders; the defaults are a straight unisex tee."""

    top: float = 96
    neck: float = 34
    depth: float = 32
    back: float = 9
    neckline: str = "crew"
    shoulder: float = 88
    slope: float = 25
    chest: float = 100
    armhole: float = 96
    waist: float = 97
    waist_at: float = 190
    hem: float = 100
    length: float = 300
    curve: float = 5
    """How far the hem's centre hangs below its sides."""
    tail: float = 0
    """How far a shirt-tail hem is scooped up at the sides."""
    cutaway: float = 0
    """How far a sleeveless armhole is cut in from the straight line; 0 takes a sleeve."""

    @property
    def tip(self) -> Point:
        """Where the shoulder ends, on the right."""
        return (CENTRE + self.shoulder, self.top + self.slope)

    @property
    def pit(self) -> Point:
        """Where the side seam meets the armhole, on the right."""
        return (CENTRE + self.chest, self.top + self.armhole)

    @property
    def bottom(self) -> float:
        """The height of the hem at the side seams."""
        return self.top + self.length - self.tail

    def neck_half(self, inset: float = 0) -> str:
        """The front neckline from the centre to the right shoulder, moved in by ``inset``."""
        neck, depth = self.neck - inset, self.depth - inset
        values = {"n": CENTRE + neck, "t": self.top - inset * 0.4, "b": self.top + depth}
        values |= {f"n{share}": CENTRE + neck * share / 100 for share in _SHARES}
        values |= {f"b{share}": self.top + depth * share / 100 for share in _SHARES}
        return _NECKLINES[self.neckline].format(**values)

    def back_half(self, inset: float = 0) -> str:
        """The back neckline from the centre to the right shoulder."""
        neck, top = CENTRE + self.neck - inset, self.top - inset * 0.4
        y = top + self.back - inset * 0.6
        return f"M192 {y} C {CENTRE + self.neck * 0.5} {y} {neck - 8} {y - 4} {neck} {top}"

    def armhole_half(self) -> str:
        """The armhole from the right shoulder's tip down to the side seam."""
        (sx, sy), (ux, uy) = self.tip, self.pit
        height, cut = uy - sy, self.cutaway
        lead = min(sx, ux) - 9 - cut
        return (
            f"M{sx} {sy} C {lead + 5} {sy + height * 0.45} {lead + 2 + cut * 0.4} "
            f"{uy - height * 0.06} {ux} {uy}"
        )

    def side_half(self) -> str:
        """The side seam from the armhole to the hem, on the right."""
        (ux, uy), waist, hem = self.pit, CENTRE + self.waist, CENTRE + self.hem
        wy, hy = self.top + self.waist_at, self.bottom
        flare = max(0.0, hem - waist - 22) * 0.5
        return (
            f"M{ux} {uy} C {ux} {uy + (wy - uy) * 0.4} {waist} {wy - (wy - uy) * 0.35} {waist} {wy}"
            f" C {waist} {wy + (hy - wy) * 0.3} {hem - flare} {hy - (hy - wy) * 0.4} {hem} {hy}"
        )

    def hem_half(self, lift: float = 0) -> str:
        """The hem from the right side seam to the centre, ``lift`` units higher."""
        x, y = CENTRE + self.hem, self.bottom - lift
        if self.tail:
            low = y + self.tail
            return (
                f"M{x} {y} C {x - 6} {y + self.tail * 0.7} {CENTRE + self.hem * 0.6} {low} "
                f"{CENTRE + self.hem * 0.4} {low} L192 {low}"
            )
        low = y + self.curve
        return f"M{x} {y} C {CENTRE + self.hem * 0.6} {low} {CENTRE + 30} {low} 192 {low}"

    def half(self) -> str:
        """The right half of the front, from the centre of the neck to the centre of the hem."""
        return joined(
            self.neck_half(),
            _line(self.tip),
            self.armhole_half(),
            self.side_half(),
            self.hem_half(),
        )

    def outline(self) -> str:
        """The closed outline of the front."""
        return symmetric(self.half())

    def neckline_path(self, inset: float = 0) -> str:
        """The front neckline from shoulder to shoulder."""
        return symmetric(self.neck_half(inset), closed=False)

    def back_path(self, inset: float = 0) -> str:
        """The back neckline from shoulder to shoulder."""
        return symmetric(self.back_half(inset), closed=False)

    def hem_path(self, lift: float = 0) -> str:
        """The hem from side to side."""
        return symmetric(reverse(self.hem_half(lift)), closed=False)

    def sleeve(
        self, length: float, cuff: float, angle: float, *, puff: float = 0, bell: float = 0
    ) -> str:
        """The right sleeve: ``length`` on its outer edge, ``cuff`` wide, ``angle`` off the body.

        ``puff`` lifts the sleeve's head, ``bell`` widens the end outwards on both edges.
        """
        sx, sy = self.tip
        (ox, oy), (ix, iy) = self.sleeve_end(length, cuff, angle)
        ux, uy = self.pit
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        head = f"{sx + length * 0.16 + puff} {sy + length * 0.07 - puff * 0.9}"
        lead = (ox - sine * length * 0.55 + puff * 0.8, oy - cosine * length * 0.55)
        ox, oy, ix, iy = ox + bell * cosine, oy - bell * sine, ix - bell * cosine, iy + bell * sine
        under = (ix - sine * length * 0.3 + bell * 0.8, iy - cosine * length * 0.3)
        down = joined(
            f"M{sx} {sy} C {head} {lead[0]} {lead[1]} {ox} {oy}",
            f"M{ox} {oy} L {ix} {iy}",
            f"M{ix} {iy} Q {under[0]} {under[1]} {ux} {uy}",
        )
        return joined(down, reverse(self.armhole_half()), closed=True)

    def sleeve_end(
        self, length: float, cuff: float, angle: float, up: float = 0
    ) -> tuple[Point, Point]:
        """The outer and inner end of the right sleeve's hem, ``up`` units above it."""
        sx, sy = self.tip
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        outer = (sx + sine * (length - up), sy + cosine * (length - up))
        return outer, (outer[0] - cosine * cuff, outer[1] + sine * cuff)


_SHARES = (20, 30, 40, 50, 55, 60, 70, 75, 80, 88, 90)


def _line(point: Point) -> str:
    return f"M{point[0]} {point[1]}"


def neck_inside(look: Look, body: Bodice, *, label: bool = True) -> Piece:
    """The inside of the back that shows through the neck, with its label."""
    outline = joined(body.back_path(), reverse(body.neckline_path()), closed=True)
    y = body.top + body.back + 5
    tag = f'<rect x="184" y="{y}" width="16" height="8" rx="1" fill="#f6f3ec" opacity="0.85"/>'
    return Piece(outline, darken(look.base, 0.3), details=tag if label else "")


def body_piece(look: Look, body: Bodice, details: str = "", *, paint: str | None = None) -> Piece:
    """The front with its soft shading and ``details``, all clipped to the outline."""
    return Piece(body.outline(), paint, details=details + drape(look, body))


def drape(look: Look, body: Bodice) -> str:
    """Soft light and the creases of cloth that hangs from the shoulders."""
    rng, (ux, uy), bottom = look.rng, body.pit, body.bottom
    left = 2 * CENTRE - ux
    hem_x = CENTRE - body.hem
    sweep = rng.uniform(0.3, 0.5)
    return (
        f'<path d="{body.outline()}" fill="url(#shade-x)" fill-opacity="0.75"/>'
        + fold((ux - 2, uy + 3), (ux - 52, uy + 40), 6)
        + fold((left + 2, uy + 3), (left + 48, uy + 46), -6)
        + fold(
            (CENTRE + body.hem * sweep, bottom + 8),
            (CENTRE + body.hem * sweep + 8, bottom - 70),
        )
        + fold((hem_x + 30, bottom + 8), (hem_x + 40, bottom - rng.uniform(60, 110)), 6)
    )


def sleeve_pieces(
    body: Bodice,
    length: float,
    cuff: float,
    angle: float,
    *,
    paint: str | None = None,
    details: str = "",
    puff: float = 0,
    bell: float = 0,
) -> tuple[Piece, Piece]:
    """Both sleeves with a shaded under side and, if long, the creases of the elbow."""
    outline = body.sleeve(length, cuff, angle, puff=puff, bell=bell)
    (_, _), (ix, iy) = body.sleeve_end(length, cuff, angle)
    ux, uy = body.pit
    under = shadow(
        f"M{ux} {uy - 20}L{ux + cuff * 0.35} {uy + 6}L{ix + cuff * 0.3 + bell} {iy - 4}"
        f"L{ix - bell - 6} {iy + 8}L{ux - 8} {uy}Z",
        0.1,
    )
    (elbow_out, _), (elbow_in, elbow_y) = body.sleeve_end(length, cuff, angle, up=length * 0.48)
    elbow = ""
    if length > 150:
        elbow = fold((elbow_in, elbow_y), (elbow_out - 6, elbow_y - 16), 4)
        elbow += fold((elbow_in + 2, elbow_y + 16), (elbow_out - 14, elbow_y + 6), 4)
    piece = Piece(outline, paint, grain=-angle, details=details + under + elbow)
    return piece.mirrored(), piece


def across_sleeve(
    body: Bodice, length: float, cuff: float, angle: float, up: float, slack: float = 6
) -> str:
    """A line across the right sleeve ``up`` units above its hem, from the outer edge inwards."""
    (ox, oy), (ix, iy) = body.sleeve_end(length, cuff, angle, up)
    dx, dy = (ix - ox) / cuff * slack, (iy - oy) / cuff * slack
    return f"M{ox - dx:.1f} {oy - dy:.1f}L{ix + dx:.1f} {iy + dy:.1f}"


def hems(look: Look, body: Bodice, lift: float = 9) -> str:
    """The double stitching of a jersey or shirt hem."""
    return stitch(body.hem_path(lift), look) + stitch(body.hem_path(lift + 3.5), look)


def neckband(
    look: Look, body: Bodice, width: float, paint: str, *, ribbed: bool = False
) -> tuple[str, str]:
    """The band round the neck: its back, to be drawn under the body, and its front."""
    back = ribbon(body.back_path(width / 2), look, width, paint, ribbed=ribbed)
    front = ribbon(body.neckline_path(width / 2), look, width, paint, ribbed=ribbed)
    return back, front


def line_at(body: Bodice, y: float) -> str:
    """A level line across the body at height ``y``, to be clipped by it."""
    return f"M{CENTRE - body.chest - 60} {y}L{CENTRE + body.chest + 60} {y}"
