"""Dresses."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import bow, front_placket, shirt_collar, strap_loops
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, joined, reverse, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    fold,
    ribbon,
    seam,
    shaded,
    shadow,
    stitch,
    titled,
    twice,
)

_SHAPED = Bodice(
    top=50,
    neck=42,
    depth=48,
    back=14,
    neckline="scoop",
    shoulder=66,
    slope=18,
    chest=74,
    armhole=78,
    waist=56,
    waist_at=150,
    hem=112,
    length=360,
    curve=12,
)


@template("Dresses")
def dress(look: Look) -> str:
    """A dress: shift, fit and flare, sheath, wrap, shirt dress, slip, maxi or strapless."""
    cuts = (
        _shift,
        _fit_and_flare,
        _sheath,
        _wrap_dress,
        _shirt_dress,
        _maxi,
        _strapless,
        _tiered_dress,
    )
    return look.rng.choice(cuts)(look)


def _skirt_folds(body: Bodice, y: float, spread: tuple[int, ...] = (-80, -44, -8, 30, 66)) -> str:
    """Folds that open from the waist at height ``y`` to the hem."""
    share = body.hem / 100
    return "".join(
        fold((CENTRE + x * 0.5, y), (CENTRE + x * share, body.bottom + 6), 9 if x > 0 else -9, 0.12)
        for x in spread
    )


def _arms(
    look: Look, body: Bodice, *, sleeveless: float = 0.5
) -> tuple[Bodice, tuple[Piece, ...], str]:
    """Sleeves or bound armholes: the body they go with, the pieces, and what lies over them."""
    if look.rng.random() < sleeveless:
        bare = replace(body, shoulder=body.shoulder - 8, cutaway=10)
        return bare, (), twice(seam(bare.armhole_half(), look, 2.2))
    arm = look.rng.choice(((42, 46, 24), (96, 44, 18), (150, 38, 17), (226, 32, 15)))
    hem = stitch(across_sleeve(body, *arm, 6), look)
    return body, sleeve_pieces(body, *arm, details=hem), ""


def _shift(look: Look) -> str:
    body = replace(
        _SHAPED,
        neckline=look.rng.choice(("crew", "boat")),
        depth=32,
        waist=74,
        hem=92,
        length=350,
        curve=3,
        chest=78,
        top=62,
    )
    body, sleeves, over = _arms(look, body)
    bands = ""
    if look.rng.random() < 0.45 and look.fill == look.base:
        y = look.rng.choice((body.top + 90, body.bottom - 80))
        bands = ribbon(f"M40 {y}L344 {y}", look, 62, look.accent)
        bands += seam(f"M40 {y - 42}L344 {y - 42}", look, 4, look.accent)
    pockets = twice(seam(f"M{CENTRE + 34} {body.bottom - 150}h38", look, 1.4))
    back, band = neckband(look, body, 5, look.base)
    front = body_piece(look, body, bands + pockets + stitch(body.hem_path(8), look))
    return titled(
        "shift dress", assemble(look, neck_inside(look, body), *sleeves, front), over, back, band
    )


def _fit_and_flare(look: Look) -> str:
    rng = look.rng
    body = replace(
        _SHAPED,
        neckline=rng.choice(("scoop", "square", "sweetheart", "boat")),
        hem=rng.uniform(132, 146),
        length=rng.uniform(340, 390),
        curve=18,
        top=62,
    )
    body = replace(
        body,
        neck=52 if body.neckline == "boat" else 44,
        depth=28 if body.neckline == "boat" else 54,
    )
    body, sleeves, over = _arms(look, body)
    y = body.top + body.waist_at
    belt = ribbon(f"M90 {y}Q192 {y + 7} 294 {y}", look, 11, look.accent)
    seams = twice(seam(f"M{CENTRE + 28} {y}Q{CENTRE + 28} {y - 36} {CENTRE + 44} {y - 72}", look))
    details = _skirt_folds(body, y + 4, (-92, -62, -32, 0, 34, 64, 92)) + seams + belt
    if rng.random() < 0.3:
        details += ribbon(body.hem_path(10), look, 16, look.accent)
    back, band = neckband(look, body, 4, look.base)
    front = body_piece(look, body, details)
    cloth = assemble(look, neck_inside(look, body), *sleeves, front)
    tie = bow(look, CENTRE + 8, y + 5, 22, look.accent) if rng.random() < 0.4 else ""
    return titled("fit-and-flare dress", cloth, over, back, band, tie)


def _sheath(look: Look) -> str:
    body = replace(
        _SHAPED,
        neckline=look.rng.choice(("v", "square", "scoop")),
        depth=56,
        waist=58,
        hem=72,
        length=370,
        curve=2,
        chest=74,
        top=58,
    )
    body = replace(body, waist_at=142)
    body, sleeves, over = _arms(look, body)
    y = body.top + body.waist_at
    princess = (
        f"M{CENTRE + 46} {body.top + 54}Q{CENTRE + 30} {body.top + 90} {CENTRE + 28} {y}"
        f"Q{CENTRE + 30} {y + 80} {CENTRE + 36} {body.bottom + 4}"
    )
    details = twice(seam(princess, look))
    if look.rng.random() < 0.5 and look.fill == look.base:
        side = joined(
            princess,
            f"M{CENTRE + 150} {body.bottom + 4}L{CENTRE + 150} {body.top + 54}",
            closed=True,
        )
        details = twice(f'<path d="{side}" fill="{shaded(look.base, 0.5)}"/>') + details
    details += "".join(
        fold((CENTRE + s * 60, y + dy), (CENTRE + s * 8, y + dy + 6), 4 * s, 0.12)
        for s, dy in ((1, -4), (-1, 8), (1, 30))
    )
    x = CENTRE + 36
    details += seam(f"M{x} {body.bottom + 4}L{x} {body.bottom - 60}", look, 2)
    back, band = neckband(look, body, 4, look.base)
    return titled(
        "sheath dress",
        assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details)),
        over,
        back,
        band,
    )


def _wrap_dress(look: Look) -> str:
    body = replace(
        _SHAPED, neckline="v", depth=112, neck=38, hem=116, length=384, top=56, shoulder=68
    )
    y = body.top + body.waist_at
    edge = (
        f"M{CENTRE - body.neck} {body.top}Q{CENTRE - 12} {body.top + 84} {CENTRE + 50} {y} "
        f"Q{CENTRE + 66} {y + 120} {CENTRE + 20} {body.bottom + 20}"
    )
    cross = (
        f"M{CENTRE + body.neck} {body.top}"
        f"Q{CENTRE + 22} {body.top + 84} {CENTRE - 8} {body.top + 108}"
    )
    under = joined(
        f"M{CENTRE + 50} {y}Q{CENTRE + 66} {y + 120} {CENTRE + 20} {body.bottom + 20}",
        f"M{CENTRE + 160} {body.bottom + 20}L{CENTRE + 160} {y}",
        closed=True,
    )
    pleats = "".join(
        fold((CENTRE + 48, y), (CENTRE - 60 + 16 * n, y - 54 + 38 * n), 5, 0.14) for n in range(4)
    )
    belt = ribbon(f"M90 {y}Q192 {y + 7} 294 {y}", look, 10, look.accent)
    details = (
        shadow(under, 0.12)
        + pleats
        + _skirt_folds(body, y + 6)
        + seam(edge, look, 1.6)
        + seam(cross, look)
        + belt
    )
    arm = look.rng.choice(((70, 46, 20), (150, 40, 17), (226, 34, 15)))
    sleeves = sleeve_pieces(
        body, *arm, bell=look.rng.choice((0, 7)), details=stitch(across_sleeve(body, *arm, 6), look)
    )
    back, _ = neckband(look, body, 4, look.base)
    cloth = assemble(
        look, neck_inside(look, body, label=False), *sleeves, body_piece(look, body, details)
    )
    return titled("wrap dress", cloth, back, bow(look, CENTRE + 46, y + 4, 26, look.accent))


def _shirt_dress(look: Look) -> str:
    body = replace(
        _SHAPED,
        top=66,
        neckline="crew",
        neck=30,
        depth=17,
        shoulder=72,
        waist=62,
        hem=106,
        length=372,
        chest=78,
        tail=look.rng.choice((0, 20)),
        curve=6,
    )
    y = body.top + body.waist_at
    belt = ribbon(f"M90 {y}Q192 {y + 6} 294 {y}", look, 14, look.accent)
    buckle = (
        f'<rect x="{CENTRE - 11}" y="{y - 7}" width="22" height="20" '
        'rx="3" fill="none" stroke="#d8b25a" stroke-width="3"/>'
    )
    placket = front_placket(look, body.top + 26, body.bottom + 30, 8, width=15, radius=2.8)
    pockets = twice(seam(f"M{CENTRE + 26} {body.top + 84}h32v28l-16 6l-16 -6z", look))
    arm = look.rng.choice(((70, 50, 24), (166, 42, 15)))
    cuff = ribbon(across_sleeve(body, *arm, 8), look, 16, look.base)
    cloth = assemble(
        look,
        *sleeve_pieces(body, *arm, details=cuff),
        body_piece(
            look, body, _skirt_folds(body, y + 8, (-70, -36, 34, 68)) + pockets + placket + belt
        ),
    )
    return titled("shirt dress", cloth, buckle, shirt_collar(look, body, look.fill, point=24))


def _maxi(look: Look) -> str:
    body = replace(
        _SHAPED,
        top=34,
        neckline=look.rng.choice(("v", "scoop")),
        depth=60,
        shoulder=56,
        cutaway=14,
        hem=look.rng.uniform(118, 140),
        length=434,
        waist_at=126,
        chest=70,
        armhole=70,
        curve=14,
    )
    y = body.top + body.waist_at
    belt = ribbon(f"M90 {y}Q192 {y + 7} 294 {y}", look, 14, look.accent)
    gathers = "".join(
        fold((CENTRE + x, y - 8), (CENTRE + x * 1.2, y - 50), 4, 0.13) for x in range(-40, 41, 20)
    )
    details = _skirt_folds(body, y + 8, (-94, -66, -40, -12, 16, 44, 70, 96)) + gathers + belt
    if look.rng.random() < 0.5:
        slit = (
            f"M{CENTRE + 34} {y + 120}Q{CENTRE + 50} {y + 220} {CENTRE + 70} {body.bottom + 16}"
            f"L{CENTRE + 92} {body.bottom + 14}Q{CENTRE + 56} {y + 210} {CENTRE + 34} {y + 120}Z"
        )
        details += f'<path d="{slit}" fill="{darken(look.base, 0.4)}"/>' + seam(slit, look)
    back, band = neckband(look, body, 5, look.base)
    over = twice(seam(body.armhole_half(), look, 2.2))
    return titled(
        "maxi dress",
        assemble(look, neck_inside(look, body, label=False), body_piece(look, body, details)),
        over,
        back,
        band,
    )


def _strapless(look: Look) -> str:
    """A bandeau or thin straps over a boned bodice and a full skirt."""
    hem, bottom = look.rng.uniform(110, 146), look.rng.uniform(400, 440)
    y = 218
    half = (
        f"M192 122 Q{CENTRE + 22} 98 {CENTRE + 48} 106 Q{CENTRE + 66} 112 {CENTRE + 72} 128 "
        f"Q{CENTRE + 62} 176 {CENTRE + 56} {y} Q{CENTRE + 76} {y + 70} {CENTRE + hem} {bottom} "
        f"Q{CENTRE + hem * 0.5} {bottom + 18} 192 {bottom + 18}"
    )
    rim = symmetric(
        f"M192 122 Q{CENTRE + 22} 98 {CENTRE + 48} 106 Q{CENTRE + 66} 112 {CENTRE + 72} 128",
        closed=False,
    )
    bones = twice(seam(f"M{CENTRE + 40} 104Q{CENTRE + 30} 160 {CENTRE + 26} {y}", look)) + seam(
        f"M192 122L192 {y}", look
    )
    folds = "".join(
        fold(
            (CENTRE + x * 0.5, y + 4),
            (CENTRE + x * hem / 100, bottom + 10),
            9 if x > 0 else -9,
            0.13,
        )
        for x in (-88, -58, -30, 0, 32, 60, 90)
    )
    sash = ribbon(f"M90 {y}Q192 {y + 8} 294 {y}", look, 16, look.accent)
    outline = symmetric(half)
    shade = f'<path d="{outline}" fill="url(#shade-x)" fill-opacity="0.75"/>'
    hem_line = symmetric(
        reverse(f"M{CENTRE + hem} {bottom} Q{CENTRE + hem * 0.5} {bottom + 18} 192 {bottom + 18}"),
        closed=False,
    )
    lace = (
        ribbon(hem_line, look, 22, look.accent)
        if look.rng.random() < 0.35
        else stitch(hem_line, look)
    )
    back = Piece(
        symmetric(f"M192 132L{CENTRE + 66} 132L{CENTRE + 60} 118Q192 124 192 124"),
        darken(look.base, 0.35),
    )
    straps = ""
    if look.rng.random() < 0.6:
        straps = strap_loops(look, (CENTRE + 50, 108), (CENTRE + 36, 126), 50)
    front = Piece(outline, details=shade + folds + bones + lace + sash)
    name = "strappy party dress" if straps else "strapless dress"
    return titled(
        name,
        straps,
        assemble(look, back, front),
        seam(rim, look, 2),
        bow(look, CENTRE, y + 5, 30, look.accent) if look.rng.random() < 0.5 else "",
    )


def _tiered_dress(look: Look) -> str:
    body = replace(
        _SHAPED,
        top=58,
        neckline="boat",
        neck=48,
        depth=34,
        waist=84,
        waist_at=140,
        hem=126,
        chest=76,
        length=368,
        curve=14,
    )
    rows = ""
    for share in (0.36, 0.68):
        y = body.top + body.length * share
        wide = 70 + 60 * share
        rows += seam(f"M30 {y}Q192 {y + 14} 354 {y}", look, 1.6)
        rows += "".join(
            fold((CENTRE + k * wide / 5, y + 7), (CENTRE + k * wide / 4.4, y + 64), 5, 0.15)
            for k in range(-5, 6)
        )
    rows += ribbon(body.hem_path(5), look, 8, look.accent)
    body2, sleeves, over = _arms(look, body, sleeveless=0.3)
    back, band = neckband(look, body2, 6, look.accent)
    cloth = assemble(look, neck_inside(look, body2), *sleeves, body_piece(look, body2, rows))
    tassels = twice(
        seam(f"M{CENTRE + 3} {body.top + body.depth}q6 20 4 44", look, 2.2, look.accent)
    )
    return titled("tiered dress", cloth, over, back, band, tassels)
