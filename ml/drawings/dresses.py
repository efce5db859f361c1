"""Dresses and Sarees."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import bow, front_placket, shirt_collar
from ml.drawings.indian import zari
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, joined, points_along, reverse, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    dots,
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
    princess = f"M{CENTRE + 46} {body.top + 54}Q{CENTRE + 30} {body.top + 90} {CENTRE + 28} {y}Q{CENTRE + 30} {y + 80} {CENTRE + 36} {body.bottom + 4}"
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
    cross = f"M{CENTRE + body.neck} {body.top}Q{CENTRE + 22} {body.top + 84} {CENTRE - 8} {body.top + 108}"
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
    buckle = f'<rect x="{CENTRE - 11}" y="{y - 7}" width="22" height="20" rx="3" fill="none" stroke="#d8b25a" stroke-width="3"/>'
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
        length=438,
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
        slit = f"M{CENTRE + 34} {y + 120}Q{CENTRE + 50} {y + 220} {CENTRE + 70} {body.bottom + 16}L{CENTRE + 92} {body.bottom + 14}Q{CENTRE + 56} {y + 210} {CENTRE + 34} {y + 120}Z"
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
        straps = twice(
            ribbon(
                f"M{CENTRE + 50} 108C{CENTRE + 52} 84 {CENTRE + 48} 66 {CENTRE + 40} 52",
                look,
                4,
                look.base,
            )
        )
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


# --- sarees --------------------------------------------------------------------------------------

_SKIRT = (
    "M122 206 C112 262 96 380 88 468 Q132 480 190 480 Q246 480 300 468 C290 380 272 262 262 206 "
    "Q192 222 122 206 Z"
)


@template("Sarees")
def saree(look: Look) -> str:
    """A draped saree: pleated skirt, pallu from the hip over the left shoulder, woven borders."""
    rng = look.rng
    width, thread = rng.choice((18, 26, 34)), zari(look)
    blouse_paint = rng.choice((look.accent, look.accent, darken(look.base, 0.3)))
    blouse = _choli(look, blouse_paint, thread)
    skirt = _saree_skirt(look, width, thread)
    pallu = _pallu(look, width, thread)
    return titled(rng.choice(("saree with woven border", "draped saree")), blouse, skirt, pallu)


def _choli(look: Look, paint: str, thread: str) -> str:
    """The short blouse with elbow sleeves, and the bare midriff's shade below it."""
    body = Bodice(
        top=46,
        neck=38,
        depth=50,
        back=12,
        neckline="scoop",
        shoulder=64,
        slope=18,
        chest=70,
        armhole=74,
        waist=62,
        waist_at=108,
        hem=60,
        length=112,
        curve=6,
    )
    arm = (88, 44, 18)
    trim = ribbon(across_sleeve(body, *arm, 8), look, 12, thread)
    sleeves = sleeve_pieces(body, *arm, paint=paint, details=trim)
    hem = ribbon(body.hem_path(5), look, 9, thread)
    front = body_piece(look, body, hem, paint=paint)
    back, band = neckband(look, body, 5, thread)
    inner = replace(neck_inside(look, body, label=False), paint=darken(paint, 0.35))
    return assemble(look, inner, *sleeves, front) + back + band


def _saree_skirt(look: Look, width: float, thread: str) -> str:
    hem = f"M88 {468 - width / 2}Q132 {480 - width / 2} 190 {480 - width / 2}Q246 {480 - width / 2} 300 {468 - width / 2}"
    pleats = ""
    for n in range(7):
        x1, x2 = 168 + 7 * n, 138 + 19 * n
        pleats += shadow(f"M{x1} 214L{x2} 484L{x2 + 13} 484L{x1 + 2} 214Z", 0.15)
        pleats += seam(f"M{x1} 214Q{(x1 + x2) / 2 + 2} 340 {x2} 484", look)
    drape = fold((256, 230), (178, 330), -8, 0.12) + fold((262, 260), (216, 400), -8, 0.12)
    drape += fold((124, 240), (112, 430), 8, 0.12)
    band = ribbon(hem, look, width, look.accent) + dots(hem, thread, width * 0.36, width * 0.62)
    shade = f'<path d="{_SKIRT}" fill="url(#shade-x)" fill-opacity="0.8"/>'
    return assemble(look, Piece(_SKIRT, details=shade + drape + band + pleats))


def _pallu(look: Look, width: float, thread: str) -> str:
    """The free end: it rises from the right hip across the bust and falls behind the left arm."""
    fall = look.rng.uniform(330, 420)
    across = (
        "M122 204 Q150 214 196 214 Q236 214 262 200 C258 180 262 168 266 150 "
        "C270 120 262 88 252 62 L222 46 C214 84 178 126 140 158 Q126 178 122 204 Z"
    )
    edge = "M222 46C214 84 178 126 140 158Q126 178 122 204"
    inner = "M224 47C218 88 182 130 144 162Q130 180 126 206"
    tail = f"M238 40 L258 62 C280 110 306 200 318 {fall} L262 {fall + 8} C262 220 262 140 238 40 Z"
    end = f"M324 {fall - 16}L256 {fall - 8}"
    far = f"M246 52C284 130 304 220 313 {fall + 6}"
    folds = "".join(
        fold((228 + 6 * n, 58 + 5 * n), (140 + 22 * n, 196 + 3 * n), -6, 0.14) for n in range(4)
    )
    lines = "".join(
        seam(
            f"M{230 + 6 * n} {54 + 4 * n}Q{214 + 10 * n} {110 + 6 * n} {146 + 24 * n} {206}",
            look,
            0.8,
        )
        for n in range(4)
    )
    band = width * 0.62
    drape = (
        folds
        + lines
        + ribbon(inner, look, band, look.accent)
        + dots(inner, thread, band * 0.36, band * 0.7)
    )
    deep = ribbon(end, look, 38, look.accent) + dots(end, thread, 9, 13)
    deep += ribbon(f"M324 {fall - 44}L256 {fall - 36}", look, 5, thread)
    deep += ribbon(far, look, band * 0.7, look.accent) + dots(far, thread, 2.6, 7)
    deep += fold((250, 80), (282, fall), 8, 0.15) + fold((252, 90), (270, fall), 5, 0.12)
    fringe = "".join(
        f"M{x:.1f} {y:.1f}l-1 12" for x, y in points_along(f"M264 {fall + 8}L318 {fall}", 14)
    )
    under = Piece(tail, details=f'<path d="{tail}" fill="url(#shade-x)"/>' + deep)
    over = Piece(
        across, details=f'<path d="{across}" fill="url(#shade-x)" fill-opacity="0.7"/>' + drape
    )
    return (
        seam(fringe, look, 1.8, look.accent)
        + assemble(look, under)
        + assemble(look, over)
        + seam(edge, look, 1.8)
    )
