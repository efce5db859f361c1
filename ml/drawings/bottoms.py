"""Jeans, Shorts, Trousers, Track Pants, Leggings, Capris and Skirts."""

from dataclasses import replace

from ml.drawings.legs import Legs, belt_loops, draw_legs, fly, waistband
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, lightness, mix
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
    shaded,
    shadow,
    shine,
    stitch,
    titled,
    twice,
    zipper,
)

COPPER = "#c8823f"


def _curved_pockets(look: Look, legs: Legs, thread: str | None = None) -> str:
    """Front pockets cut as arcs from the waistband to the side seam."""
    y, w = legs.top + legs.band + 2, legs.waist
    arc = (
        f"M{CENTRE + w * 0.5} {y + 2}Q{CENTRE + w * 0.55} {y + 34} {CENTRE + legs.hip + 4} {y + 40}"
    )
    inner = f"M{CENTRE + w * 0.44} {y + 2}Q{CENTRE + w * 0.48} {y + 40} {CENTRE + legs.hip + 4} {y + 46}"
    return twice(seam(arc, look, 1.5) + stitch(inner, look, thread))


def _slant_pockets(look: Look, legs: Legs) -> str:
    y, w = legs.top + legs.band, legs.waist
    line = f"M{CENTRE + w * 0.72} {y + 2}L{CENTRE + legs.hip - 4} {y + 62}"
    inner = f"M{CENTRE + w * 0.72 - 5} {y + 2}L{CENTRE + legs.hip - 9} {y + 64}"
    return twice(seam(line, look, 1.5) + stitch(inner, look))


def _cargo(look: Look, legs: Legs, y: float) -> str:
    x = CENTRE + legs.knee - 30
    return twice(
        f'<path d="M{x} {y}h36v50h-36z" fill="{look.fill}" stroke="{look.ink}" stroke-width="1.3"/>'
        f'<path d="M{x - 2} {y - 5}h40v16h-40z" fill="{look.fill}" stroke="{look.ink}" '
        'stroke-width="1.3"/>'
        + stitch(f"M{x + 2} {y + 8}L{x + 36} {y + 8}", look)
        + button(look, x + 14, y + 4, 2.4)
    )


# --- jeans ---------------------------------------------------------------------------------------

_JEANS: dict[str, dict[str, float]] = {
    "straight": {},
    "skinny": {"knee": 70, "inner_knee": 22, "outer": 62, "inner": 28, "hip": 78},
    "slim tapered": {"knee": 76, "outer": 70, "inner": 28},
    "bootcut": {"knee": 72, "outer": 92, "inner": 20},
    "wide-leg": {"knee": 96, "outer": 112, "inner": 18, "inner_knee": 14, "hip": 84},
}


@template("Jeans")
def jeans(look: Look) -> str:
    """Five-pocket denim with contrast stitching, rivets, fades and sometimes rips."""
    rng = look.rng
    cut = rng.choice(tuple(_JEANS))
    legs = replace(Legs(), **_JEANS[cut])
    thread = rng.choice((COPPER, "#d9a35b", mix(look.base, "#ffffff", 0.6)))
    details = _fade(look, legs, rng.uniform(0.2, 0.6)) + _curved_pockets(look, legs, thread)
    details += stitch(f"M{CENTRE + 38} {legs.top + 36}L{CENTRE + 58} {legs.top + 37}", look, thread)
    details += fly(look, legs, thread)
    details += twice(
        stitch(legs.side_line(4), look, thread, 0.8) + stitch(legs.hem_line(9), look, thread)
    )
    if cut in ("straight", "slim tapered") and rng.random() < 0.35:
        details += twice(_turn_up(look, legs))
    if rng.random() < 0.25:
        details += _rips(look, legs)
    band = waistband(look, legs, look.fill)
    band += stitch(legs.waist_path(3), look, thread) + stitch(legs.waist_path(12), look, thread)
    y = legs.top + legs.dip + legs.band / 2
    rivets = twice(
        "".join(
            f'<circle cx="{CENTRE + x}" cy="{legs.top + dy}" r="1.7" fill="{COPPER}"/>'
            for x, dy in ((legs.waist * 0.5, 23), (legs.hip - 7, 56))
        )
    )
    over = belt_loops(look, legs, look.fill) + button(look, CENTRE + 1, y, 4.2, COPPER)
    return titled(f"{cut} jeans", draw_legs(look, legs, details + band + rivets, over))


