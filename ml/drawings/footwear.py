"""Casual shoes, and what all shoes seen from the side share: a near one before a far one."""

from ml.drawings.look import Look, template
from ml.drawings.objects import (
    WHITE_RUBBER,
    cord,
    disc,
    layer,
    line,
    lining,
    moved,
    panel,
    tone,
)
from ml.drawings.palette import lightness, mix
from ml.drawings.paths import points_along
from ml.drawings.shapes import seam, stitch

GROUND = 366


"""Where the near shoe stands."""


def pair(shoe: str, outline: str, dx: float = 32, dy: float = -92) -> str:
    """The shoe twice; the far one lies in a breath of shadow."""
    far = shoe + layer(outline, "#0b0b18", 0.1)
    return moved(far, dx, dy) + shoe


def laces(look: Look, throat: str, count: int, colour: str, *, reach: float = 17) -> str:
    """Bars of a lace over the tongue from eyelets along ``throat``, and a bow at its end."""
    bars = []
    for x, y in points_along(throat, count):
        bars.append(cord(look, f"M{x} {y}L{x - reach:.1f} {y - reach * 0.34:.1f}", colour, 4.2))
        bars.append(disc(x + 1, y + 0.6, 2.6, tone(colour, 0.45), look.ink, 0.8))
    x, y = points_along(throat, 2)[1]
    bow = cord(look, f"M{x - 8:.0f} {y - 3:.0f}q20 -22 30 -6q-6 12 -28 8", colour, 3.4)
    bow += cord(look, f"M{x - 8:.0f} {y - 2:.0f}q10 20 4 36", colour, 3.4)
    return "".join(bars) + bow


@template("Casual Shoes")
def casual_shoes(look: Look) -> str:
    kind = look.rng.choice(["sneaker", "sneaker", "high-top", "slip-on", "boat", "skate"])
    if kind == "boat":
        return _boat_shoe(look)
    if kind == "slip-on":
        return _slip_on(look)
    return _sneaker(look, high=kind == "high-top", skate=kind == "skate")


def _cupsole(look: Look, colour: str, thick: float) -> str:
    g = GROUND
    sole = (
        f"M30 {g - thick}C26 {g - thick * 0.4:.0f} 28 {g} 46 {g}L312 {g}"
        f"C330 {g} 331 {g - thick * 0.5:.0f} 328 {g - thick - 4}"
        f"C250 {g - thick + 4} 110 {g - thick + 5} 52 {g - thick - 1}Q36"
        f" {g - thick - 2} 30 {g - thick}Z"
    )
    rule = look.rng.random() < 0.6
    stripe = line(
        f"M29 {g - thick * 0.52:.0f}Q180 {g - thick * 0.34:.0f} 330 {g - thick * 0.56:.0f}",
        tone(colour, 0.35) if rule else look.base,
        1.4 if rule else 3,
    )
    return panel(look, sole, colour, shades=("shade-y",), details=stripe)


