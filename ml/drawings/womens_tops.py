"""Tops: seven cuts for women, short and shaped to the waist."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    drape,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import (
    bow,
    strap_loops,
)
from ml.drawings.look import Look, template
from ml.drawings.palette import darken
from ml.drawings.paths import CENTRE, joined, reverse, scalloped, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    fold,
    ribbon,
    seam,
    shadow,
    stitch,
    titled,
    twice,
)


@template("Tops")
def top(look: Look) -> str:
    """A woman's top in one of seven cuts, short and shaped to the waist."""
    cut = look.rng.choice((_peplum, _camisole, _off_shoulder, _wrap, _puff, _flutter, _shell))
    return cut(look)


_FITTED = Bodice(
    top=120,
    neck=44,
    depth=58,
    back=14,
    neckline="scoop",
    shoulder=70,
    slope=20,
    chest=80,
    armhole=88,
    waist=66,
    waist_at=178,
    hem=82,
    length=256,
    curve=4,
)


def _peplum(look: Look) -> str:
    body = replace(
        _FITTED,
        neckline=look.rng.choice(("crew", "scoop", "boat")),
        depth=36,
        hem=106,
        waist=64,
        waist_at=158,
        length=244,
        curve=12,
        shoulder=72,
    )
    y = body.top + body.waist_at
    waist = f"M90 {y}Q192 {y + 8} 294 {y}"
    frill = "".join(
        fold((CENTRE + x * 0.55, y + 3), (CENTRE + x, y + 90), 7, 0.14) for x in range(-90, 91, 30)
    )
    darts = twice(seam(f"M{CENTRE + 34} {y}Q{CENTRE + 36} {y - 40} {CENTRE + 44} {y - 66}", look))
    sleeves = sleeve_pieces(body, look.rng.uniform(34, 110), 48, 24)
    details = frill + darts + ribbon(waist, look, 8, look.accent)
    back, band = neckband(look, body, 5, look.base)
    return titled(
        "peplum top",
        (
            assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
            + back
            + band
        ),
    )


def _camisole(look: Look) -> str:
    lace = look.rng.random() < 0.5
    flare = look.rng.uniform(78, 108)
    half = (
        f"M192 186 Q206 168 240 158 L254 176 Q268 206 {CENTRE + 76} 212 "
        f"C{CENTRE + 66} 270 {CENTRE + flare - 6} 320 {CENTRE + flare} 382 "
        f"Q{CENTRE + 40} 394 192 394"
    )
    edge = "M192 186 Q206 168 240 158 L254 176 Q268 206 268 212"
    neck = symmetric(edge, closed=False)
    back = Piece(symmetric("M192 206 Q230 206 266 212 L268 222 L192 222"), darken(look.base, 0.3))
    straps = strap_loops(look, (241, 162), (226, 200), 96)
    details = "".join(
        fold((CENTRE + x * 0.6, 230), (CENTRE + x, 388), 7, 0.11) for x in (-80, -46, -10, 26, 62)
    )
    details += ribbon(neck, look, 12, look.accent) if lace else stitch(neck, look)
    bottom = symmetric(reverse(f"M{CENTRE + flare} 382 Q{CENTRE + 40} 394 192 394"), closed=False)
    if lace:
        details += ribbon(bottom, look, 22, look.accent) + seam(
            scalloped(bottom, 16, -5), look, 0.9
        )
    front = Piece(symmetric(half), details=details)
    return titled(
        "camisole", straps, assemble(look, back, front), bow(look, 192, 184, 13, look.accent)
    )


def _off_shoulder(look: Look) -> str:
    hem = look.rng.choice((72, 84, 96))
    half = (
        f"M192 182 C220 182 256 176 282 158 L286 214 C276 214 268 222 262 236 "
        f"C256 280 {CENTRE + hem - 8} 330 {CENTRE + hem} 376 Q{CENTRE + 30} 384 192 384"
    )
    neck = symmetric("M192 182 C220 182 256 176 282 158", closed=False)
    long = look.rng.random() < 0.5
    sleeve = (
        "M280 158 C306 164 322 200 326 250 L334 356 L306 362 C300 310 290 260 270 228 Z"
        if long
        else "M280 158 C304 160 320 186 328 236 L290 252 C284 240 276 232 266 228 Z"
    )
    frill = joined(
        symmetric("M192 182 C220 182 256 176 286 156", closed=False),
        reverse(scalloped("M88 222 Q192 262 296 222", 11, 7)),
        closed=True,
    )
    ruffle = Piece(
        frill,
        details="".join(
            fold((CENTRE + x * 0.92, 180), (CENTRE + x, 246), 5, 0.14) for x in range(-84, 90, 24)
        ),
    )
    arm = Piece(sleeve, grain=-14, details=stitch("M286 350L340 344", look) if long else "")
    back = Piece(
        symmetric("M192 168 C226 168 256 164 282 158 L262 190 L192 190"),
        darken(look.base, 0.3),
    )
    folds = fold((250, 250), (206, 300), 6) + fold((140, 250), (170, 320), -6)
    body = Piece(symmetric(half), details=folds + stitch("M80 372Q192 388 304 372", look))
    return titled(
        "off-shoulder top",
        (
            assemble(look, back, arm.mirrored(), arm, body, ruffle)
            + stitch(neck, look)
            + seam(neck, look, 2.2)
        ),
    )


