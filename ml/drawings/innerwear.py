"""Briefs, Trunk, Bra and Innerwear Vests."""

from ml.drawings.bodice import Bodice, body_piece, hems, neck_inside
from ml.drawings.collars import bow
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, mix
from ml.drawings.paths import CENTRE, joined, reverse, scalloped, shifted, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    dots,
    fold,
    ribbon,
    ribs,
    seam,
    shaded,
    shadow,
    shine,
    stitch,
    titled,
    twice,
)


def _waist_elastic(look: Look, line: str, width: float) -> str:
    """A woven waistband: plain ribbed, striped, or with a row of marks like a brand's name."""
    kind = look.rng.choice(("ribbed", "striped", "name", "name"))
    paint = look.rng.choice((look.base, look.accent, look.accent))
    band = ribbon(line, look, width, paint)
    mark = look.base if paint != look.base else look.accent
    if kind == "ribbed":
        return band + ribs(line, look, width, 5)
    if kind == "striped":
        return band + seam(line, look, width * 0.3, mark)
    dash = (
        f'<path d="{line}" fill="none" stroke="{mark}" stroke-width="{width * 0.34}" '
        'stroke-dasharray="9 3 5 3 7 3 4 22" stroke-linecap="butt"/>'
    )
    return band + dash


def _shade(outline: str, strength: float = 0.8) -> str:
    return f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="{strength}"/>'


# --- briefs --------------------------------------------------------------------------------------


@template("Briefs")
def briefs(look: Look) -> str:
    """Underpants without legs: men's with a shaped pouch, women's low, hip-high or high."""
    return look.rng.choice((_mens_briefs, _mens_briefs, _womens_briefs, _womens_briefs))(look)


def _mens_briefs(look: Look) -> str:
    high = look.rng.uniform(168, 186)
    side = look.rng.uniform(232, 262)
    half = (
        f"M192 {high + 12} Q{CENTRE + 80} {high + 12} {CENTRE + 132} {high} L{CENTRE + 142} {side} "
        f"C{CENTRE + 96} {side + 16} {CENTRE + 54} {side + 60} {CENTRE + 36} 352 "
        f"Q{CENTRE + 20} 362 192 362"
    )
    outline = symmetric(half)
    leg = (
        f"M{CENTRE + 146} {side - 2}C{CENTRE + 98} {side + 14} "
        f"{CENTRE + 54} {side + 60} {CENTRE + 35} 354"
    )
    band_line = symmetric(
        f"M192 {high + 24} Q{CENTRE + 80} {high + 24} {CENTRE + 140} {high + 12}", closed=False
    )
    trim = look.rng.choice((look.base, look.accent, shaded(look.base)))
    pouch = (
        f"M{CENTRE + 46} {high + 30}C{CENTRE + 66} {high + 90} {CENTRE + 44} 320 {CENTRE + 30} 352"
    )
    marks = twice(seam(pouch, look, 1.5) + stitch(shifted(pouch, 4.5), look))
    if look.rng.random() < 0.6:
        marks += seam(f"M{CENTRE - 12} {high + 36}Q{CENTRE - 22} {high + 110} 192 340", look, 1.4)
        marks += ribbon(
            f"M{CENTRE + 10} {high + 36}Q{CENTRE + 34} {high + 84} {CENTRE + 22} {high + 126}",
            look,
            6,
            trim,
        )
    else:
        marks += seam(f"M192 {high + 36}L192 362", look, 1.4)
    marks += twice(
        fold((CENTRE + 126, high + 40), (CENTRE + 66, high + 70), 6) + ribbon(leg, look, 10, trim)
    )
    marks += twice(shadow(f"M{CENTRE + 34} 354Q{CENTRE + 20} 320 192 330L192 366Z", 0.1))
    back = Piece(
        symmetric(
            f"M192 {high + 2} Q{CENTRE + 80} {high + 2} {CENTRE + 132} {high} "
            f"Q{CENTRE + 80} {high + 14} 192 {high + 14}"
        ),
        darken(look.base, 0.35),
    )
    front = Piece(outline, details=_shade(outline) + marks + _waist_elastic(look, band_line, 26))
    return titled("contour briefs", assemble(look, back, front))


