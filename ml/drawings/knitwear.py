"""Sweatshirts and Sweaters."""

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
from ml.drawings.collars import hood, hood_front
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, mix
from ml.drawings.paths import CENTRE, joined, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    buttons,
    drawstring,
    ribbon,
    ribs,
    seam,
    shaded,
    stitch,
    titled,
    twice,
    zipper,
)
from ml.drawings.tops import graphic

_KNIT = (
    '<pattern id="knit" width="7" height="8" patternUnits="userSpaceOnUse">'
    '<path d="M0 1L3.5 5L7 1" fill="none" stroke="{ink}" stroke-opacity="0.36" stroke-width="1.3"/>'
    "</pattern>"
)
_SLEEVE = (252, 36, 15)
"""Length, cuff width and angle of a long knitted sleeve."""


def _rib_finish(look: Look, body: Bodice, paint: str, hem: float, cuff: float) -> tuple[str, str]:
    """The ribbed hem of the body and the ribbed cuff of a sleeve."""
    bottom = ribbon(body.hem_path(hem / 2), look, hem, paint, ribbed=True)
    return bottom, ribbon(across_sleeve(body, *_SLEEVE, cuff / 2), look, cuff, paint, ribbed=True)


# --- sweatshirts ---------------------------------------------------------------------------------


@template("Sweatshirts")
def sweatshirt(look: Look) -> str:
    """Fleece with ribbed hem and cuffs: crew neck, hooded pullover or zipped hoodie."""
    rng = look.rng
    cut = rng.choice(("crew", "hoodie", "hoodie", "zip", "half zip"))
    hooded = cut in ("hoodie", "zip")
    wide = rng.choice((0, 6))
    body = Bodice(
        top=126 if hooded else 98,
        neck=36,
        depth=28,
        shoulder=94 + wide,
        slope=27,
        chest=104 + wide,
        armhole=104,
        waist=103 + wide,
        hem=92 + wide,
        length=278,
        curve=3,
    )
    trim = rng.choice((look.base, look.base, look.accent, shaded(look.base)))
    hem, cuff = _rib_finish(look, body, trim, 28, 26)
    raglan = rng.random() < 0.3
    arms = look.accent if raglan and rng.random() < 0.6 and look.fill == look.base else None
    sleeves = sleeve_pieces(body, *_SLEEVE, paint=arms, details=cuff)
    marks = _raglan(look, body, arms) if raglan else ""
    if not hooded:
        return _crew_sweat(look, body, sleeves, marks + hem, trim, half_zip=cut == "half zip")
    lining = darken(look.accent if rng.random() < 0.5 else look.base, 0.25)
    front = zipper(look, f"M192 {body.top + 62}L192 {body.bottom}", width=6) if cut == "zip" else ""
    pocket = _kangaroo(look, body, split=cut == "zip")
    cloth = assemble(
        look, *hood(look, body, lining), *sleeves, body_piece(look, body, marks + pocket + hem)
    )
    name = "zip-up hoodie" if cut == "zip" else "hoodie"
    cords = drawstring(look, body.top + 48, rng.uniform(44, 72), 15)
    return titled(name, cloth, front, hood_front(look, body), cords)


def _crew_sweat(
    look: Look,
    body: Bodice,
    sleeves: tuple[Piece, Piece],
    details: str,
    trim: str,
    *,
    half_zip: bool,
) -> str:
    top = body.top + body.depth
    notch = f"M{CENTRE - 15} {top + 2}L192 {top + 26}L{CENTRE + 15} {top + 2}"
    if half_zip:
        collar = Piece(
            symmetric(
                f"M192 {body.top - 18}Q{CENTRE + 30} {body.top - 18} {CENTRE + 34} {body.top - 12}"
                f"L{CENTRE + 40} {body.top + 8}Q{CENTRE + 24} {top + 4} 192 {top + 4}"
            ),
            trim,
        )
        zip_front = zipper(look, f"M192 {body.top - 16}L192 {top + 84}")
        cloth = assemble(look, *sleeves, body_piece(look, body, details))
        return titled("half-zip sweatshirt", cloth, assemble(look, collar), zip_front)
    if look.rng.random() < 0.65 and look.fill == look.base:
        details = graphic(look, CENTRE, body.top + body.armhole + 30) + details
    else:
        details = seam(notch, look) + ribs(f"M192 {top}L192 {top + 18}", look, 20) + details
    back, band = neckband(look, body, 12, trim, ribbed=True)
    cloth = assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
    return titled("crew-neck sweatshirt", cloth, back, band)