def _sneaker(look: Look, *, high: bool, skate: bool) -> str:
    g, rng = GROUND, look.rng
    thick = rng.choice([22, 26, 32]) if not skate else 28
    rubber = rng.choice([WHITE_RUBBER, WHITE_RUBBER, look.accent])
    if lightness(rubber) < 0.45 and lightness(look.base) > 0.3:
        rubber = WHITE_RUBBER
    s = g - thick  # where the upper meets the sole
    top = s - (158 if high else 100)
    collar = (
        f"L222 {top + 4}C246 {top + 12} 280 {top + 10} 306 {top}"
        if high
        else f"L218 {top + 12}C236 {top + 38} 276 {top + 36} 300 {top + 8}"
    )
    instep = f"C150 {s - 76} 176 {top + 54} 196 {top + 8}" if high else f"L196 {top + 4}"
    upper = (
        f"M34 {s + 1}C26 {s - 32} 54 {s - 44} 92 {s - 54}C122 {s - 62} 142 {s - 72} 160 {s - 82}"
        f"{instep}{collar}Q318 {top - 2} 321 {top + 14}C316 {s - 56} 330 {s - 34} 328 {s - 2}"
        f"C240 {s + 6} 110 {s + 6} 34 {s + 1}Z"
    )
    throat = (
        f"M124 {s - 56}C152 {s - 72} 184 {top + 70} 204 {top + 20}"
        if high
        else f"M124 {s - 56}L200 {top + 18}"
    )
    tongue = (
        f"M150 {s - 74}L{188 if high else 178} {top + 2}Q{196 if high else 188}"
        f" {top - 22} 214 {top - 12}"
        f"L226 {top + 24}L204 {top + 46}Z"
    )
    back = f"M302 {top + 4}C290 {s - 60} 294 {s - 24} 286 {s + 4}L330 {s + 4}L328 {top}Z"
    stay = (
        f"M112 {s - 48}L128 {s - 66}C160 {s - 80} 186 {top + 60} 206 {top + 2}L226 {top + 22}"
        f"C200 {top + 76} 176 {s - 30} 140 {s - 18}Q116 {s - 26} 112 {s - 48}Z"
        if high
        else f"M112 {s - 48}L126 {s - 68}L200 {top}L224 {top + 24}C204 {top + 62}"
        f" 180 {s - 32} 150 {s - 20}"
        f"Q120 {s - 28} 112 {s - 48}Z"
    )
    trim = rng.choice([look.accent, tone(look.base, 0.25), look.base])
    details = (
        layer(back, trim)
        + seam(back, look)
        + stitch(f"M281 {s}C289 {s - 26} 285 {s - 60} 296 {top + 8}", look)
    )
    details += layer(stay, trim if skate else look.fill) + seam(stay, look)
    details += stitch(
        f"M118 {s - 46}Q124 {s - 32} 150 {s - 25}C176 {s - 38} 198 {top + 64} 217 {top + 27}",
        look,
    )
    if rng.random() < 0.45 or high:
        cap = f"M20 {s + 8}L20 {s - 60}L84 {s - 60}C66 {s - 44} 62 {s - 16} 72 {s + 8}Z"
        details += layer(cap, rubber) + seam(
            f"M84 {s - 60}C66 {s - 44} 62 {s - 16} 72 {s + 8}", look
        )
    else:
        details += seam(f"M98 {s - 58}C80 {s - 40} 84 {s - 16} 112 {s + 6}", look)
        details += stitch(f"M93 {s - 56}C75 {s - 38} 79 {s - 14} 105 {s + 6}", look)
    if rng.random() < 0.5:
        mark = f"M170 {s + 2}Q196 {s - 34} 262 {s - 56}L274 {s - 46}Q216 {s - 26} 196 {s + 2}Z"
        details += layer(mark, look.accent) + seam(mark, look)
    if high:
        details += disc(258, s - 96, 19, rubber, look.ink, 1.4) + disc(
            258, s - 96, 13, look.accent, look.ink, 1
        )
    lace = rng.choice([WHITE_RUBBER, WHITE_RUBBER, look.accent])
    title = "high-top sneakers" if high else "skate shoes" if skate else "low-top sneakers"
    inner = f"M206 {top + 8}Q256 {top - 10} 306 {top + 2}L300 {top + 30}L224 {top + 40}Z"
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, tongue, tone(look.base, 0.12), shades=("shade-right",))
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + laces(look, throat, 7 if high else 5, lace)
        + _cupsole(look, rubber, thick)
    )
    return f"<title>{title}</title>" + pair(shoe, upper, 30, -108)


