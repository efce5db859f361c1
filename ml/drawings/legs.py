"""The block that trousers are cut from: two legs that hang from a waistband."""

from dataclasses import dataclass, replace

from ml.drawings.look import Look
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, joined, reverse, symmetric
from ml.drawings.shapes import Piece, assemble, button, fold, ribbon, seam, stitch, twice


@dataclass(frozen=True, slots=True)
class Legs:
    """Half widths from the centre line and heights from ``top``, in user units.

    A leg runs from ``inner`` to ``outer`` at the hem; ``crotch`` is where the legs part.
    """

    top: float = 36
    waist: float = 62
    band: float = 15
    hip: float = 82
    hip_at: float = 78
    crotch: float = 118
    knee_at: float = 262
    knee: float = 80
    inner_knee: float = 24
    outer: float = 84
    inner: float = 30
    length: float = 436
    dip: float = 5
    """How far the waist's front hangs below its sides."""

    @property
    def fork(self) -> tuple[float, float]:
        """The point where the legs part."""
        return (CENTRE, self.top + self.crotch)

    @property
    def bottom(self) -> float:
        """The height of the hems."""
        return self.top + self.length

    def waist_half(self, down: float = 0) -> str:
        """The waistline from the centre to the right side, ``down`` units lower."""
        y = self.top + down
        x = CENTRE + self.waist + down * (self.hip - self.waist) / self.hip_at
        return f"M192 {y + self.dip} Q{CENTRE + self.waist * 0.6} {y + self.dip} {x} {y}"

    def waist_path(self, down: float = 0) -> str:
        """The waistline from side to side."""
        return symmetric(self.waist_half(down), closed=False)

    def outseam_half(self) -> str:
        """The side seam from the waist to the hem, on the right."""
        top, hip, knee = self.top, CENTRE + self.hip, CENTRE + self.knee
        hy, ky, bottom = top + self.hip_at, top + self.knee_at, self.bottom
        outer = CENTRE + self.outer
        return (
            f"M{CENTRE + self.waist} {top} Q{hip - 1} {top + self.hip_at * 0.45} {hip} {hy} "
            f"C{hip} {hy + (ky - hy) * 0.35} {knee} {ky - (ky - hy) * 0.3} {knee} {ky} "
            f"C{knee} {ky + (bottom - ky) * 0.3} {outer} {bottom - (bottom - ky) * 0.4} "
            f"{outer} {bottom}"
        )

    def inseam_half(self) -> str:
        """The inner seam of the right leg from its hem up to the fork."""
        (fx, fy), ky, bottom = self.fork, self.top + self.knee_at, self.bottom
        knee, inner = CENTRE + self.inner_knee, CENTRE + self.inner
        return (
            f"M{inner} {bottom + 3} Q{inner} {bottom - (bottom - ky) * 0.5} {knee} {ky} "
            f"Q{knee - (knee - fx) * 0.5} {ky - (ky - fy) * 0.5} {fx} {fy}"
        )

    def outline(self) -> str:
        """The closed outline of both legs."""
        half = joined(self.waist_half(), self.outseam_half(), self.inseam_half())
        return symmetric(half)

    def hem_line(self, up: float = 0, slack: float = 8) -> str:
        """A line across the right leg ``up`` units above its hem, from the outside in."""
        y = self.bottom - up
        return f"M{CENTRE + self.outer + slack} {y}L{CENTRE + self.inner - slack} {y + 3}"

    def side_line(self, inset: float) -> str:
        """The side seam of the right leg moved inwards."""
        moved = {name: getattr(self, name) - inset for name in ("waist", "hip", "knee", "outer")}
        return replace(self, **moved).outseam_half()


def waist_inside(look: Look, legs: Legs, paint: str) -> Piece:
    """The inside of the back waistband that shows above the front."""
    back = (
        f"M192 {legs.top - 4} Q{CENTRE + legs.waist * 0.6} "
        f"{legs.top - 4} {CENTRE + legs.waist} {legs.top}"
    )
    return Piece(symmetric(joined(back, reverse(legs.waist_half()))), paint)


def legs_piece(look: Look, legs: Legs, details: str = "", *, paint: str | None = None) -> Piece:
    """Both legs with soft shading, ``details`` and the centre seam, clipped to the outline."""
    outline = legs.outline()
    shade = f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="0.6"/>'
    return Piece(outline, paint, details=shade + leg_folds(look, legs) + details)