def _raglan(look: Look, body: Bodice, paint: str | None) -> str:
    """Seams from the neck to the underarm, the shoulder painted like the sleeves."""
    (sx, sy), (ux, uy) = body.tip, body.pit
    line = f"M{CENTRE + body.neck - 4} {body.top + 8}Q{sx - 34} {uy - 54} {ux} {uy}"
    panel = joined(line, f"M{ux + 20} {sy}L{sx} {sy - 40}", closed=True)
    fill = f'<path d="{panel}" fill="{paint}"/>' if paint else ""
    return twice(fill + seam(line, look) + stitch(line, look, width=0.7))


def _kangaroo(look: Look, body: Bodice, *, split: bool) -> str:
    """The front pouch with slanted openings, in two halves where a zip runs through."""
    low, high = body.bottom - 26, body.bottom - 98
    edge = f"M{CENTRE + 40} {high}Q{CENTRE + 52} {high + 26} {CENTRE + 68} {low - 18}"
    pouch = symmetric(joined(f"M192 {high}L{CENTRE + 40} {high}", edge, f"M{CENTRE + 68} {low}"))
    cloth = (
        f'<path d="{pouch}" fill="{look.fill}" stroke="{look.ink}" stroke-width="1.3" '
        f'stroke-linejoin="round"/>'
    )
    inner = f"M{CENTRE + 36} {high + 4}Q{CENTRE + 47} {high + 26} {CENTRE + 63} {low - 18}"
    middle = "" if split else stitch(f"M{CENTRE - 36} {high + 5}L{CENTRE + 36} {high + 5}", look)
    return cloth + twice(stitch(inner, look)) + middle


# --- sweaters ------------------------------------------------------------------------------------


@template("Sweaters")
def sweater(look: Look) -> str:
    """Knitwear with visible stitches: crew, V or roll neck, or a buttoned cardigan."""
    rng = look.rng
    cut = rng.choice(("crew", "v", "v", "roll", "cardigan", "cardigan"))
    slim = rng.choice((0, 0, 10))
    body = Bodice(
        top=100,
        neck=35,
        depth=30,
        shoulder=92 - slim,
        slope=26,
        chest=102 - slim,
        armhole=100,
        waist=99 - slim,
        hem=92 - slim,
        length=282,
        curve=3,
    )
    if cut in ("v", "cardigan"):
        body = replace(body, neckline="v", depth=84 if cut == "v" else 112, neck=33)
    trim = rng.choice((look.base, look.base, look.accent))
    hem, cuff = _rib_finish(look, body, trim, 32, 30)
    knit = _KNIT.format(ink=look.ink)
    motif, word = _motif(look, body, cut)
    texture = f'<path d="{body.outline()}" fill="url(#knit)"/>'
    arm = f'<path d="{body.sleeve(*_SLEEVE)}" fill="url(#knit)"/>'
    sleeves = sleeve_pieces(body, *_SLEEVE, details=_arm_bands(look, body, word) + arm + cuff)
    front = body_piece(look, body, motif + texture + hem)
    cloth = knit + assemble(look, neck_inside(look, body), *sleeves, front)
    name = f"{word} {_SWEATER_NAMES[cut]}".strip()
    if cut == "roll":
        return titled(name, cloth, _roll_neck(look, body, trim))
    if cut == "cardigan":
        return titled(name, cloth, _cardigan_front(look, body, trim))
    back, band = neckband(look, body, 13, trim, ribbed=True)
    point = seam(f"M192 {body.top + body.depth - 13}L192 {body.top + body.depth}", look)
    return titled(name, cloth, back, band, point if cut == "v" else "")


_SWEATER_NAMES = {
    "crew": "crew-neck sweater",
    "v": "V-neck sweater",
    "roll": "roll-neck sweater",
    "cardigan": "cardigan",
}


def _motif(look: Look, body: Bodice, cut: str) -> tuple[str, str]:
    """What is knitted in, and the word for it."""
    top, bottom = body.top + 20, body.bottom
    kinds = ["ribbed", "plain"]
    if look.fill == look.base:
        kinds += ["cable", "cable", "cable", "striped", "striped", "Fair Isle", "argyle"]
    kind = look.rng.choice(kinds)
    if kind == "cable":
        near = 34 if cut in ("v", "cardigan") else 0
        columns = (near, near + 34, near + 64) if near else (0, 36, 68)
        return "".join(twice(_cable(look, CENTRE + x, top, bottom)) for x in columns), "cable-knit"
    if kind == "ribbed":
        return ribs(line_at(body, (top + bottom) / 2), look, bottom - top + 60, 8), "ribbed"
    if kind == "striped":
        step = look.rng.choice((30, 44))
        rows = range(int(body.top) + 40, int(bottom), step)
        return "".join(ribbon(line_at(body, y), look, step * 0.45, look.accent) for y in rows), kind
    if kind == "Fair Isle":
        return _fair_isle(look, body, body.top + 76), kind
    if kind == "argyle":
        return _argyle(look, body), kind
    return "", ""


