"""Skirts."""

from ml.drawings.bottoms import COPPER, denim_fade
from ml.drawings.legs import Legs, belt_loops, curved_pockets
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    button,
    buttons,
    drawstring,
    fold,
    ribbon,
    seam,
    shadow,
    stitch,
    titled,
    twice,
)


@template("Skirts")
def skirt(look: Look) -> str:
    """Pencil, A-line, pleated, tiered, denim, wrap or circle."""
    return look.rng.choice(
        (_pencil, _a_line, _pleated, _tiered, _denim_skirt, _wrap_skirt, _circle)
    )(look)


def _skirt_half(top: float, waist: float, hip: float, hem: float, bottom: float, sag: float) -> str:
    """The right half of a skirt from the centre of the waist to the centre of the hem."""
    hy = top + min(90.0, (bottom - top) * 0.4)
    return (
        f"M192 {top + 6} Q{CENTRE + waist * 0.6} {top + 6} {CENTRE + waist} {top} "
        f"Q{CENTRE + hip - 2} {top + (hy - top) * 0.45} {CENTRE + hip} {hy} "
        f"L{CENTRE + hem} {bottom} Q{CENTRE + hem * 0.5} {bottom + sag} 192 {bottom + sag}"
    )


def _skirt(
    look: Look,
    half: str,
    top: float,
    waist: float,
    details: str,
    band: float = 16,
    paint: str | None = None,
    ribbed: bool = False,
) -> str:
    outline = symmetric(half)
    shade = f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="0.7"/>'
    line = (
        f"M{CENTRE - waist - 12} {top + band / 2}"
        f"Q192 {top + band / 2 + 9} {CENTRE + waist + 12} {top + band / 2}"
    )
    waistline = ribbon(line, look, band, paint or look.fill, ribbed=ribbed) if band else ""
    inner = symmetric(
        f"M192 {top - 4}Q{CENTRE + waist * 0.6} {top - 4} {CENTRE + waist} {top}"
        f"Q{CENTRE + waist * 0.6} {top + 6} 192 {top + 6}"
    )
    return assemble(
        look,
        Piece(inner, darken(look.base, 0.35)),
        Piece(outline, details=shade + details + waistline),
    )


def _pencil(look: Look) -> str:
    bottom = look.rng.uniform(400, 430)
    half = _skirt_half(96, 66, 98, look.rng.uniform(76, 86), bottom, 3)
    slit = f"M{CENTRE + 44} {bottom + 6}L{CENTRE + 46} {bottom - 74}L{CENTRE + 54} {bottom + 6}Z"
    darts = twice(seam(f"M{CENTRE + 36} 114L{CENTRE + 40} 172", look))
    details = darts + f'<path d="{slit}" fill="{darken(look.base, 0.45)}"/>' + seam(slit, look)
    details += stitch(f"M90 {bottom - 8}L300 {bottom - 8}", look)
    details += fold((CENTRE - 90, 190), (CENTRE + 10, 204), 6) + fold(
        (CENTRE + 92, 206), (CENTRE + 14, 226), -5
    )
    details += seam(f"M192 112L192 {bottom}", look, 0.8) if look.rng.random() < 0.3 else ""
    return titled("pencil skirt", _skirt(look, half, 96, 66, details))


def _a_line(look: Look) -> str:
    mini = look.rng.random() < 0.45
    top, bottom = (140, 360) if mini else (100, 420)
    hem = 134 if mini else 140
    half = _skirt_half(top, 68, 98, hem, bottom, 16)
    folds = "".join(
        fold((CENTRE + x * 0.62, top + 70), (CENTRE + x * 1.3, bottom + 12), 8, 0.12)
        for x in (-88, -48, 0, 46, 84)
    )
    details = folds + stitch(f"M40 {bottom - 8}Q192 {bottom + 24} 344 {bottom - 8}", look)
    if look.rng.random() < 0.5:
        knobs = buttons(look, CENTRE, top + 34, bottom - 8, 6, 4.2)
        details += (
            seam(
                f"M{CENTRE - 11} {top}L{CENTRE - 11} {bottom + 20}"
                f"M{CENTRE + 11} {top}L{CENTRE + 11} {bottom + 20}",
                look,
            )
            + knobs
        )
        return titled("buttoned A-line skirt", _skirt(look, half, top, 68, details))
    return titled("A-line skirt", _skirt(look, half, top, 68, details))