def _womens_briefs(look: Look) -> str:
    name, high, side = look.rng.choice(
        (("bikini briefs", 212, 236), ("hipster briefs", 196, 250), ("high-waist briefs", 148, 244))
    )
    hip = 130 if high > 160 else 126
    half = (
        f"M192 {high + 14} Q{CENTRE + 70} {high + 16} {CENTRE + hip} {high} "
        f"Q{CENTRE + hip + 6} {(high + side) / 2} {CENTRE + hip + 8} {side} "
        f"C{CENTRE + 84} {side + 20} {CENTRE + 46} {side + 58} "
        f"{CENTRE + 27} 342 Q{CENTRE + 14} 350 192 350"
    )
    outline = symmetric(half)
    waist = symmetric(
        f"M192 {high + 14} Q{CENTRE + 70} {high + 16} {CENTRE + hip} {high - 1}", closed=False
    )
    leg = (
        f"M{CENTRE + hip + 10} {side}"
        f"C{CENTRE + 84} {side + 20} {CENTRE + 46} {side + 58} {CENTRE + 27} 342"
    )
    pale = mix(look.accent, "#ffffff", 0.35)
    lace = look.rng.random() < 0.6
    marks = twice(fold((CENTRE + hip, high + 30), (CENTRE + 50, high + 48), 6))
    marks += seam(f"M{CENTRE - 30} 318Q192 306 {CENTRE + 30} 318", look)
    if lace:
        lace_leg = scalloped(leg, 14, 7)
        marks += twice(
            ribbon(leg, look, 15, pale) + dots(leg, look.ink, 1.6, 5) + seam(lace_leg, look, 0.9)
        )
        marks += ribbon(waist, look, 18, pale) + dots(waist, look.ink, 1.6, 5)
    else:
        marks += twice(ribbon(leg, look, 6, look.accent)) + ribbon(waist, look, 10, look.accent)
    back_line = f"M192 {high + 2} Q{CENTRE + 70} {high + 4} {CENTRE + hip - 2} {high}"
    back = Piece(
        symmetric(f"{back_line} Q{CENTRE + 70} {high + 18} 192 {high + 18}"),
        darken(look.base, 0.35),
    )
    front = Piece(outline, details=_shade(outline) + marks)
    return titled(name, assemble(look, back, front), bow(look, CENTRE, high + 16, 15, look.accent))


# --- trunks --------------------------------------------------------------------------------------


@template("Trunk")
def trunk(look: Look) -> str:
    """Boxer briefs: a wide elastic, short close legs, a pouch between two seams."""
    rng = look.rng
    top, leg = rng.uniform(150, 164), rng.uniform(318, 368)
    out = rng.uniform(126, 134)
    half = (
        f"M192 {top + 10} Q{CENTRE + 70} {top + 10} {CENTRE + 112} {top} "
        f"Q{CENTRE + 126} {top + 60} {CENTRE + out} {leg - 16} L{CENTRE + 24} {leg + 10} "
        f"Q{CENTRE + 16} 322 192 308"
    )
    outline = symmetric(half)
    band_line = symmetric(
        f"M192 {top + 25} Q{CENTRE + 70} {top + 25} {CENTRE + 122} {top + 14}", closed=False
    )
    hem = f"M{CENTRE + out + 4} {leg - 24}L{CENTRE + 18} {leg + 3}"
    trim = rng.choice((look.base, look.base, look.accent))
    pouch = f"M{CENTRE + 34} {top + 36}C{CENTRE + 62} {top + 90} {CENTRE + 50} 284 {CENTRE + 8} 316"
    marks = twice(seam(pouch, look, 1.5) + stitch(shifted(pouch, 5), look))
    marks += seam(f"M192 {top + 38}Q198 250 192 310", look, 1.2)
    if rng.random() < 0.5:
        panel = (
            f"M{CENTRE + 92} {top + 20}Q{CENTRE + 100} {top + 90} {CENTRE + 96} {leg}"
            f"L{CENTRE + 160} {leg}L{CENTRE + 150} {top}Z"
        )
        marks += twice(
            f'<path d="{panel}" fill="{look.accent}"/>' + seam(panel, look)
            if look.fill == look.base
            else seam(panel, look)
        )
    marks += twice(
        ribbon(hem, look, 13, trim)
        + stitch(hem, look)
        + fold((CENTRE + 14, 316), (CENTRE + 96, 286), -6, 0.14)
        + fold((CENTRE + 10, 324), (CENTRE + 34, leg + 4), 6, 0.14)
        + fold((CENTRE + out - 4, leg - 60), (CENTRE + 70, leg - 44), 5, 0.11)
    )
    back = Piece(
        symmetric(
            f"M192 {top} Q{CENTRE + 70} {top} {CENTRE + 112} {top} "
            f"Q{CENTRE + 70} {top + 12} 192 {top + 12}"
        ),
        darken(look.base, 0.35),
    )
    front = Piece(outline, details=_shade(outline) + marks + _waist_elastic(look, band_line, 29))
    name = "boxer trunks" if leg > 342 else "short trunks"
    return titled(name, assemble(look, back, front))


# --- bras ----------------------------------------------------------------------------------------


@template("Bra")
def bra(look: Look) -> str:
    """A moulded, lacy or sports bra, seen from the front with its straps and wings."""
    return look.rng.choice((_cup_bra, _cup_bra, _cup_bra, _sports_bra))(look)


