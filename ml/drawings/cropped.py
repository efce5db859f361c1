"""Capris and Shorts."""

from dataclasses import replace

from ml.drawings.bottoms import COPPER, denim_fade, side_stripes
from ml.drawings.legs import (
    Legs,
    belt_loops,
    cargo_pockets,
    curved_pockets,
    draw_legs,
    fly,
    slant_pockets,
    waistband,
)
from ml.drawings.look import Look, template
from ml.drawings.palette import darken, mix
from ml.drawings.paths import CENTRE
from ml.drawings.shapes import (
    button,
    drawstring,
    fold,
    ribbon,
    seam,
    shaded,
    stitch,
    titled,
    twice,
)


@template("Capris")
def capris(look: Look) -> str:
    """Cropped to the calf: slim with slits, rolled up, tied, or loose and elastic."""
    rng = look.rng
    loose = rng.random() < 0.35
    legs = Legs(
        top=66,
        waist=60,
        hip=82,
        knee=76,
        inner_knee=22,
        outer=72 if not loose else 84,
        inner=26,
        length=rng.uniform(322, 346),
        band=16,
        knee_at=250,
    )
    finish = rng.choice(("slit", "cuff", "tie", "tab"))
    details = slant_pockets(look, legs) if loose else curved_pockets(look, legs)
    details += twice(_capri_hem(look, legs, finish))
    if rng.random() < 0.25:
        details += cargo_pockets(look, legs, legs.top + 190)
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
        top=122,
        waist=88,
        band=20,
        hip=116,
        hip_at=96,
        crotch=140,
        knee_at=170,
        knee=124,
        inner_knee=14,
        outer=130,
        inner=14,
        length=190 if short else rng.uniform(248, 270),
        dip=7,
    )
    if short:
        legs = replace(legs, knee_at=158, outer=128, inner=9, inner_knee=6)
    thread = COPPER if cut == "denim" else None
    details = (
        fly(look, legs, thread)
        if cut in ("chino", "denim", "cargo")
        else seam(f"M192 {legs.top + 20}L192 {legs.top + legs.crotch}", look)
    )
    details += (
        curved_pockets(look, legs, thread)
        if cut in ("denim", "board")
        else slant_pockets(look, legs)
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
        fade = denim_fade(look, replace(legs, knee=legs.knee * 0.9), 0.4)
        edge = ribbon(legs.hem_line(9), look, 20, mix(look.base, "#ffffff", 0.35))
        fringe = ribbon(legs.hem_line(3), look, 7, mix(look.base, "#ffffff", 0.6), ribbed=True)
        return fade + twice(fringe if frayed else edge)
    if cut == "cargo":
        return cargo_pockets(look, legs, legs.top + 150) + twice(hem)
    if cut == "sports":
        kind = look.rng.choice(("three stripes", "panel", "piping"))
        return twice(
            side_stripes(look, legs, kind) + ribbon(legs.hem_line(3), look, 5, look.accent)
        )
    if cut == "board":
        low = ribbon(legs.hem_line(36), look, 26, look.accent) + ribbon(
            legs.hem_line(14), look, 6, look.accent
        )
        return twice(low + stitch(legs.hem_line(4), look))
    return twice(hem)