_WORN = (
    '<radialGradient id="worn"><stop offset="0" stop-color="#fff" stop-opacity="{strength:.2f}"/>'
    '<stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>'
)


def _fade(look: Look, legs: Legs, strength: float) -> str:
    """The worn fronts of the thighs, soft at the rim, and the whiskers at the hips."""
    x, y = CENTRE + (legs.hip + 8) * 0.5, legs.top + 92
    tall = min(150.0, legs.length * 0.42)
    thigh = (
        f'<ellipse cx="{x}" cy="{y + tall * 0.8}" rx="{legs.hip * 0.36}" ry="{tall}" '
        'fill="url(#worn)"/>'
    )
    whiskers = "".join(
        shine(
            f"M{CENTRE + legs.hip - 4} {y - 24 + 11 * n}Q{x + 8} {y - 10 + 9 * n} {CENTRE + 14} "
            f"{y - 6 + 9 * n}Q{x + 8} {y - 14 + 9 * n} {CENTRE + legs.hip - 4} {y - 24 + 11 * n}Z",
            strength * 0.6,
        )
        for n in range(3)
    )
    return _WORN.format(strength=strength) + twice(thigh + whiskers)


def _turn_up(look: Look, legs: Legs) -> str:
    cloth = mix(look.base, "#ffffff", 0.4 if lightness(look.base) < 0.7 else 0.0)
    return ribbon(legs.hem_line(9), look, 20, cloth) + stitch(legs.hem_line(16), look)


def _rips(look: Look, legs: Legs) -> str:
    """A torn knee and thigh, with the white weft across."""
    marks = ""
    for side, y, size in ((1, legs.top + legs.knee_at - 8, 26), (-1, legs.top + 190, 20)):
        x = CENTRE + side * (legs.knee + legs.inner_knee) / 2
        hole = f"M{x - size} {y}Q{x} {y - size * 0.45} {x + size} {y - 2}Q{x + 2} {y + size * 0.5} {x - size} {y}Z"
        threads = "".join(
            f"M{x - size * 0.7} {y + dy}L{x + size * 0.7} {y + dy + 1}" for dy in (-5, -2, 1, 4, 7)
        )
        marks += f'<path d="{hole}" fill="{darken(look.base, 0.4)}" stroke="#f4f2ec" stroke-width="1.6"/>'
        marks += seam(threads, look, 0.9, "#f4f2ec")
    return marks


# --- trousers ------------------------------------------------------------------------------------

_TROUSERS: dict[str, dict[str, float]] = {
    "straight": {"outer": 82, "inner": 28},
    "tapered": {"knee": 76, "outer": 68, "inner": 30},
    "wide-leg": {"knee": 98, "outer": 114, "inner": 16, "inner_knee": 12, "waist": 58},
    "chinos": {"knee": 76, "outer": 72, "inner": 28},
}


