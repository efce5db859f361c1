"""Tshirts, Shirts and Tops."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    drape,
    hems,
    line_at,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import (
    bow,
    front_placket,
    henley_placket,
    open_collar,
    shirt_collar,
)
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, mix
from ml.drawings.paths import CENTRE, joined, reverse, scalloped, symmetric
from ml.drawings.shapes import (
    Piece,
    assemble,
    fold,
    patch_pocket,
    ribbon,
    seam,
    shaded,
    shadow,
    stitch,
    twice,
)

# --- T-shirts ------------------------------------------------------------------------------------

_TEE_FITS: dict[str, dict[str, float]] = {
    "regular": {},
    "slim": {"chest": 92, "waist": 84, "hem": 90, "shoulder": 82, "length": 296},
    "relaxed": {"chest": 106, "waist": 106, "hem": 107, "shoulder": 96, "length": 304},
    "oversized": {
        "chest": 114,
        "waist": 114,
        "hem": 112,
        "shoulder": 110,
        "slope": 32,
        "armhole": 112,
        "length": 306,
        "neck": 36,
    },
    "women": {
        "chest": 86,
        "waist": 74,
        "hem": 86,
        "shoulder": 74,
        "length": 272,
        "armhole": 88,
        "waist_at": 170,
        "neck": 40,
    },
}


@template("Tshirts")
def tshirt(look: Look) -> str:
    """A jersey T-shirt: crew, V, henley or polo neck, ringer, raglan, printed or blocked."""
    rng = look.rng
    fit = rng.choice(("regular", "regular", "slim", "relaxed", "oversized", "women"))
    collar = rng.choice(("crew", "crew", "crew", "v", "henley", "polo", "polo"))
    body = replace(Bodice(), **_TEE_FITS[fit])
    if collar == "v":
        body = replace(body, neckline="v", depth=rng.uniform(58, 78))
    elif collar == "polo":
        body = replace(body, depth=20)
    elif fit == "women":
        body = replace(body, neckline="scoop", depth=rng.uniform(44, 64))
    trim = rng.choice((look.base, look.accent, shaded(look.base)))
    sleeves = _tee_sleeves(look, body, trim, long=rng.random() < 0.14)
    mark = _tee_mark(look, body, collar)
    if collar == "polo":
        hem = stitch(body.hem_path(8), look)
        front = front_placket(look, body.top + 26, body.top + 92, 3, radius=3)
        return assemble(look, *sleeves, body_piece(look, body, mark + front + hem)) + open_collar(
            look, body, trim, opening=rng.uniform(34, 48)
        )
    back, band = neckband(look, body, rng.choice((7, 9, 11)), trim, ribbed=True)
    if collar == "henley":
        mark += henley_placket(look, body, rng.uniform(56, 76), 3, trim)
    cloth = assemble(
        look, neck_inside(look, body), *sleeves, body_piece(look, body, mark + hems(look, body))
    )
    return cloth + back + band


def _tee_sleeves(look: Look, body: Bodice, trim: str, *, long: bool) -> tuple[Piece, Piece]:
    length, cuff, angle = (250, 34, 15) if long else (look.rng.uniform(78, 104), 66, 33)
    if body.chest < 90 and not long:
        length, cuff, angle = look.rng.uniform(46, 76), 58, 32
    edge = across_sleeve(body, length, cuff, angle, 4)
    inner = across_sleeve(body, length, cuff, angle, 8)
    if trim != look.base:
        finish = ribbon(edge, look, 9, trim, ribbed=True)
    else:
        finish = stitch(inner, look) + stitch(across_sleeve(body, length, cuff, angle, 11), look)
    paint = look.accent if look.rng.random() < 0.12 else None
    return sleeve_pieces(body, length, cuff, angle, paint=paint, details=finish)


def _tee_mark(look: Look, body: Bodice, collar: str) -> str:
    """What is on the chest: nothing, a pocket, bands or a flat graphic."""
    rng, y = look.rng, body.top + body.armhole
    if look.fill != look.base:
        return ""
    kind = rng.choice(("plain", "pocket", "band", "bands", "yoke", "graphic", "graphic"))
    if kind == "pocket" or (kind == "graphic" and collar in ("polo", "henley")):
        return patch_pocket(look, CENTRE + 26, y - 14, 40, 42)
    if kind == "band":
        return ribbon(line_at(body, y + rng.uniform(0, 50)), look, rng.uniform(26, 54), look.accent)
    if kind == "bands":
        return "".join(ribbon(line_at(body, y + 22 * n), look, 9, look.accent) for n in range(3))
    if kind == "yoke":
        return ribbon(line_at(body, body.top), look, 2 * body.armhole - 30, look.accent)
    return graphic(look, CENTRE, y + 40) if kind == "graphic" else ""


def graphic(look: Look, x: float, y: float) -> str:
    """A flat chest print: sun, peaks, arches, bars of text or a badge."""
    pale = mix(look.accent, "#ffffff", 0.55)
    kind = look.rng.choice(("sun", "peaks", "arches", "text", "badge"))
    if kind == "sun":
        bars = "".join(
            f'<rect x="{x - 44}" y="{y + 4 + 9 * n}" width="88" height="{2 + 1.4 * n}" '
            f'fill="{look.base}"/>'
            for n in range(4)
        )
        return f'<circle cx="{x}" cy="{y}" r="40" fill="{look.accent}"/>{bars}'
    if kind == "peaks":
        return (
            f'<circle cx="{x + 24}" cy="{y - 28}" r="13" fill="{pale}"/>'
            f'<path d="M{x - 52} {y + 36}l34 -58l22 34l14 -20l36 44z" fill="{look.accent}"/>'
            f'<path d="M{x - 18} {y - 22}l-12 20l10 -5l8 8l6 -7z" fill="{pale}"/>'
        )
    if kind == "arches":
        return "".join(
            f'<path d="M{x - r} {y + 34}v-34a{r} {r} 0 0 1 {2 * r} 0v34" fill="none" '
            f'stroke="{paint}" stroke-width="9"/>'
            for r, paint in ((44, look.accent), (31, pale), (18, look.accent))
        )
    if kind == "text":
        words = "".join(
            f'<rect x="{x - width / 2}" y="{y - 26 + 22 * n}" width="{width}" height="13" rx="3" '
            f'fill="{look.accent if n != 1 else pale}"/>'
            for n, width in enumerate((96, 64, 84))
        )
        return words
    return (
        f'<circle cx="{x}" cy="{y}" r="40" fill="none" stroke="{look.accent}" stroke-width="5"/>'
        f'<circle cx="{x}" cy="{y}" r="31" fill="{look.accent}"/>'
        f'<path d="M{x} {y - 22}l6 15h16l-13 10l5 16l-14 -10l-14 10l5 -16l-13 -10h16z" '
        f'fill="{pale}"/>'
    )


# --- shirts --------------------------------------------------------------------------------------


@template("Shirts")
def shirt(look: Look) -> str:
    """A woven shirt: collar on a stand, buttoned front, cuffs, pockets and a curved hem."""
    rng = look.rng
    slim = rng.random() < 0.5
    body = Bodice(
        top=86,
        neck=31,
        depth=17,
        shoulder=86 if slim else 94,
        slope=24,
        chest=94 if slim else 104,
        armhole=98,
        waist=86 if slim else 102,
        hem=95 if slim else 105,
        length=318,
        tail=rng.choice((0, 24, 30)),
        curve=3,
    )
    contrast = rng.choice((None, None, None, look.accent, "#f4f2ec"))
    low = body.top + body.depth
    count = rng.choice((6, 7))
    details = _yoke(look, body) + _shirt_pockets(look, body) + stitch(body.hem_path(5), look)
    placket = front_placket(look, low + 8, body.bottom + body.tail + 12, count, contrast, width=17)
    sleeves = _shirt_sleeves(look, body, contrast)
    cloth = assemble(look, *sleeves, body_piece(look, body, details + placket))
    return cloth + shirt_collar(look, body, contrast or look.fill, point=rng.uniform(22, 34))


def _yoke(look: Look, body: Bodice) -> str:
    y = body.top + 34
    line = f"M{CENTRE + body.neck} {y - 6}L{CENTRE + body.shoulder + 6} {y + 16}"
    return twice(seam(line, look, 0.9) + stitch(line, look, width=0.6))


def _shirt_pockets(look: Look, body: Bodice) -> str:
    kind = look.rng.choice(("none", "one", "one", "two", "flaps"))
    y = body.top + body.armhole - 4
    if kind == "none":
        return ""
    pocket = patch_pocket(look, CENTRE + 28, y, 42, 44)
    if kind == "flaps":
        x, flap = CENTRE + 26, y - 6
        pocket += (
            f'<path d="M{x} {flap}h46v12l-23 8l-23 -8z" fill="{look.fill}" stroke="{look.ink}" '
            'stroke-width="1.2" stroke-linejoin="round"/>'
        )
    return pocket if kind == "one" else twice(pocket)


def _shirt_sleeves(look: Look, body: Bodice, contrast: str | None) -> tuple[Piece, Piece]:
    kind = look.rng.choice(("long", "long", "long", "short", "rolled"))
    if kind == "short":
        length, cuff, angle = 104, 66, 30
        hem = across_sleeve(body, length, cuff, angle, 12)
        return sleeve_pieces(
            body, length, cuff, angle, details=seam(hem, look) + stitch(hem, look, width=0.7)
        )
    if kind == "rolled":
        length, cuff, angle = 176, 50, 17
        turn = across_sleeve(body, length, cuff, angle, 11)
        roll = ribbon(turn, look, 22, contrast or look.base)
        roll += stitch(across_sleeve(body, length, cuff, angle, 12), look)
        return sleeve_pieces(body, length, cuff, angle, details=roll)
    length, cuff, angle = 262, 35, 14
    band = ribbon(across_sleeve(body, length, cuff, angle, 13), look, 26, contrast or look.base)
    band += stitch(across_sleeve(body, length, cuff, angle, 23), look, width=0.7)
    (ox, oy), (ix, iy) = body.sleeve_end(length, cuff, angle, 26)
    split = f"M{ox * 0.35 + ix * 0.65} {oy * 0.35 + iy * 0.65}l-9 -38"
    return sleeve_pieces(body, length, cuff, angle, details=band + seam(split, look))


# --- women's tops --------------------------------------------------------------------------------


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
    return (
        assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
        + back
        + band
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
    strap = ribbon("M241 162 C244 130 236 112 222 100", look, 4, look.accent)
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
    return twice(strap) + assemble(look, back, front) + bow(look, 192, 184, 13, look.accent)


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
    return (
        assemble(look, back, arm.mirrored(), arm, body, ruffle)
        + stitch(neck, look)
        + seam(neck, look, 2.2)
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
    return cloth + back + bow(look, CENTRE + 62, y + 2, 20, look.accent)


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
    return assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details)) + rim


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
    return (
        assemble(look, neck_inside(look, body), *sleeves, body_piece(look, body, details))
        + back
        + band
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
    return assemble(look, neck_inside(look, body), outline) + rim + back + band + front