def _wrap(look: Look) -> str:
    body = replace(_FITTED, neckline="v", depth=112, neck=40, length=262, hem=86)
    y = body.top + body.waist_at - 8
    over = (
        f"M{CENTRE - body.neck - 8} {body.top - 4}Q{CENTRE - 20} {body.top + 76} {CENTRE + 76} {y}"
        f"L{CENTRE + 110} {y}L{CENTRE + 110} {body.bottom + 20}L{CENTRE - 40} {body.bottom + 20}"
        f"L60 {y}L60 100Z"
    )
    edge = f"M{CENTRE - body.neck} {body.top}Q{CENTRE - 20} {body.top + 76} {CENTRE + 76} {y}"
    pleats = "".join(
        fold((CENTRE + 66, y - 2), (CENTRE - 60 + 22 * n, y - 70 + 44 * n), 6, 0.13)
        for n in range(4)
    )
    cross = (
        f"M{CENTRE + body.neck} {body.top}"
        f"Q{CENTRE + 20} {body.top + 76} {CENTRE - 10} {body.top + 104}"
    )
    details = shadow(over, 0.05) + pleats + seam(edge, look, 1.8) + seam(cross, look)
    sleeves = sleeve_pieces(
        body, look.rng.choice((60, 150, 236)), 44, 17, bell=look.rng.choice((0, 8))
    )
    back, _ = neckband(look, body, 4, look.base)
    cloth = assemble(
        look, neck_inside(look, body, label=False), *sleeves, body_piece(look, body, details)
    )
    return titled("wrap top", cloth, back, bow(look, CENTRE + 62, y + 2, 20, look.accent))


def _puff(look: Look) -> str:
    square = look.rng.random() < 0.6
    body = replace(
        _FITTED,
        neckline="square" if square else "sweetheart",
        depth=62,
        neck=50,
        shoulder=72,
        length=look.rng.choice((216, 250)),
    )
    y = body.top + body.waist_at - 42
    details = (
        "".join(
            seam(f"M100 {y + 7 * n}Q192 {y + 10 + 7 * n} 284 {y + 7 * n}", look, 0.8)
            for n in range(7)
        )
        if look.rng.random() < 0.4
        else twice(
            seam(
                f"M{CENTRE + 40} {body.top + 60}Q{CENTRE + 34} {y} {CENTRE + 44} {body.bottom}",
                look,
            )
        )
    )
    length, cuff = look.rng.choice(((74, 54), (110, 50)))
    gathers = "".join(
        fold(
            (CENTRE + body.shoulder + 2 + 5 * n, body.top + 18 + 2 * n),
            (CENTRE + body.shoulder + 8 + 9 * n, body.top + 66),
            4,
            0.16,
        )
        for n in range(4)
    )
    band = ribbon(across_sleeve(body, length, cuff, 24, 4), look, 8, look.base)
    sleeves = sleeve_pieces(body, length, cuff, 24, puff=20, details=gathers + band)
    rim = ribbon(body.neckline_path(), look, 5, look.base)
    return titled(
        "puff-sleeve top",
        assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details)),
        rim,
    )


def _flutter(look: Look) -> str:
    """A loose top with a flounced yoke and bell sleeves."""
    body = replace(
        _FITTED,
        neckline="boat",
        neck=54,
        depth=30,
        chest=84,
        waist=92,
        hem=106,
        length=250,
        curve=10,
    )
    y = body.top + 92
    tier = seam(f"M80 {y}Q192 {y + 12} 304 {y}", look) + "".join(
        fold((CENTRE + x * 0.8, y + 6), (CENTRE + x, body.bottom), 7, 0.12)
        for x in range(-88, 90, 29)
    )
    sleeves = sleeve_pieces(
        body, 92, 52, 30, bell=16, details=fold((300, 150), (316, 216), 8, 0.14)
    )
    back, band = neckband(look, body, 6, look.accent)
    details = tier + stitch(body.hem_path(6), look)
    return titled(
        "tiered top",
        (
            assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
            + back
            + band
        ),
    )


def _shell(look: Look) -> str:
    """A sleeveless shell with a bow or a keyhole, bound in the accent."""
    body = replace(
        _FITTED,
        neckline="crew",
        neck=38,
        depth=34,
        shoulder=62,
        cutaway=12,
        hem=88,
        waist=74,
        chest=82,
    )
    outline = body_piece(look, body, drape(look, body) + stitch(body.hem_path(7), look))
    rim = twice(ribbon(body.armhole_half(), look, 5, look.accent))
    back, band = neckband(look, body, 6, look.accent)
    y = body.top + body.depth
    if look.rng.random() < 0.5:
        front = bow(look, CENTRE, y + 2, 34, look.accent)
    else:
        hole = f"M192 {y + 6}Q206 {y + 26} 192 {y + 38}Q178 {y + 26} 192 {y + 6}Z"
        front = f'<path d="{hole}" fill="{darken(look.base, 0.3)}"/>' + seam(hole, look, 2)
    return titled(
        "sleeveless shell top",
        assemble(look, neck_inside(look, body), outline),
        rim,
        back,
        band,
        front,
    )