@template("Trousers")
def trousers(look: Look) -> str:
    """Tailored trousers with pressed creases, slanted pockets and a clean waistband."""
    rng = look.rng
    cut = rng.choice(tuple(_TROUSERS))
    legs = replace(Legs(), **_TROUSERS[cut])
    _, fy = legs.fork
    mid = CENTRE + (legs.outer + legs.inner) / 2
    crease = f"M{CENTRE + legs.waist * 0.52} {legs.top + 46}Q{CENTRE + legs.hip * 0.54} {fy + 20} {mid} {legs.bottom}"
    details = _slant_pockets(look, legs) + fly(look, legs)
    if cut != "chinos":
        light = f"{crease}L{mid + 7} {legs.bottom}Q{CENTRE + legs.hip * 0.54 + 8} {fy + 20} {CENTRE + legs.waist * 0.52} {legs.top + 46}Z"
        details += twice(shine(light, 0.14) + seam(crease, look, 1.1))
    if rng.random() < 0.45:
        pleat = f"M{CENTRE + 30} {legs.top + 20}L{CENTRE + 33} {legs.top + 70}M{CENTRE + 41} {legs.top + 20}L{CENTRE + 43} {legs.top + 56}"
        details += twice(seam(pleat, look))
    turn_up = rng.random() < 0.3
    details += twice(
        ribbon(legs.hem_line(9), look, 19, look.fill) if turn_up else stitch(legs.hem_line(8), look)
    )
    band = waistband(look, legs, look.fill)
    y = legs.top + legs.dip + legs.band / 2
    tab = f"M{CENTRE - 4} {y - 7}L{CENTRE + 20} {y - 8}L{CENTRE + 25} {y - 1}L{CENTRE + 20} {y + 6}L{CENTRE - 4} {y + 7}"
    over = belt_loops(look, legs, look.fill)
    if rng.random() < 0.5:
        over += seam(tab, look) + button(look, CENTRE + 14, y - 0.5, 2.6)
    else:
        over += button(look, CENTRE + 1, y, 3.2)
    name = "chinos" if cut == "chinos" else f"{cut} trousers"
    return titled(name, draw_legs(look, legs, details + band, over))


# --- track pants ---------------------------------------------------------------------------------


@template("Track Pants")
def track_pants(look: Look) -> str:
    """Sports trousers: elastic waist with a cord, side stripes, zipped pockets, cuffs."""
    rng = look.rng
    cuffed = rng.random() < 0.6
    legs = Legs(
        band=22, knee=86, inner_knee=20, outer=74 if cuffed else 90, inner=34 if cuffed else 22,
        hip=86, waist=60,
    )  # fmt: skip
    trim = look.accent
    kind = rng.choice(("three stripes", "two stripes", "panel", "piping"))
    details = twice(_side_stripes(look, legs, kind))
    y = legs.top + 44
    if rng.random() < 0.6:
        details += twice(zipper(look, f"M{CENTRE + 62} {y}L{CENTRE + 76} {y + 52}", width=4))
    else:
        details += _slant_pockets(look, legs)
    details += seam(f"M192 {legs.top + 20}L192 {legs.top + legs.crotch}", look, 1.2)
    if cuffed:
        details += twice(
            ribbon(legs.hem_line(12), look, 26, rng.choice((look.base, trim)), ribbed=True)
        )
    else:
        details += twice(
            zipper(
                look,
                f"M{CENTRE + legs.outer - 14} {legs.bottom - 62}L{CENTRE + legs.outer - 12} {legs.bottom + 6}",
                width=4,
            )
            if rng.random() < 0.5
            else stitch(legs.hem_line(9), look)
        )
    if rng.random() < 0.4:
        details += ribbon(f"M{CENTRE - 84} {y + 76}L{CENTRE - 52} {y + 76}", look, 12, trim)
    band = waistband(look, legs, look.base, ribbed=True)
    cord = drawstring(look, legs.top + legs.dip + 12, rng.uniform(44, 66), 8)
    return titled(
        "joggers" if cuffed else "track pants", draw_legs(look, legs, details + band, cord)
    )


def _side_stripes(look: Look, legs: Legs, kind: str) -> str:
    if kind == "panel":
        edge = legs.side_line(9)
        return (
            f'<path d="{edge}" fill="none" stroke="{look.accent}" stroke-width="22" stroke-linecap="butt"/>'
            + seam(legs.side_line(20), look)
        )
    insets = {"three stripes": (6, 15, 24), "two stripes": (7, 18), "piping": (5,)}[kind]
    width = 4 if kind == "three stripes" else 5.5 if kind == "two stripes" else 3
    return "".join(seam(legs.side_line(inset), look, width, look.accent) for inset in insets)


