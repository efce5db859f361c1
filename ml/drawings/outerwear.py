"""Jackets."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    line_at,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import hood, hood_front, notched_collar, shirt_collar
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    button,
    buttons,
    fold,
    ribbon,
    seam,
    shaded,
    shadow,
    shine,
    stitch,
    titled,
    twice,
    zipper,
)

_BLOCK = Bodice(
    top=98,
    neck=36,
    depth=22,
    shoulder=96,
    slope=26,
    chest=108,
    armhole=106,
    waist=104,
    hem=98,
    length=284,
    curve=3,
)
_SLEEVE = (256, 40, 14)


@template("Jackets")
def jacket(look: Look) -> str:
    """Outerwear: bomber, trucker, blazer, puffer, biker or parka."""
    cut = look.rng.choice((_bomber, _bomber, _trucker, _blazer, _blazer, _puffer, _biker, _parka))
    return cut(look)


def _welt(look: Look, y: float) -> str:
    """Slanted welt pockets left and right."""
    x = CENTRE + 40
    return twice(
        f'<path d="M{x} {y + 52}l14 -54l10 3l-14 54z" fill="{shaded(look.base, 0.15)}" '
        f'stroke="{look.ink}" stroke-width="1.2" stroke-linejoin="round"/>'
    )


def _bomber(look: Look) -> str:
    body = replace(_BLOCK, hem=90, waist=106, length=270, shoulder=98)
    trim = look.rng.choice((look.base, look.accent, look.accent))
    varsity = trim != look.base and look.fill == look.base and look.rng.random() < 0.5
    hem = ribbon(body.hem_path(15), look, 30, trim, ribbed=True)
    cuff = ribbon(across_sleeve(body, *_SLEEVE, 14), look, 28, trim, ribbed=True)
    arms = look.accent if varsity else None
    sleeves = sleeve_pieces(body, *_SLEEVE, details=cuff, paint=arms)
    low = body.top + body.depth
    front = f"M192 {low - 8}L192 {body.bottom}"
    closing = (
        seam(front, look, 1.6) + buttons(look, CENTRE + 8, low + 16, body.bottom - 14, 6, 4.2)
        if varsity
        else zipper(look, front, width=7)
    )
    back, band = neckband(look, body, 15, trim, ribbed=True)
    cloth = assemble(
        look,
        neck_inside(look, body),
        *sleeves,
        body_piece(look, body, _welt(look, body.bottom - 116) + hem),
    )
    return titled("varsity jacket" if varsity else "bomber jacket", cloth, back, band, closing)


def _trucker(look: Look) -> str:
    body = replace(_BLOCK, hem=92, waist=98, length=266, chest=104)
    thread = "#d9a35b"
    y, low = body.top + 84, body.bottom - 24
    panels = twice(
        seam(f"M{CENTRE + 30} {y}L{CENTRE + 20} {low}M{CENTRE + 72} {y}L{CENTRE + 46} {low}", look)
        + stitch(f"M{CENTRE + 33} {y}L{CENTRE + 23} {low}", look, thread)
        + stitch(f"M{CENTRE + 75} {y}L{CENTRE + 49} {low}", look, thread)
    )
    yoke = seam(line_at(body, y), look) + stitch(line_at(body, y - 3.5), look, thread)
    flap = (
        f'<path d="M{CENTRE + 28} {y - 4}h46v14l-23 10l-23 -10z" fill="{look.fill}" '
        f'stroke="{look.ink}" stroke-width="1.3" stroke-linejoin="round"/>'
        + stitch(f"M{CENTRE + 31} {y - 1}v9l20 9l20 -9v-9", look, thread)
        + button(look, CENTRE + 51, y + 12, 3.2, "#b98b5e")
    )
    band = ribbon(body.hem_path(12), look, 24, look.fill)
    band += stitch(body.hem_path(21), look, thread) + stitch(body.hem_path(4), look, thread)
    cuff = ribbon(across_sleeve(body, *_SLEEVE, 13), look, 26, look.base)
    cuff += stitch(across_sleeve(body, *_SLEEVE, 23), look, thread)
    fade = shine(f"M{CENTRE + 34} {y + 30}Q{CENTRE + 60} {y + 70} {CENTRE + 40} {low - 10}Z", 0.14)
    placket = "".join(
        stitch(f"M{CENTRE + x} {body.top + 30}L{CENTRE + x} {body.bottom}", look, thread)
        for x in (-9, 9)
    )
    closing = seam(
        f"M{CENTRE + 10.5} {body.top + 26}L{CENTRE + 10.5} {body.bottom}", look
    ) + "".join(
        button(look, CENTRE, yy, 4, "#b98b5e") for yy in _steps(body.top + 50, body.bottom - 12, 6)
    )
    sleeves = sleeve_pieces(body, *_SLEEVE, details=cuff)
    details = twice(fade) + yoke + panels + twice(flap) + band + placket + closing
    cloth = assemble(look, *sleeves, body_piece(look, body, details))
    collar = look.rng.choice((look.fill, look.fill, "#efe6d3", shaded(look.base)))
    return titled("trucker jacket", cloth, shirt_collar(look, body, collar, point=34))


def _steps(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * n / (count - 1) for n in range(count)]


def _blazer(look: Look) -> str:
    body = replace(
        _BLOCK,
        top=88,
        neck=32,
        depth=24,
        shoulder=94,
        chest=102,
        waist=88,
        waist_at=186,
        hem=102,
        length=318,
        slope=22,
        curve=0,
    )
    double = look.rng.random() < 0.3
    low = body.top + (132 if double else 148)
    satin = look.rng.choice((look.fill, look.fill, shaded(look.base, 0.3)))
    edge = f"M192 {low}L192 {body.bottom - 44}Q194 {body.bottom - 6} 222 {body.bottom + 4}"
    cut = (
        f'<path d="M192 {body.bottom - 44}Q193 {body.bottom - 4} 222 {body.bottom + 6}L162 '
        f"{body.bottom + 6}Q191 {body.bottom - 4} 192 {body.bottom - 44}"
        f'Z" fill="{darken(look.base, 0.45)}"/>'
    )
    darts = twice(
        seam(
            f"M{CENTRE + 50} {body.top + 128}"
            f"Q{CENTRE + 44} {low + 20} {CENTRE + 54} {body.bottom - 98}",
            look,
            0.9,
        )
    )
    y = body.bottom - 98
    flaps = twice(
        f'<path d="M{CENTRE + 32} {y}l54 -4v17q-2 4 -8 4l-42 2q-4 0 -4 -5z" fill="{look.fill}" '
        f'stroke="{look.ink}" stroke-width="1.3" stroke-linejoin="round"/>'
    )
    breast = (
        f'<path d="M{CENTRE + 42} {body.top + 98}l38 -6l1 9l-38 6z" fill="{look.fill}" '
        f'stroke="{look.ink}" stroke-width="1.2"/>'
    )
    cuffs = "".join(_cuff_button(look, body, up) for up in (10, 19, 28))
    knobs = "".join(
        twice(button(look, CENTRE + 22, yy, 5)) if double else button(look, CENTRE + 3, yy, 5)
        for yy in ((low + 8, low + 50) if double else (low + 6, low + 48))
    )
    front = (
        seam(f"M{CENTRE + 30} {low - 10}L{CENTRE + 30} {body.bottom}", look)
        if double
        else seam(edge, look, 1.6) + cut
    )
    sleeves = sleeve_pieces(body, 268, 38, 12, details=cuffs)
    cloth = assemble(look, *sleeves, body_piece(look, body, darts + flaps + breast + front))
    shirt = notched_collar(look, body, satin, low=low, width=34)
    return titled("double-breasted blazer" if double else "blazer", cloth, shirt, knobs)


def _cuff_button(look: Look, body: Bodice, up: float) -> str:
    (ox, oy), (ix, iy) = body.sleeve_end(268, 38, 12, up)
    return button(look, ox * 0.24 + ix * 0.76, oy * 0.24 + iy * 0.76, 2.2)


def _puffer(look: Look) -> str:
    vest = look.rng.random() < 0.3
    body = replace(
        _BLOCK,
        chest=114,
        waist=114,
        hem=108,
        shoulder=94 if vest else 100,
        cutaway=6 if vest else 0,
        neck=38,
        length=282,
    )
    step = look.rng.choice((26, 34))
    rows = _steps(body.top + 30, body.bottom - 8, round(250 / step) + 1)
    quilts = "".join(_quilt(look, y, 240) for y in rows)
    y = body.bottom - 86
    pocket = twice(zipper(look, f"M{CENTRE + 62} {y}L{CENTRE + 50} {y + 50}", width=4))
    arm = "".join(_arm_quilt(look, body, up) for up in range(30, 250, step))
    cuff = ribbon(across_sleeve(body, *_SLEEVE, 6), look, 12, shaded(look.base))
    sleeves = () if vest else sleeve_pieces(body, _SLEEVE[0], 48, _SLEEVE[2], details=arm + cuff)
    top = body.top
    collar = symmetric(
        f"M192 {top - 30}Q{CENTRE + 34} {top - 30} {CENTRE + 40} {top - 24}"
        f"Q{CENTRE + 48} {top - 8} {CENTRE + 46} {top + 12}Q{CENTRE + 26} {top + 22} 192 {top + 24}"
    )
    lining = symmetric(
        f"M192 {top - 31}Q{CENTRE + 32} {top - 31} {CENTRE + 38} {top - 25}"
        f"Q{CENTRE + 22} {top - 10} "
        f"192 {top - 9}"
    )
    neck = Piece(collar, details=_quilt(look, top + 4, 60))
    closing = zipper(look, f"M192 {top - 6}L192 {body.bottom + 2}", width=7)
    hem = ribbon(body.hem_path(5), look, 10, shaded(look.base))
    cloth = assemble(look, *sleeves, body_piece(look, body, quilts + pocket + hem))
    rim = twice(ribbon(body.armhole_half(), look, 5, shaded(look.base))) if vest else ""
    front = assemble(look, neck, Piece(lining, darken(look.accent, 0.2)))
    return titled("quilted gilet" if vest else "puffer jacket", cloth, rim, front, closing)


def _quilt(look: Look, y: float, width: float) -> str:
    """A quilting line with the soft shadow and light of the padding on both sides of it."""
    left, right = CENTRE - width / 2, CENTRE + width / 2
    line = f"M{left} {y}Q192 {y + 8} {right} {y}"
    return (
        shadow(f"{line}L{right} {y - 9}Q192 {y - 3} {left} {y - 9}Z", 0.13)
        + shine(f"{line}L{right} {y + 7}Q192 {y + 17} {left} {y + 7}Z", 0.16)
        + seam(line, look, 1.3)
    )


def _arm_quilt(look: Look, body: Bodice, up: float) -> str:
    (ox, oy), (ix, iy) = body.sleeve_end(_SLEEVE[0], 48, _SLEEVE[2], up)
    line = f"M{ox + 14} {oy - 2}Q{(ox + ix) / 2 + 2} {(oy + iy) / 2 + 9} {ix - 26} {iy + 4}"
    shade = shadow(f"{line}L{ix - 24} {iy - 5}L{ox + 16} {oy - 10}Z", 0.12)
    return shade + seam(line, look, 1.2)


def _biker(look: Look) -> str:
    body = replace(_BLOCK, waist=90, hem=92, chest=100, shoulder=90, length=252, waist_at=180)
    low = body.bottom
    slant = f"M{CENTRE + 22} {body.top + 62}L{CENTRE - 24} {low - 24}"
    belt = ribbon(body.hem_path(13), look, 24, shaded(look.base, 0.12))
    belt += stitch(body.hem_path(22), look) + stitch(body.hem_path(4), look)
    buckle = (
        f'<rect x="{CENTRE - 50}" y="{low - 25}" width="24" height="25" rx="2" fill="none" '
        'stroke="#c3c7cc" stroke-width="3.4"/>'
    )
    pocket = zipper(look, f"M{CENTRE + 74} {low - 96}L{CENTRE + 36} {low - 62}", width=4)
    pocket += zipper(look, f"M{CENTRE + 38} {body.top + 112}l38 -10", width=4)
    pocket += zipper(look, f"M{CENTRE - 78} {low - 92}L{CENTRE - 46} {low - 62}", width=4)
    loops = twice(seam(f"M{CENTRE + 74} {body.top + 20}L{CENTRE + 44} {body.top + 14}", look))
    cuff = zipper(look, _sleeve_zip(body), width=4)
    quilt = "".join(seam(across_sleeve(body, *_SLEEVE, up, 0), look, 0.9) for up in (190, 200, 210))
    sleeves = sleeve_pieces(body, *_SLEEVE, details=cuff + quilt)
    cloth = assemble(look, *sleeves, body_piece(look, body, pocket + loops + belt + buckle))
    lapels = notched_collar(look, body, look.fill, low=body.top + 112, width=38)
    studs = twice(button(look, CENTRE + 52, body.top + 36, 2.6, "#c3c7cc"))
    return titled("biker jacket", cloth, zipper(look, slant, width=6), lapels, studs)


def _sleeve_zip(body: Bodice) -> str:
    (ox, oy), (ix, iy) = body.sleeve_end(*_SLEEVE, 54)
    (px, py), (qx, qy) = body.sleeve_end(*_SLEEVE, 0)
    return (
        f"M{ox * 0.4 + ix * 0.6} {oy * 0.4 + iy * 0.6}L{px * 0.4 + qx * 0.6} {py * 0.4 + qy * 0.6}"
    )


def _parka(look: Look) -> str:
    body = replace(_BLOCK, top=118, waist=98, hem=112, chest=106, length=322, waist_at=188, curve=4)
    y = body.top + body.waist_at
    cord = stitch(f"M60 {y}Q192 {y + 8} 324 {y}", look) + seam(
        f"M60 {y + 5}Q192 {y + 13} 324 {y + 5}", look
    )
    cords = twice(
        fold((CENTRE + 70, y + 4), (CENTRE + 82, y + 60), 6)
        + fold((CENTRE + 50, y - 2), (CENTRE + 58, y - 50), 5)
    )
    px, py = CENTRE + 28, y + 34
    pocket = twice(
        f'<path d="M{px} {py}h58l2 66h-62z" fill="{look.fill}" '
        f'stroke="{look.ink}" stroke-width="1.3"/>'
        f'<path d="M{px - 2} {py - 4}h62v18l-31 7l-31 -7z" fill="{look.fill}" stroke="{look.ink}" '
        'stroke-width="1.3" stroke-linejoin="round"/>' + button(look, px + 29, py + 12, 3)
    )
    flap = (
        f'<path d="M{CENTRE - 13} {body.top + 40}h26V{body.bottom + 2}h-26z" fill="{look.fill}" '
        f'stroke="{look.ink}" stroke-width="1.3"/>'
        + stitch(f"M{CENTRE + 9} {body.top + 56}L{CENTRE + 9} {body.bottom}", look)
        + buttons(look, CENTRE, body.top + 84, body.bottom - 24, 5, 4)
    )
    tab = ribbon(across_sleeve(body, 262, 42, 13, 26), look, 12, look.base)
    sleeves = sleeve_pieces(
        body, 262, 42, 13, details=tab + stitch(across_sleeve(body, 262, 42, 13, 5), look)
    )
    fur = look.rng.random() < 0.4
    lining = "#d8c7a4" if fur else darken(look.accent, 0.15)
    cloth = assemble(
        look,
        *hood(look, body, lining),
        *sleeves,
        body_piece(look, body, cord + cords + pocket + flap),
    )
    return titled("parka", cloth, hood_front(look, body))