def _arm_bands(look: Look, body: Bodice, word: str) -> str:
    if word != "striped":
        return ""
    return "".join(
        ribbon(across_sleeve(body, *_SLEEVE, up, 30), look, 15, look.accent)
        for up in (70, 110, 150, 190)
    )


def _cable(look: Look, x: float, top: float, bottom: float) -> str:
    """A column of twisted stitches between two purl lines."""
    turns, y = [], top
    while y < bottom:
        turns.append(
            f"M{x - 7} {y}C{x - 7} {y + 10} {x + 7} {y + 8} {x + 7} {y + 20}"
            f"M{x + 7} {y}Q{x + 7} {y + 6} {x + 2} {y + 9}M{x - 3} {y + 12}"
            f"Q{x - 7} {y + 15} {x - 7} {y + 20}"
        )
        y += 20
    rails = f"M{x - 12} {top}V{bottom}M{x + 12} {top}V{bottom}"
    ground = (
        f'<path d="M{x - 12} {top}H{x + 12}V{bottom}H{x - 12}Z" fill="{shaded(look.base, 0.1)}"/>'
    )
    return ground + seam("".join(turns), look, 1.8) + seam(rails, look, 0.8)


def _fair_isle(look: Look, body: Bodice, y: float) -> str:
    """A patterned yoke: diamonds between two rows of dashes."""
    left, pale = CENTRE - 130, mix(look.accent, "#ffffff", 0.6)
    diamonds = "".join(f"M{left + 20 * n} {y}l10 -13l10 13l-10 13z" for n in range(13))
    rows = "".join(
        f'<path d="{line_at(body, y + shift)}" stroke="{paint}" stroke-width="5" '
        f'stroke-dasharray="{dash}" stroke-linecap="butt"/>'
        for shift, paint, dash in (
            (-32, look.accent, "5 5"),
            (-22, pale, "3 7"),
            (22, pale, "3 7"),
            (32, look.accent, "5 5"),
        )
    )
    hearts = "".join(f"M{left + 20 * n + 10} {y - 4}l4 4l-4 4l-4 -4z" for n in range(13))
    return rows + f'<path d="{diamonds}" fill="{look.accent}"/><path d="{hearts}" fill="{pale}"/>'


def _argyle(look: Look, body: Bodice) -> str:
    """Diamonds on the front with fine crossing lines."""
    shapes, lines = [], []
    for row in range(6):
        for column in range(-3, 4):
            x, y = CENTRE + 54 * column, body.top + 20 + 72 * row
            shapes.append(f"M{x} {y - 36}l27 36l-27 36l-27 -36z")
            lines.append(f"M{x - 27} {y - 36}l54 72M{x + 27} {y - 36}l-54 72")
    return (
        f'<path d="{"".join(shapes)}" fill="{look.accent}" fill-opacity="0.85"/>'
        f'<path d="{"".join(lines)}" stroke="{mix(look.base, "#ffffff", 0.6)}" stroke-width="1.4" '
        'stroke-dasharray="4 3" stroke-linecap="butt" fill="none"/>'
    )


def _roll_neck(look: Look, body: Bodice, trim: str) -> str:
    top = body.top
    collar = symmetric(
        f"M192 {top - 34}Q{CENTRE + 34} {top - 34} {CENTRE + 36} {top - 26}"
        f"Q{CENTRE + 42} {top - 4} {CENTRE + 40} {top + 12}Q{CENTRE + 26} {top + 26} 192 {top + 28}"
    )
    lines = ribs(f"M{CENTRE - 46} {top - 4}L{CENTRE + 46} {top - 4}", look, 70, 6)
    turn = seam(
        symmetric(
            f"M192 {top - 26}Q{CENTRE + 30} {top - 26} {CENTRE + 36} {top - 28}", closed=False
        ),
        look,
    )
    return assemble(look, Piece(collar, trim, details=lines + turn))


def _cardigan_front(look: Look, body: Bodice, trim: str) -> str:
    """The ribbed button band that runs round the neck and down the front."""
    low = body.top + body.depth
    left = ribbon(symmetric(body.neck_half(6), closed=False), look, 13, trim, ribbed=True)
    back, _ = neckband(look, body, 13, trim, ribbed=True)
    front = ribbon(f"M192 {low - 6}L192 {body.bottom + 2}", look, 16, trim, ribbed=True)
    knobs = buttons(look, CENTRE, low + 12, body.bottom - 18, 5, 4)
    pockets = twice(seam(f"M{CENTRE + 30} {body.bottom - 62}h44v9h-44z", look))
    return back + left + front + knobs + pockets