def _pleated(look: Look) -> str:
    top, bottom = (144, 352) if look.rng.random() < 0.4 else (92, 424)
    hem, count = look.rng.uniform(132, 146), look.rng.choice((9, 13))
    half = _skirt_half(top, 66, 88, hem, bottom, 12)
    pleats = ""
    for n in range(-(count // 2), count // 2 + 1):
        share = n / (count // 2 + 0.5)
        x1, x2, wide = CENTRE + share * 66, CENTRE + share * hem, hem / count * 0.9
        pleats += shadow(
            f"M{x1} {top + 16}L{x2} {bottom + 16}L{x2 + wide} {bottom + 16}L{x1 + 2} {top + 16}Z",
            0.17,
        )
        pleats += seam(f"M{x1} {top + 16}L{x2} {bottom + 16}", look)
    trim = ""
    if look.rng.random() < 0.35:
        trim = ribbon(
            f"M{CENTRE - hem - 4} {bottom - 18}Q192 {bottom + 6} {CENTRE + hem + 4} {bottom - 18}",
            look,
            8,
            look.accent,
        )
    name = "pleated mini skirt" if top > 100 else "pleated midi skirt"
    return titled(name, _skirt(look, half, top, 66, pleats + trim))


def _tiered(look: Look) -> str:
    top, bottom = 56, 466
    half = _skirt_half(top, 62, 84, 146, bottom, 12)
    tiers = ""
    for share in (0.3, 0.62):
        y = top + (bottom - top) * share
        wide = 70 + 76 * share
        tiers += ribbon(f"M30 {y}Q192 {y + 16} 354 {y}", look, 6, look.accent)
        tiers += "".join(
            fold((CENTRE + k * wide / 4, y + 8), (CENTRE + k * wide / 3.5, y + 70), 5, 0.15)
            for k in range(-4, 5)
        )
    tiers += "".join(
        fold((CENTRE + k * 16, top + 16), (CENTRE + k * 21, top + 80), 4, 0.14)
        for k in range(-3, 4)
    )
    tiers += ribbon(f"M30 {bottom - 6}Q192 {bottom + 16} 354 {bottom - 6}", look, 10, look.accent)
    return titled(
        "tiered maxi skirt",
        _skirt(look, half, top, 62, tiers, ribbed=True, paint=look.base)
        + drawstring(look, top + 14, 56, 6),
    )


def _denim_skirt(look: Look) -> str:
    top, bottom = 142, look.rng.uniform(340, 372)
    half = _skirt_half(top, 84, 112, 120, bottom, 3)
    legs = Legs(top=top, waist=84, hip=112, band=18, length=bottom - top)
    thread = "#d9a35b"
    details = curved_pockets(look, legs, thread)
    details += denim_fade(look, legs, 0.35)
    details += seam(f"M192 {top}L192 {bottom}", look, 1.4) + stitch(
        f"M{CENTRE + 14} {top + 20}L{CENTRE + 14} {top + 96}"
        f"Q{CENTRE + 12} {top + 110} 192 {top + 114}",
        look,
        thread,
    )
    details += stitch(f"M60 {bottom - 8}L324 {bottom - 8}", look, thread) + stitch(
        f"M60 {bottom - 12}L324 {bottom - 12}", look, thread
    )
    over = belt_loops(look, legs, look.fill) + button(look, CENTRE + 1, top + 15, 4.4, COPPER)
    return titled("five-pocket mini skirt", _skirt(look, half, top, 84, details, 18), over)


def _wrap_skirt(look: Look) -> str:
    top, bottom = 108, look.rng.uniform(390, 430)
    half = _skirt_half(top, 66, 98, 116, bottom, 6)
    edge = f"M{CENTRE + 48} {top + 8}Q{CENTRE + 60} {top + 150} {CENTRE - 24} {bottom + 16}"
    under = f"{edge}L{CENTRE + 150} {bottom + 16}L{CENTRE + 150} {top}Z"
    frill = "".join(
        fold((CENTRE + 46, top + 18), (CENTRE - 70 + 26 * n, top + 110 + 36 * n), 8, 0.13)
        for n in range(4)
    )
    details = (
        shadow(under, 0.14)
        + frill
        + ribbon(edge, look, 10, look.accent if look.rng.random() < 0.5 else look.base)
    )
    knot = f"M{CENTRE + 46} {top + 14}q16 20 10 52M{CENTRE + 46} {top + 14}q-4 26 -14 44"
    tie = (
        seam(knot, look, 7)
        + seam(knot, look, 4.6, look.accent)
        + button(look, CENTRE + 46, top + 14, 5)
    )
    return titled("wrap skirt", _skirt(look, half, top, 66, details, 14), tie)


def _circle(look: Look) -> str:
    top, bottom = 150, look.rng.uniform(336, 366)
    half = (
        f"M192 {top + 6} Q{CENTRE + 40} {top + 6} {CENTRE + 62} {top} Q{CENTRE + 104} {top + 80} "
        f"{CENTRE + 156} {bottom - 16} Q{CENTRE + 146} {bottom + 6} {CENTRE + 120} {bottom + 2} "
        f"Q{CENTRE + 98} {bottom + 22} {CENTRE + 66} {bottom + 12} "
        f"Q{CENTRE + 34} {bottom + 32} 192 {bottom + 18}"
    )
    waves = twice(
        "".join(
            fold((CENTRE + x1, bottom + y), (CENTRE + x2, top + 30), w, 0.16)
            for x1, y, x2, w in (
                (120, 4, 56, 10),
                (66, 14, 30, 10),
                (142, 2, 62, -6),
                (94, 20, 44, -8),
            )
        )
    ) + fold((CENTRE, bottom + 22), (CENTRE, top + 30), 9, 0.16)
    return titled(
        "skater skirt",
        _skirt(look, half, top, 62, waves, 18, look.accent if look.rng.random() < 0.4 else None),
    )