def _cup_bra(look: Look) -> str:
    rng = look.rng
    plunge = rng.choice((232, 246, 262))
    balconette = rng.random() < 0.35
    peak_y, peak_x = (194, 84) if balconette else (172, 74)
    lace = rng.random() < 0.55
    edge = (
        f"M{CENTRE + 7} {plunge} "
        f"Q{CENTRE + 30} {plunge - 30 if not balconette else plunge - 22} "
        f"{CENTRE + peak_x} {peak_y}"
    )
    cup = (
        f"{edge} L{CENTRE + peak_x + 9} {peak_y} Q{CENTRE + 116} {peak_y + 30} {CENTRE + 130} 246 "
        f"C{CENTRE + 128} 312 {CENTRE + 50} 338 {CENTRE + 16} 292 "
        f"Q{CENTRE + 7} 272 {CENTRE + 7} {plunge} Z"
    )
    wing = (
        f"M{CENTRE + 124} 240 Q{CENTRE + 150} 250 {CENTRE + 164} 262 L{CENTRE + 162} 304 "
        f"Q{CENTRE + 130} 312 {CENTRE + 92} 320 Q{CENTRE + 122} 296 {CENTRE + 128} 246 Z"
    )
    gore = symmetric(
        f"M192 {plunge + 2} L{CENTRE + 10} {plunge + 2} "
        f"L{CENTRE + 20} 300 Q{CENTRE + 8} 316 192 316"
    )
    band = (
        f"M192 290 L{CENTRE + 20} 280 L{CENTRE + 120} 270 L{CENTRE + 140} 300 "
        f"L{CENTRE + 140} 318 Q{CENTRE + 70} 342 192 334"
    )
    strap = (
        f"M{CENTRE + peak_x + 4} {peak_y + 4} "
        f"C{CENTRE + peak_x + 8} 140 {CENTRE + 66} 112 {CENTRE + 46} 92"
    )
    back_strap = (
        f"{strap} Q{CENTRE + 42} 84 {CENTRE + 52} 92 "
        f"C{CENTRE + 88} 124 {CENTRE + 132} 190 {CENTRE + 150} 252"
    )
    pale = mix(look.accent, "#ffffff", 0.3)
    details = _cup_details(look, lace, cup, edge, pale, peak_y)
    cups, wings = (
        Piece(cup, details=details),
        Piece(wing, shaded(look.base, 0.12) if look.fill == look.base else None),
    )
    slider = (
        f'<rect x="{CENTRE + peak_x - 6}" y="134" width="13" height="8" '
        'rx="2" fill="none" stroke="#c9a24a" stroke-width="2.2"/>'
    )
    hooks = seam(f"M{CENTRE + 157} 268v30", look)
    straps = ribbon(back_strap, look, 5, shaded(look.base, 0.2)) + ribbon(
        strap, look, 6.5, look.base
    )
    cloth = assemble(
        look, wings.mirrored(), wings, Piece(symmetric(band)), Piece(gore), cups.mirrored(), cups
    )
    low = symmetric(reverse(f"M{CENTRE + 140} 316 Q{CENTRE + 70} 340 192 332"), closed=False)
    trim = seam(scalloped(low, 26, -4), look, 1) if lace else stitch(low, look)
    name = "lace bra" if lace else ("balconette bra" if balconette else "T-shirt bra")
    return titled(
        name,
        twice(straps),
        cloth,
        trim,
        twice(slider + hooks),
        bow(look, CENTRE, plunge + 8, 15, look.accent),
    )


def _cup_details(look: Look, lace: bool, cup: str, edge: str, pale: str, peak_y: float) -> str:
    """Light on the cup, its seams, and lace along the upper edge or over the upper half."""
    light = shine(
        f"M{CENTRE + 46} 236Q{CENTRE + 72} 214 {CENTRE + 92} 236"
        f"Q{CENTRE + 70} 228 {CENTRE + 46} 236Z",
        0.25,
    )
    under = fold((CENTRE + 16, 286), (CENTRE + 126, 262), -22, 0.13)
    shade = f'<path d="{cup}" fill="url(#round)" fill-opacity="0.9"/>'
    if not lace:
        seams = (
            stitch(edge, look, width=1)
            if look.rng.random() < 0.5
            else seam(f"M{CENTRE + 10} 268Q{CENTRE + 70} 236 {CENTRE + 128} 252", look)
        )
        return shade + under + light + seams
    net = joined(
        edge,
        f"M{CENTRE + 150} {peak_y}L{CENTRE + 136} 250",
        reverse(scalloped(f"M{CENTRE} 264Q{CENTRE + 66} 232 {CENTRE + 136} 250", 9, 5)),
        closed=True,
    )
    flowers = "".join(
        f'<circle cx="{CENTRE + x}" cy="{y}" r="3" '
        f'fill="{pale}" stroke="{look.ink}" stroke-width="0.7"/>'
        f'<path d="M{CENTRE + x - 8} {y + 3}q4 -6 8 -3q4 3 8 -3" '
        f'fill="none" stroke="{look.ink}" stroke-width="0.8"/>'
        for x, y in ((30, 240), (56, 222), (80, 202), (84, 230), (108, 226), (58, 242), (112, 244))
    )
    tint = f'<path d="{net}" fill="{pale}" fill-opacity="0.8"/>' + seam(net, look, 0.9)
    return shade + under + tint + flowers + seam(scalloped(edge, 8, -5), look, 1)