# --- leggings and capris -------------------------------------------------------------------------


@template("Leggings")
def leggings(look: Look) -> str:
    """Close-fitting knit from waist to ankle: no pockets, no fly, wrinkles where it clings."""
    rng = look.rng
    high = rng.random() < 0.5
    legs = Legs(
        waist=50, hip=66, hip_at=88, crotch=120, knee=47, inner_knee=13, outer=38, inner=15,
        band=34 if high else 15, length=440, knee_at=270, dip=4,
    )  # fmt: skip
    kind = rng.choice(("plain", "plain", "churidar", "sport", "lace", "mesh"))
    details = seam(f"M192 {legs.top + legs.band}L192 {legs.top + legs.crotch}", look, 1.2)
    name = "leggings"
    if kind == "churidar":
        details += twice(_ankle_wrinkles(look, legs, 9))
        name = "churidar leggings"
    else:
        details += twice(_ankle_wrinkles(look, legs, 2))
    if kind == "sport":
        sweep = f"M{CENTRE + 70} {legs.top + 90}Q{CENTRE + 30} {legs.top + 200} {CENTRE + 52} {legs.top + 330}"
        details += twice(
            f'<path d="{sweep}L{CENTRE + 90} {legs.top + 300}Z" fill="{look.accent}"/>'
            + seam(sweep, look)
        )
        name = "sports leggings"
    if kind == "mesh":
        y = legs.top + legs.knee_at + 34
        panel = f"M{CENTRE} {y}L{CENTRE + 80} {y - 34}L{CENTRE + 80} {y + 6}L{CENTRE} {y + 40}Z"
        details += twice(f'<path d="{panel}" fill="{shaded(look.base, 0.3)}"/>' + seam(panel, look))
        name = "panelled leggings"
    finish = (
        ribbon(legs.hem_line(7), look, 14, look.accent)
        if kind == "lace"
        else stitch(legs.hem_line(7), look)
    )
    light = (
        f"M{CENTRE + 40} {legs.top + 110}Q{CENTRE + 46} {legs.top + 200} {CENTRE + 32} {legs.top + 300}"
        f"Q{CENTRE + 36} {legs.top + 200} {CENTRE + 40} {legs.top + 110}Z"
    )
    details += twice(finish + shine(light, 0.2))
    band = waistband(look, legs, look.base, ribbed=not high)
    if high:
        band += stitch(legs.waist_path(legs.band - 3), look)
    return titled(name, draw_legs(look, legs, details + band))


def _ankle_wrinkles(look: Look, legs: Legs, count: int) -> str:
    marks = ""
    for n in range(count):
        y = legs.bottom - 16 - 11 * n
        outer = legs.outer + n * 0.8
        ends = (
            ((outer + 2, y), (legs.inner - 2, y + 7))
            if n % 2
            else ((legs.inner - 2, y + 2), (outer, y + 8))
        )
        (x1, y1), (x2, y2) = ends
        marks += fold((CENTRE + x1, y1), (CENTRE + x2, y2), 4, 0.2)
        marks += seam(
            f"M{CENTRE + x1} {y1}Q{CENTRE + (x1 + x2) / 2} {y1 + 6} {CENTRE + x1 * 0.4 + x2 * 0.6} {y2}",
            look,
            0.8,
        )
    return marks


