"""Jeans, Trousers, Track Pants and Leggings."""

from dataclasses import replace

from ml.drawings.legs import (
    Legs,
    belt_loops,
    curved_pockets,
    draw_legs,
    fly,
    slant_pockets,
    waistband,
)
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, lightness, mix
from ml.drawings.paths import CENTRE
from ml.drawings.shapes import (
    button,
    drawstring,
    fold,
    ribbon,
    seam,
    shaded,
    shine,
    stitch,
    titled,
    twice,
    zipper,
)

COPPER = "#c8823f"


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
    details = denim_fade(look, legs, rng.uniform(0.2, 0.6)) + curved_pockets(look, legs, thread)
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


def denim_fade(look: Look, legs: Legs, strength: float) -> str:
    """The worn fronts of the thighs and whiskers at the hips; printed cloth has none."""
    if look.fill != look.base:
        return ""
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
        hole = (
            f"M{x - size} {y}Q{x} {y - size * 0.45} {x + size} {y - 2}"
            f"Q{x + 2} {y + size * 0.5} {x - size} {y}Z"
        )
        threads = "".join(
            f"M{x - size * 0.7} {y + dy}L{x + size * 0.7} {y + dy + 1}" for dy in (-5, -2, 1, 4, 7)
        )
        marks += (
            f'<path d="{hole}" fill="{darken(look.base, 0.4)}" '
            'stroke="#f4f2ec" stroke-width="1.6"/>'
        )
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
    crease = (
        f"M{CENTRE + legs.waist * 0.52} {legs.top + 46}"
        f"Q{CENTRE + legs.hip * 0.54} {fy + 20} {mid} {legs.bottom}"
    )
    details = slant_pockets(look, legs) + fly(look, legs)
    if cut != "chinos":
        light = (
            f"{crease}L{mid + 7} {legs.bottom}Q{CENTRE + legs.hip * 0.54 + 8} "
            f"{fy + 20} {CENTRE + legs.waist * 0.52} {legs.top + 46}Z"
        )
        details += twice(shine(light, 0.14) + seam(crease, look, 1.1))
    if rng.random() < 0.45:
        pleat = (
            f"M{CENTRE + 30} {legs.top + 20}L{CENTRE + 33} {legs.top + 70}"
            f"M{CENTRE + 41} {legs.top + 20}L{CENTRE + 43} {legs.top + 56}"
        )
        details += twice(seam(pleat, look))
    turn_up = rng.random() < 0.3
    details += twice(
        ribbon(legs.hem_line(9), look, 19, look.fill) if turn_up else stitch(legs.hem_line(8), look)
    )
    band = waistband(look, legs, look.fill)
    y = legs.top + legs.dip + legs.band / 2
    tab = (
        f"M{CENTRE - 4} {y - 7}L{CENTRE + 20} {y - 8}"
        f"L{CENTRE + 25} {y - 1}L{CENTRE + 20} {y + 6}L{CENTRE - 4} {y + 7}"
    )
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
        band=22,
        knee=86,
        inner_knee=20,
        outer=74 if cuffed else 90,
        inner=34 if cuffed else 22,
        hip=86,
        waist=60,
    )
    trim = look.accent
    kind = rng.choice(("three stripes", "two stripes", "panel", "piping"))
    details = twice(side_stripes(look, legs, kind))
    y = legs.top + 44
    if rng.random() < 0.6:
        details += twice(zipper(look, f"M{CENTRE + 62} {y}L{CENTRE + 76} {y + 52}", width=4))
    else:
        details += slant_pockets(look, legs)
    details += seam(f"M192 {legs.top + 20}L192 {legs.top + legs.crotch}", look, 1.2)
    if cuffed:
        details += twice(
            ribbon(legs.hem_line(12), look, 26, rng.choice((look.base, trim)), ribbed=True)
        )
    else:
        details += twice(
            zipper(
                look,
                f"M{CENTRE + legs.outer - 14} {legs.bottom - 62}"
                f"L{CENTRE + legs.outer - 12} {legs.bottom + 6}",
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


def side_stripes(look: Look, legs: Legs, kind: str) -> str:
    if kind == "panel":
        edge = legs.side_line(9)
        return (
            f'<path d="{edge}" fill="none" stroke="{look.accent}" '
            'stroke-width="22" stroke-linecap="butt"/>' + seam(legs.side_line(20), look)
        )
    insets = {"three stripes": (6, 15, 24), "two stripes": (7, 18), "piping": (5,)}[kind]
    width = 4 if kind == "three stripes" else 5.5 if kind == "two stripes" else 3
    return "".join(seam(legs.side_line(inset), look, width, look.accent) for inset in insets)


# --- leggings -------------------------------------------------------------------------


@template("Leggings")
def leggings(look: Look) -> str:
    """Close-fitting knit from waist to ankle: no pockets, no fly, wrinkles where it clings."""
    rng = look.rng
    high = rng.random() < 0.5
    legs = Legs(
        waist=50,
        hip=66,
        hip_at=88,
        crotch=120,
        knee=47,
        inner_knee=13,
        outer=38,
        inner=15,
        band=34 if high else 15,
        length=440,
        knee_at=270,
        dip=4,
    )
    kind = rng.choice(("plain", "plain", "churidar", "sport", "lace", "mesh"))
    details = seam(f"M192 {legs.top + legs.band}L192 {legs.top + legs.crotch}", look, 1.2)
    name = "leggings"
    if kind == "churidar":
        details += twice(_ankle_wrinkles(look, legs, 9))
        name = "churidar leggings"
    else:
        details += twice(_ankle_wrinkles(look, legs, 2))
    if kind == "sport":
        sweep = (
            f"M{CENTRE + 70} {legs.top + 90}"
            f"Q{CENTRE + 30} {legs.top + 200} {CENTRE + 52} {legs.top + 330}"
        )
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
        f"M{CENTRE + 40} {legs.top + 110}"
        f"Q{CENTRE + 46} {legs.top + 200} {CENTRE + 32} {legs.top + 300}"
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
            f"M{CENTRE + x1} {y1}Q{CENTRE + (x1 + x2) / 2} "
            f"{y1 + 6} {CENTRE + x1 * 0.4 + x2 * 0.6} {y2}",
            look,
            0.8,
        )
    return marks