def _sports_bra(look: Look) -> str:
    half = (
        f"M192 196 Q{CENTRE + 36} 190 {CENTRE + 46} 118 L{CENTRE + 82} 122 "
        f"Q{CENTRE + 82} 196 {CENTRE + 122} 226 L{CENTRE + 118} 352 Q{CENTRE + 60} 360 192 360"
    )
    outline = symmetric(half)
    neck = symmetric(f"M192 196 Q{CENTRE + 36} 190 {CENTRE + 46} 118", closed=False)
    arm = f"M{CENTRE + 82} 122Q{CENTRE + 82} 196 {CENTRE + 122} 226"
    low = symmetric(reverse(f"M{CENTRE + 124} 336 Q{CENTRE + 60} 344 192 344"), closed=False)
    cups = twice(
        seam(
            f"M{CENTRE + 100} 222Q{CENTRE + 60} 240 {CENTRE + 30} 300"
            f"Q{CENTRE + 20} 320 {CENTRE + 16} 332",
            look,
        )
    )
    side = (
        f"M{CENTRE + 104} 210Q{CENTRE + 84} 280 {CENTRE + 92} 334"
        f"L{CENTRE + 140} 334L{CENTRE + 140} 200Z"
    )
    panel = twice(
        (f'<path d="{side}" fill="{look.accent}"/>' if look.fill == look.base else "")
        + seam(side, look)
    )
    trims = ribbon(neck, look, 8, look.accent) + twice(ribbon(arm, look, 8, look.accent))
    back = Piece(
        symmetric(f"M192 152 Q{CENTRE + 30} 150 {CENTRE + 46} 118 L{CENTRE + 40} 200 L192 204"),
        darken(look.base, 0.35),
    )
    front = Piece(
        outline,
        details=_shade(outline)
        + fold((CENTRE - 24, 250), (CENTRE + 20, 254), 6)
        + cups
        + panel
        + trims
        + ribbon(low, look, 28, look.rng.choice((look.base, look.accent)), ribbed=True),
    )
    return titled("sports bra", assemble(look, back, front))


# --- vests ---------------------------------------------------------------------------------------


@template("Innerwear Vests")
def vest(look: Look) -> str:
    """An undershirt: narrow shoulders, deep neck and armholes, all bound; ribbed or fine jersey."""
    rng = look.rng
    racer = rng.random() < 0.25
    body = Bodice(
        top=84,
        neck=rng.uniform(38, 44),
        depth=rng.uniform(82, 104),
        back=38,
        neckline="scoop",
        shoulder=rng.uniform(58, 64),
        slope=5,
        chest=82,
        armhole=rng.uniform(122, 134),
        cutaway=16 if racer else 4,
        waist=76,
        waist_at=210,
        hem=82,
        length=336,
        curve=4,
    )
    binding = rng.choice((look.base, look.base, look.accent))
    ribbed = rng.random() < 0.5
    texture = ribs(f"M80 {body.top + 170}L304 {body.top + 170}", look, 400, 6) if ribbed else ""
    if ribbed:
        texture = f'<g opacity="0.55">{texture}</g>'
    wash = hems(look, body, 7)
    tab = (
        f'<rect x="{CENTRE + 40}" y="{body.bottom - 46}" width="13" '
        f'height="18" fill="#f6f3ec" stroke="{look.ink}" stroke-width="0.8"/>'
    )
    back_half = (
        f"M192 {body.top + body.back}Q{CENTRE + body.neck - 8} {body.top + body.back - 6} "
        f"{CENTRE + body.neck} {body.top}"
    )
    neck_back = ribbon(symmetric(back_half, closed=False), look, 8, binding)
    rims = ribbon(body.neckline_path(), look, 9, binding)
    arms = twice(ribbon(body.armhole_half(), look, 9, binding))
    inner = neck_inside(look, body)
    front = body_piece(look, body, texture + wash + tab)
    name = ("ribbed " if ribbed else "") + ("racer vest" if racer else "vest")
    return titled(name, assemble(look, inner), neck_back, assemble(look, front), arms, rims)