@template("Capris")
def capris(look: Look) -> str:
    """Cropped to the calf: slim with slits, rolled up, tied, or loose and elastic."""
    rng = look.rng
    loose = rng.random() < 0.35
    legs = Legs(
        top=66, waist=60, hip=82, knee=76, inner_knee=22, outer=72 if not loose else 84, inner=26,
        length=rng.uniform(322, 346), band=16, knee_at=250,
    )  # fmt: skip
    finish = rng.choice(("slit", "cuff", "tie", "tab"))
    details = _slant_pockets(look, legs) if loose else _curved_pockets(look, legs)
    details += twice(_capri_hem(look, legs, finish))
    if rng.random() < 0.25:
        details += _cargo(look, legs, legs.top + 190)
    if loose:
        details += seam(f"M192 {legs.top + 20}L192 {legs.top + legs.crotch}", look)
        band = waistband(look, legs, look.base, ribbed=True)
        over = drawstring(look, legs.top + legs.dip + 9, 40, 7)
    else:
        details += fly(look, legs)
        band = waistband(look, legs, look.fill) + stitch(legs.waist_path(12), look)
        over = belt_loops(look, legs, look.fill)
        over += button(look, CENTRE + 1, legs.top + legs.dip + legs.band / 2, 3.6)
    name = {"cuff": "turn-up capris", "tie": "tie-hem capris"}.get(finish, "capris")
    return titled(name, draw_legs(look, legs, details + band, over))


def _capri_hem(look: Look, legs: Legs, finish: str) -> str:
    outer, bottom = CENTRE + legs.outer, legs.bottom
    if finish == "cuff":
        return ribbon(legs.hem_line(14), look, 30, shaded(look.base, 0.12)) + stitch(
            legs.hem_line(24), look
        )
    gap = f"M{outer - 3} {bottom - 44}L{outer - 12} {bottom + 6}L{outer + 8} {bottom + 6}Z"
    slit = (
        f'<path d="{gap}" fill="{darken(look.base, 0.4)}"/>'
        + seam(gap, look)
        + stitch(legs.hem_line(7), look)
    )
    if finish == "slit":
        return slit
    if finish == "tab":
        return (
            stitch(legs.hem_line(7), look)
            + ribbon(f"M{outer + 4} {bottom - 30}L{outer - 26} {bottom - 27}", look, 11, look.base)
            + button(look, outer - 21, bottom - 27.5, 3)
        )
    cord = ribbon(legs.hem_line(16), look, 7, look.accent)
    tails = f"M{outer - 14} {bottom - 16}q5 10 3 22M{outer - 14} {bottom - 16}q-8 8 -9 20"
    return (
        cord
        + fold((outer - 20, bottom - 18), (outer - 24, bottom - 60), 5)
        + seam(tails, look, 2.6, look.accent)
    )


# --- shorts --------------------------------------------------------------------------------------


@template("Shorts")
def shorts(look: Look) -> str:
    """Above the knee: chino, denim, cargo, sports or board shorts."""
    rng = look.rng
    cut = rng.choice(("chino", "denim", "cargo", "sports", "board"))
    short = rng.random() < 0.4 and cut != "cargo"
    legs = Legs(
        top=122, waist=88, band=20, hip=116, hip_at=96, crotch=140, knee_at=170, knee=124,
        inner_knee=14, outer=130, inner=14, length=190 if short else rng.uniform(248, 270), dip=7,
    )  # fmt: skip
    if short:
        legs = replace(legs, knee_at=158, outer=128, inner=9, inner_knee=6)
    thread = COPPER if cut == "denim" else None
    details = (
        fly(look, legs, thread)
        if cut in ("chino", "denim", "cargo")
        else seam(f"M192 {legs.top + 20}L192 {legs.top + legs.crotch}", look)
    )
    details += (
        _curved_pockets(look, legs, thread)
        if cut in ("denim", "board")
        else _slant_pockets(look, legs)
    )
    over = ""
    if cut in ("sports", "board"):
        band = waistband(look, legs, look.base, ribbed=True)
        over = drawstring(look, legs.top + legs.dip + 12, 54, 10)
    else:
        band = waistband(look, legs, look.fill) + stitch(legs.waist_path(16), look, thread)
        over = belt_loops(look, legs, look.fill)
        over += button(look, CENTRE + 1, legs.top + legs.dip + 10, 4.4, thread)
    details += _shorts_finish(look, legs, cut, thread)
    return titled(f"{cut} shorts", draw_legs(look, legs, details + band, over))