def _slip_on(look: Look) -> str:
    g = GROUND
    thick = look.rng.choice([22, 28])
    s = g - thick
    top = s - 92
    upper = (
        f"M34 {s + 1}C24 {s - 34} 58 {s - 50} 104 {s - 62}C138 {s - 72} 158 {s - 84} 174 {top - 2}"
        f"Q184 {top - 8} 192 {top + 2}C216 {top + 36} 270 {top + 34} 302"
        f" {top}Q316 {top - 6} 320 {top + 12}"
        f"C326 {s - 44} 324 {s - 20} 328 {s - 2}C240 {s + 6} 110 {s + 6} 34 {s + 1}Z"
    )
    gore = f"M176 {top + 4}L222 {top + 26}C214 {s - 36} 190 {s - 30} 172 {s - 40}Z"
    ribs = "".join(
        line(f"M{180 + 8 * i} {top}L{172 + 8 * i} {s - 26}", look.ink, 0.8, opacity=0.6)
        for i in range(6)
    )
    details = panel(look, gore, tone(look.base, 0.3), details=ribs, width=1.2)
    details += seam(f"M300 {top + 4}C288 {s - 40} 292 {s - 20} 284 {s + 6}", look)
    details += stitch(f"M295 {top + 4}C283 {s - 40} 287 {s - 20} 279 {s + 6}", look)
    details += stitch(f"M186 {top + 8}C214 {top + 44} 270 {top + 42} 306 {top + 8}", look)
    inner = (
        f"M178 {top}Q240 {top - 16} 306 {top}Q290 {top + 30} 240 {top + 30}"
        f"Q200 {top + 28} 178 {top}Z"
    )
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + _cupsole(look, look.rng.choice([WHITE_RUBBER, look.accent]), thick)
    )
    return "<title>slip-on shoes</title>" + pair(shoe, upper, 32, -96)


def _boat_shoe(look: Look) -> str:
    g = GROUND
    s = g - 18
    top = s - 96
    upper = (
        f"M32 {s}C24 {s - 30} 50 {s - 52} 92 {s - 58}C120 {s - 62} 146 {s - 76}"
        f" 164 {top - 2}L190 {top - 6}"
        f"C210 {top + 32} 270 {top + 36} 304 {top + 2}Q318 {top - 4} 320 {top + 14}"
        f"C326 {s - 46} 324 {s - 20} 328 {s - 4}C240 {s + 3} 110 {s + 3} 32 {s}Z"
    )
    apron = f"M54 {s - 42}C70 {s - 24} 116 {s - 34} 158 {s - 52}"
    details = seam(apron, look, 1.6)
    details += "".join(
        line(f"M{x:.0f} {y - 4:.0f}l2 9", look.ink, 1.4) for x, y in points_along(apron, 12)
    )
    lace = mix(look.accent, "#a8713f", 0.6)
    strip = f"M204 {top + 34}C236 {top + 48} 280 {top + 44} 318 {top + 24}"
    details += line(strip, look.ink, 6) + line(strip, lace, 4, dash="14 7")
    details += seam(f"M150 {s - 50}C176 {s - 44} 196 {s - 56} 214 {top + 34}", look)
    details += stitch(f"M150 {s - 44}C180 {s - 38} 202 {s - 52} 220 {top + 36}", look)
    details += seam(f"M286 {s + 2}C294 {s - 24} 290 {s - 50} 300 {top + 8}", look)
    inner = (
        f"M186 {top}Q250 {top - 14} 308 {top + 2}Q290 {top + 32} 240 {top + 32}"
        f"Q206 {top + 28} 186 {top}Z"
    )
    eyelets = "".join(
        cord(look, f"M{x} {y}l-17 -7", lace, 4) + disc(x, y, 3, "#d9c9a0", look.ink, 0.9)
        for x, y in ((160, s - 64), (178, s - 74))
    )
    bow = cord(
        look,
        f"M160 {s - 80}q-26 -20 -30 -2q6 10 30 4q26 -16 30 2q-8 8 -28 -2",
        lace,
        3.6,
    )
    sole = (
        f"M30 {s - 3}C26 {g - 2} 32 {g} 46 {g}L314 {g}Q330 {g} 329 {s - 6}"
        f"C250 {s + 2} 120 {s + 3} 30 {s - 3}Z"
    )
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + eyelets
        + bow
        + panel(look, sole, WHITE_RUBBER, shades=("shade-y",))
    )
    return "<title>boat shoes</title>" + pair(shoe, upper, 32, -98)