def leg_folds(look: Look, legs: Legs) -> str:
    """Creases at the fork and the knees, and the shade on the inner legs."""
    (fx, fy), ky = legs.fork, legs.top + legs.knee_at
    jitter = look.rng.uniform(-8, 8)
    marks = fold((fx + 3, fy - 4), (fx + legs.hip * 0.62, fy - 22 + jitter * 0.4), -5, 0.13)
    marks += fold((fx + 5, fy + 6), (fx + legs.hip * 0.56, fy + 6), -4, 0.11)
    inner = fold((fx + 2, fy + 2), (CENTRE + legs.inner + 4, legs.bottom), -9, 0.14)
    if legs.length > 250:
        marks += fold(
            (CENTRE + legs.inner_knee, ky + 4), (CENTRE + legs.knee - 12, ky - 14), 5, 0.12
        )
        marks += fold(
            (CENTRE + legs.knee, ky + 20), (CENTRE + legs.inner_knee + 14, ky + 10), 4, 0.1
        )
    return twice(marks + inner)


def fly(look: Look, legs: Legs, thread: str | None = None) -> str:
    """The centre seam with the J-shaped stitching of a fly on the wearer's left."""
    (fx, fy), top = legs.fork, legs.top + legs.band + legs.dip
    end = top + (fy - top) * 0.72
    curve = f"M{fx + 15} {top}L{fx + 15} {end - 22}Q{fx + 15} {end - 2} {fx} {end}"
    return seam(f"M{fx} {top - legs.band}L{fx} {fy}", look, 1.4) + stitch(curve, look, thread)


def waistband(look: Look, legs: Legs, paint: str, *, ribbed: bool = False) -> str:
    """The band along the waist, ribbed where it is elastic."""
    return ribbon(legs.waist_path(legs.band / 2), look, legs.band, paint, ribbed=ribbed)


def belt_loops(look: Look, legs: Legs, paint: str) -> str:
    """Five loops across the waistband."""
    loops = "".join(
        f'<path d="M{CENTRE + x - 3} {legs.top + legs.dip * lift - 1}h6v{legs.band + 4}h-6z" '
        f'fill="{paint}" stroke="{look.ink}" stroke-width="1.1"/>'
        for x, lift in ((legs.waist * 0.42, 0.8), (legs.waist * 0.86, 0.25))
    )
    return twice(loops)


def draw_legs(
    look: Look, legs: Legs, details: str, over: str = "", paint: str | None = None
) -> str:
    """The back waistband, both legs with ``details`` clipped to them, and what lies over all."""
    back = waist_inside(look, legs, darken(look.base, 0.35))
    return assemble(look, back, legs_piece(look, legs, details, paint=paint)) + over


def curved_pockets(look: Look, legs: Legs, thread: str | None = None) -> str:
    """Front pockets cut as arcs from the waistband to the side seam."""
    y, w = legs.top + legs.band + 2, legs.waist
    arc = (
        f"M{CENTRE + w * 0.5} {y + 2}Q{CENTRE + w * 0.55} {y + 34} {CENTRE + legs.hip + 4} {y + 40}"
    )
    inner = (
        f"M{CENTRE + w * 0.44} {y + 2}"
        f"Q{CENTRE + w * 0.48} {y + 40} {CENTRE + legs.hip + 4} {y + 46}"
    )
    return twice(seam(arc, look, 1.5) + stitch(inner, look, thread))


def slant_pockets(look: Look, legs: Legs) -> str:
    y, w = legs.top + legs.band, legs.waist
    line = f"M{CENTRE + w * 0.72} {y + 2}L{CENTRE + legs.hip - 4} {y + 62}"
    inner = f"M{CENTRE + w * 0.72 - 5} {y + 2}L{CENTRE + legs.hip - 9} {y + 64}"
    return twice(seam(line, look, 1.5) + stitch(inner, look))


def cargo_pockets(look: Look, legs: Legs, y: float) -> str:
    x = CENTRE + legs.knee - 30
    return twice(
        f'<path d="M{x} {y}h36v50h-36z" fill="{look.fill}" stroke="{look.ink}" stroke-width="1.3"/>'
        f'<path d="M{x - 2} {y - 5}h40v16h-40z" fill="{look.fill}" stroke="{look.ink}" '
        'stroke-width="1.3"/>'
        + stitch(f"M{x + 2} {y + 8}L{x + 36} {y + 8}", look)
        + button(look, x + 14, y + 4, 2.4)
    )