def _shorts_finish(look: Look, legs: Legs, cut: str, thread: str | None) -> str:
    hem = stitch(legs.hem_line(8), look, thread) + stitch(legs.hem_line(12), look, thread)
    if cut == "denim":
        frayed = look.rng.random() < 0.5
        fade = _fade(look, replace(legs, knee=legs.knee * 0.9), 0.4)
        edge = ribbon(legs.hem_line(9), look, 20, mix(look.base, "#ffffff", 0.35))
        fringe = ribbon(legs.hem_line(3), look, 7, mix(look.base, "#ffffff", 0.6), ribbed=True)
        return fade + twice(fringe if frayed else edge)
    if cut == "cargo":
        return _cargo(look, legs, legs.top + 150) + twice(hem)
    if cut == "sports":
        kind = look.rng.choice(("three stripes", "panel", "piping"))
        return twice(
            _side_stripes(look, legs, kind) + ribbon(legs.hem_line(3), look, 5, look.accent)
        )
    if cut == "board":
        low = ribbon(legs.hem_line(36), look, 26, look.accent) + ribbon(
            legs.hem_line(14), look, 6, look.accent
        )
        return twice(low + stitch(legs.hem_line(4), look))
    return twice(hem)


# --- skirts --------------------------------------------------------------------------------------


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
    line = f"M{CENTRE - waist - 12} {top + band / 2}Q192 {top + band / 2 + 9} {CENTRE + waist + 12} {top + band / 2}"
    waistline = ribbon(line, look, band, paint or look.fill, ribbed=ribbed) if band else ""
    inner = symmetric(
        f"M192 {top - 4}Q{CENTRE + waist * 0.6} {top - 4} {CENTRE + waist} {top}Q{CENTRE + waist * 0.6} {top + 6} 192 {top + 6}"
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
                f"M{CENTRE - 11} {top}L{CENTRE - 11} {bottom + 20}M{CENTRE + 11} {top}L{CENTRE + 11} {bottom + 20}",
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
    legs = Legs(top=top, waist=84, hip=112, band=18)
    thread = "#d9a35b"
    details = _curved_pockets(look, legs, thread)
    details += shine(
        f"M{CENTRE - 70} {top + 70}Q{CENTRE - 30} {top + 130} {CENTRE - 66} {bottom - 20}Q{CENTRE - 96} {top + 130} {CENTRE - 70} {top + 70}Z",
        0.16,
    )
    details += shine(
        f"M{CENTRE + 70} {top + 70}Q{CENTRE + 96} {top + 130} {CENTRE + 66} {bottom - 20}Q{CENTRE + 30} {top + 130} {CENTRE + 70} {top + 70}Z",
        0.16,
    )
    details += seam(f"M192 {top}L192 {bottom}", look, 1.4) + stitch(
        f"M{CENTRE + 14} {top + 20}L{CENTRE + 14} {top + 96}Q{CENTRE + 12} {top + 110} 192 {top + 114}",
        look,
        thread,
    )
    details += stitch(f"M60 {bottom - 8}L324 {bottom - 8}", look, thread) + stitch(
        f"M60 {bottom - 12}L324 {bottom - 12}", look, thread
    )
    over = belt_loops(look, legs, look.fill) + button(look, CENTRE + 1, top + 15, 4.4, COPPER)
    return titled("denim-style mini skirt", _skirt(look, half, top, 84, details, 18), over)


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
        f"Q{CENTRE + 98} {bottom + 22} {CENTRE + 66} {bottom + 12} Q{CENTRE + 34} {bottom + 32} 192 {bottom + 18}"
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
