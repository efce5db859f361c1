"""Tshirts and Shirts."""

from dataclasses import replace

from ml.drawings.bodice import (
    Bodice,
    across_sleeve,
    body_piece,
    hems,
    line_at,
    neck_inside,
    neckband,
    sleeve_pieces,
)
from ml.drawings.collars import (
    front_placket,
    henley_placket,
    open_collar,
    shirt_collar,
)
from ml.drawings.look import Look, template
from ml.drawings.palette import mix
from ml.drawings.paths import CENTRE
from ml.drawings.shapes import (
    Piece,
    assemble,
    patch_pocket,
    ribbon,
    seam,
    shaded,
    stitch,
    titled,
    twice,
)

# --- T-shirts ------------------------------------------------------------------------------------

_TEE_FITS: dict[str, Bodice] = {
    "regular": Bodice(),
    "slim": Bodice(chest=92, waist=84, hem=90, shoulder=82, length=296),
    "relaxed": Bodice(chest=106, waist=106, hem=107, shoulder=96, length=304),
    "oversized": Bodice(
        chest=114, waist=114, hem=112, shoulder=110, slope=32, armhole=112, length=306, neck=36
    ),
    "women": Bodice(
        chest=86, waist=74, hem=86, shoulder=74, length=272, armhole=88, waist_at=170, neck=40
    ),
}


@template("Tshirts")
def tshirt(look: Look) -> str:
    """A jersey T-shirt: crew, V, henley or polo neck, ringer, raglan, printed or blocked."""
    rng = look.rng
    fit = rng.choice(("regular", "regular", "slim", "relaxed", "oversized", "women"))
    collar = rng.choice(("crew", "crew", "crew", "v", "henley", "polo", "polo"))
    body = _TEE_FITS[fit]
    if collar == "v":
        body = replace(body, neckline="v", depth=rng.uniform(58, 78))
    elif collar == "polo":
        body = replace(body, depth=20)
    elif fit == "women":
        body = replace(body, neckline="scoop", depth=rng.uniform(44, 64))
    trim = rng.choice((look.base, look.accent, shaded(look.base)))
    long = rng.random() < 0.14
    sleeves = _tee_sleeves(look, body, trim, long=long)
    mark = _tee_mark(look, body, collar)
    if collar == "polo":
        hem = stitch(body.hem_path(8), look)
        front = front_placket(look, body.top + 26, body.top + 92, 3, radius=3)
        cloth = assemble(look, *sleeves, body_piece(look, body, mark + front + hem))
        collar_markup = open_collar(look, body, trim, opening=rng.uniform(34, 48))
        return titled(_tee_name("polo shirt", long), cloth, collar_markup)
    back, band = neckband(look, body, rng.choice((7, 9, 11)), trim, ribbed=True)
    if collar == "henley":
        mark += henley_placket(look, body, rng.uniform(56, 76), 3, trim)
    cloth = assemble(
        look, neck_inside(look, body), *sleeves, body_piece(look, body, mark + hems(look, body))
    )
    return titled(_tee_name(_TEE_NAMES[collar], long), cloth, back, band)


_TEE_NAMES = {"crew": "crew-neck tee", "v": "V-neck tee", "henley": "henley tee"}


def _tee_name(name: str, long: bool) -> str:
    return f"long-sleeve {name}" if long else name


def _tee_sleeves(look: Look, body: Bodice, trim: str, *, long: bool) -> tuple[Piece, Piece]:
    length, cuff, angle = (
        (248, 34, 12 if body.shoulder > 100 else 14)
        if long
        else (look.rng.uniform(78, 104), 66, 33)
    )
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
    kind = rng.choice(("long-sleeve", "long-sleeve", "long-sleeve", "short-sleeve", "roll-up"))
    sleeves = _shirt_sleeves(look, body, contrast, kind)
    cloth = assemble(look, *sleeves, body_piece(look, body, details + placket))
    collar = shirt_collar(look, body, contrast or look.fill, point=rng.uniform(22, 34))
    return titled(f"{kind} shirt", cloth, collar)


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


def _shirt_sleeves(
    look: Look, body: Bodice, contrast: str | None, kind: str
) -> tuple[Piece, Piece]:
    if kind == "short-sleeve":
        length, cuff, angle = 104, 66, 30
        hem = across_sleeve(body, length, cuff, angle, 12)
        return sleeve_pieces(
            body, length, cuff, angle, details=seam(hem, look) + stitch(hem, look, width=0.7)
        )
    if kind == "roll-up":
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
