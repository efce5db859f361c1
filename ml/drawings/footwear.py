"""Shoes that cover the foot, seen from the side as a pair: the near one before the far one."""

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
from ml.drawings.palette import lighten, lightness, mix
from ml.drawings.paths import points_along
from ml.drawings.shapes import seam, stitch

_GROUND = 366
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


# --- casual shoes --------------------------------------------------------------------------------


@template("Casual Shoes")
def casual_shoes(look: Look) -> str:
    kind = look.rng.choice(["sneaker", "sneaker", "high-top", "slip-on", "boat", "skate"])
    if kind == "boat":
        return _boat_shoe(look)
    if kind == "slip-on":
        return _slip_on(look)
    return _sneaker(look, high=kind == "high-top", skate=kind == "skate")


def _cupsole(look: Look, colour: str, thick: float) -> str:
    g = _GROUND
    sole = (
        f"M30 {g - thick}C26 {g - thick * 0.4:.0f} 28 {g} 46 {g}L312 {g}"
        f"C330 {g} 331 {g - thick * 0.5:.0f} 328 {g - thick - 4}"
        f"C250 {g - thick + 4} 110 {g - thick + 5} 52 {g - thick - 1}Q36 {g - thick - 2} 30 {g - thick}Z"
    )
    rule = look.rng.random() < 0.6
    stripe = line(
        f"M29 {g - thick * 0.52:.0f}Q180 {g - thick * 0.34:.0f} 330 {g - thick * 0.56:.0f}",
        tone(colour, 0.35) if rule else look.base,
        1.4 if rule else 3,
    )
    return panel(look, sole, colour, shades=("shade-y",), details=stripe)


def _sneaker(look: Look, *, high: bool, skate: bool) -> str:
    g, rng = _GROUND, look.rng
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
        f"M150 {s - 74}L{188 if high else 178} {top + 2}Q{196 if high else 188} {top - 22} 214 {top - 12}"
        f"L226 {top + 24}L204 {top + 46}Z"
    )
    back = f"M302 {top + 4}C290 {s - 60} 294 {s - 24} 286 {s + 4}L330 {s + 4}L328 {top}Z"
    stay = (
        f"M112 {s - 48}L128 {s - 66}C160 {s - 80} 186 {top + 60} 206 {top + 2}L226 {top + 22}"
        f"C200 {top + 76} 176 {s - 30} 140 {s - 18}Q116 {s - 26} 112 {s - 48}Z"
        if high
        else f"M112 {s - 48}L126 {s - 68}L200 {top}L224 {top + 24}C204 {top + 62} 180 {s - 32} 150 {s - 20}"
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
    g = _GROUND
    thick = look.rng.choice([22, 28])
    s = g - thick
    top = s - 92
    upper = (
        f"M34 {s + 1}C24 {s - 34} 58 {s - 50} 104 {s - 62}C138 {s - 72} 158 {s - 84} 174 {top - 2}"
        f"Q184 {top - 8} 192 {top + 2}C216 {top + 36} 270 {top + 34} 302 {top}Q316 {top - 6} 320 {top + 12}"
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
    inner = f"M178 {top}Q240 {top - 16} 306 {top}Q290 {top + 30} 240 {top + 30}Q200 {top + 28} 178 {top}Z"
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + _cupsole(look, look.rng.choice([WHITE_RUBBER, look.accent]), thick)
    )
    return "<title>slip-on shoes</title>" + pair(shoe, upper, 32, -96)


def _boat_shoe(look: Look) -> str:
    g = _GROUND
    s = g - 18
    top = s - 96
    upper = (
        f"M32 {s}C24 {s - 30} 50 {s - 52} 92 {s - 58}C120 {s - 62} 146 {s - 76} 164 {top - 2}L190 {top - 6}"
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
    inner = f"M186 {top}Q250 {top - 14} 308 {top + 2}Q290 {top + 32} 240 {top + 32}Q206 {top + 28} 186 {top}Z"
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
    sole = f"M30 {s - 3}C26 {g - 2} 32 {g} 46 {g}L314 {g}Q330 {g} 329 {s - 6}C250 {s + 2} 120 {s + 3} 30 {s - 3}Z"
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + eyelets
        + bow
        + panel(look, sole, WHITE_RUBBER, shades=("shade-y",))
    )
    return "<title>boat shoes</title>" + pair(shoe, upper, 32, -98)


# --- sports shoes --------------------------------------------------------------------------------


@template("Sports Shoes")
def sports_shoes(look: Look) -> str:
    """Running shoes: a thick sculpted midsole, a raised heel tab, mesh and overlays."""
    g, rng = _GROUND, look.rng
    heel = rng.choice([38, 44, 52])  # midsole height at the heel
    fore = heel * 0.55
    s, h = g - fore, g - heel
    top = h - 90
    foam = rng.choice([WHITE_RUBBER, WHITE_RUBBER, lighten(look.accent, 0.3), tone(look.base, 0.2)])
    bright = rng.choice([look.accent, "#e8503a", "#35b8c8", "#d4e04a", look.accent])
    upper = (
        f"M34 {s - 2}C28 {s - 32} 60 {s - 44} 96 {s - 54}C128 {s - 64} 148 {s - 84} 168 {top + 28}"
        f"L198 {top + 2}L216 {top + 12}C236 {top + 42} 268 {top + 44} 292 {top + 14}"
        f"Q304 {top - 16} 322 {top - 14}Q328 {top - 8} 322 {top + 10}C316 {h - 56} 330 {h - 34} 328 {h + 2}"
        f"C270 {h + 14} 200 {s + 4} 130 {s + 6}Q70 {s + 4} 34 {s - 2}Z"
    )
    midsole = (
        f"M28 {s - 10}Q60 {s + 6} 120 {s + 4}C200 {s + 2} 250 {h + 10} 322 {h - 6}Q340 {h - 8} 336 {h + 14}"
        f"L326 {g - 10}Q322 {g - 2} 310 {g - 2}L240 {g - 2}Q212 {g - 14} 180 {g - 4}L70 {g - 2}"
        f"C44 {g - 6} 26 {g - 20} 28 {s - 10}Z"
    )
    mesh = "".join(
        line(f"M{20 + 7 * i} {s + 10}l46 -120", look.ink, 0.7, opacity=0.28)
        + line(f"M{66 + 7 * i} {s + 10}l-46 -120", look.ink, 0.7, opacity=0.28)
        for i in range(22)
    )
    toe = f"M20 {s + 8}L22 {s - 34}Q44 {s - 22} 74 {s - 18}Q100 {s - 12} 124 {s + 10}Z"
    quarter = f"M330 {h + 10}L330 {h - 60}C300 {h - 40} 290 {h - 44} 268 {h - 54}C250 {h - 26} 226 {h - 2} 196 {s + 8}Z"
    details = mesh + layer(toe, tone(look.base, 0.25)) + seam(toe, look)
    details += layer(quarter, tone(look.base, 0.22)) + seam(quarter, look)
    details += stitch(
        f"M322 {h - 48}C300 {h - 30} 288 {h - 34} 272 {h - 42}C256 {h - 18} 236 {h + 2} 210 {s + 8}",
        look,
    )
    style = rng.choice(["bars", "wave", "arrow", "ribs"])
    if style == "bars":
        details += "".join(
            panel(
                look,
                f"M{150 + 26 * i} {s + 6}L{186 + 18 * i} {s - 62 - 6 * i}l12 5L{165 + 26 * i} {s + 6}Z",
                bright,
                width=1,
            )
            for i in range(3)
        )
    elif style == "wave":
        wave = f"M126 {s - 10}C170 {s + 2} 220 {s - 60} 300 {h - 52}C250 {h - 20} 200 {s + 8} 126 {s - 10}Z"
        details += panel(look, wave, bright, width=1.2)
    elif style == "arrow":
        mark = f"M158 {s + 2}L206 {s - 56}L228 {s - 60}L208 {s - 22}L268 {h - 30}L252 {h - 10}L194 {s + 2}Z"
        details += panel(look, mark, bright, width=1.2)
    else:
        details += "".join(
            line(
                f"M{206 - 16 * i} {top + 26 + 12 * i}Q{210 - 10 * i} {s - 40} {230 - 24 * i} {s + 6}",
                bright,
                5,
            )
            for i in range(4)
        )
    collar = f"M192 {top + 12}L216 {top + 12}C236 {top + 42} 268 {top + 44} 292 {top + 14}L304 {top + 34}C270 {top + 64} 226 {top + 60} 204 {top + 30}Z"
    details += layer(collar, tone(look.base, 0.12)) + seam(
        f"M204 {top + 30}C226 {top + 60} 270 {top + 64} 306 {top + 32}", look
    )
    stay = f"M108 {s - 46}L124 {s - 68}L172 {top + 20}L196 {top - 4}L214 {top + 18}C196 {top + 62} 168 {s - 44} 136 {s - 34}Q114 {s - 34} 108 {s - 46}Z"
    details += layer(stay, tone(look.base, 0.16)) + seam(stay, look)
    tongue = (
        f"M146 {s - 74}L176 {top + 4}Q184 {top - 24} 208 {top - 18}L222 {top + 22}L200 {top + 40}Z"
    )
    inner = f"M200 {top + 6}Q250 {top - 6} 304 {top - 2}L296 {top + 30}L222 {top + 36}Z"
    pods = "".join(
        line(f"M{x} {y:.0f}q9 7 20 2", tone(foam, 0.3), 2.2)
        for x, y in ((214, s + 14), (240, h + 24), (268, h + 20), (296, h + 16))
    )
    band = (
        line(f"M30 {s + 4}Q120 {s + 20} 200 {s + 12}T336 {h + 12}", bright, 3)
        if rng.random() < 0.6
        else ""
    )
    tread = f"M44 {g - 13}C60 {g - 5} 120 {g - 7} 178 {g - 9}Q212 {g - 19} 242 {g - 7}L324 {g - 9}Q320 {g + 2} 308 {g + 2}L238 {g + 2}Q212 {g - 8} 182 {g + 2}L76 {g + 2}Q52 {g - 2} 44 {g - 13}Z"
    lug = line(f"M60 {g}L320 {g}", look.ink, 6, dash="1.4 9")
    lace = rng.choice([WHITE_RUBBER, bright, look.accent])
    outsole = "#3a3b3f" if lightness(look.base) > 0.3 else "#5a5c61"
    shoe = (
        panel(look, inner, lining(look), width=1.6)
        + panel(look, tongue, tone(look.base, 0.1), shades=("shade-right",))
        + panel(look, upper, shades=("sheen", "shade-y"), details=details)
        + laces(look, f"M124 {s - 56}L196 {top + 14}", 6, lace, reach=15)
        + panel(look, midsole, foam, shades=("shade-y",), details=band + pods)
        + panel(look, tread, outsole, details=lug, width=1.8)
    )
    title = rng.choice(["running shoes", "training shoes"])
    return f"<title>{title}</title>" + pair(shoe, upper, 24, -120)


# --- formal shoes --------------------------------------------------------------------------------


@template("Formal Shoes")
def formal_shoes(look: Look) -> str:
    """Oxfords, derbies, monks and loafers on a leather sole with a stacked heel."""
    g, rng = _GROUND, look.rng
    kind = rng.choice(["oxford", "derby", "monk", "loafer", "brogue"])
    s = g - 16
    top = s - 92
    low = kind == "loafer"
    throat = f"L188 {top + 4}" if low else f"L196 {top - 4}"
    toe = rng.choice(
        [
            f"C20 {s - 26} 46 {s - 36} 90 {s - 44}",
            f"C24 {s - 34} 52 {s - 46} 92 {s - 50}",
        ]
    )
    upper = (
        f"M26 {s - 4}{toe}C124 {s - 50} 150 {s - 66} 168 {top + 12}{throat}"
        f"C216 {top + 34} 266 {top + 32} 302 {top - 4}Q314 {top - 10} 317 {top + 4}"
        f"C323 {s - 50} 319 {s - 36} 325 {s - 14}C290 {s - 14} 250 {s - 14} 220 {s - 8}C170 {s + 4} 90 {s + 6} 26 {s - 4}Z"
    )
    welt = (
        f"M20 {s - 5}C80 {s + 8} 170 {s + 5} 222 {s - 7}C260 {s - 15} 300 {s - 14} 330 {s - 14}"
        f"L330 {s - 6}C290 {s - 7} 262 {s - 4} 240 {s + 2}C180 {s + 18} 90 {s + 16} 40 {s + 8}Q22 {s + 4} 20 {s - 5}Z"
    )
    block = f"M254 {s - 4}Q290 {s - 9} 330 {s - 7}L327 {g + 2}L258 {g + 2}Z"
    sole = rng.choice(["#2b211b", "#3a2a20", "#5b3d28"])
    details = seam(f"M276 {s}C286 {s - 40} 282 {s - 60} 290 {top + 4}", look)
    details += stitch(f"M270 {s}C280 {s - 40} 276 {s - 60} 284 {top + 10}", look)
    brogue = ""
    if kind in {"oxford", "derby", "brogue"}:
        if kind == "brogue":
            cap = f"M92 {s - 50}C84 {s - 38} 92 {s - 30} 110 {s - 34}C116 {s - 22} 140 {s - 12} 176 {s - 6}"
        else:
            cap = f"M88 {s - 52}C74 {s - 36} 76 {s - 16} 92 {s + 6}"
        details += seam(cap, look, 1.6)
        offset = f'<g transform="translate(-6 1)">{line(cap, look.ink, 3, dash="0 6")}</g>'
        brogue = offset if kind == "brogue" or rng.random() < 0.4 else ""
        details += brogue or f'<g transform="translate(-5 1)">{stitch(cap, look)}</g>'
    if kind == "derby":
        quarter = f"M120 {s - 60}L138 {s - 42}C160 {s - 26} 176 {s - 20} 190 {s - 4}"
    else:
        quarter = f"M126 {s - 62}Q136 {s - 40} 170 {s - 36}C190 {s - 24} 196 {s - 14} 200 {s - 2}"
    hardware, laced = "", ""
    if kind == "loafer":
        apron = f"M40 {s - 26}C60 {s - 16} 120 {s - 22} 158 {s - 48}"
        details += (
            seam(apron, look, 1.8) + f'<g transform="translate(0 4)">{stitch(apron, look)}</g>'
        )
        strap = f"M140 {s - 70}L160 {top + 6}C180 {top + 26} 198 {s - 40} 206 {s - 6}L178 {s - 2}C172 {s - 32} 158 {s - 52} 140 {s - 70}Z"
        details += layer(strap, look.fill) + seam(strap, look, 1.6)
        if rng.random() < 0.5:
            details += layer(f"M160 {s - 50}l14 -10l7 12l-12 9Z", look.ink)
        else:
            hardware = line(f"M148 {s - 64}L182 {s - 46}", look.ink, 7) + line(
                f"M148 {s - 64}L182 {s - 46}", "url(#brass)", 4.6
            )
    elif kind == "monk":
        details += seam(f"M112 {s - 56}C130 {s - 38} 150 {s - 30} 176 {s - 26}", look, 1.6)
        strap = f"M134 {s - 70}L152 {s - 84}C186 {s - 74} 210 {s - 62} 236 {s - 56}L230 {s - 36}C196 {s - 40} 160 {s - 52} 134 {s - 70}Z"
        details += layer(strap, look.fill) + seam(strap, look, 1.6)
        hardware = f'<g transform="rotate(22 190 {s - 60})"><rect x="180" y="{s - 74}" width="20" height="26" rx="3" fill="none" stroke="{look.ink}" stroke-width="6.4"/><rect x="180" y="{s - 74}" width="20" height="26" rx="3" fill="none" stroke="url(#steel)" stroke-width="4"/>{line(f"M180 {s - 61}h16", "#8d9299", 2.4)}</g>'
    else:
        details += seam(quarter, look, 1.6)
        details += f'<g transform="translate(3 6)">{line(quarter, look.ink, 2.6, dash="0 5.4") if brogue else stitch(quarter, look)}</g>'
        bars = []
        for x, y in points_along(f"M136 {s - 62}L186 {top + 8}", 4):
            bars.append(cord(look, f"M{x} {y}l-13 -6", tone(look.base, 0.4), 3))
            bars.append(disc(x + 2, y + 2, 1.9, look.ink, look.ink, 0.6))
        laced = "".join(bars) + cord(
            look,
            f"M178 {top + 6}q16 -18 24 -4q-4 10 -22 8q8 18 2 28",
            tone(look.base, 0.4),
            2.6,
        )
    tongue = (
        ""
        if low
        else panel(
            look,
            f"M150 {s - 70}L176 {top - 8}Q184 {top - 20} 202 {top - 14}L206 {top + 14}L186 {top + 24}Z",
            tone(look.base, 0.12),
            shades=("shade-right",),
        )
    )
    inner = f"M184 {top}Q250 {top - 18} 306 {top - 4}Q290 {top + 28} 240 {top + 28}Q206 {top + 24} 184 {top}Z"
    glint = layer(
        f"M44 {s - 22}C54 {s - 34} 74 {s - 38} 92 {s - 40}C78 {s - 32} 62 {s - 26} 44 {s - 22}Z",
        "#ffffff",
        0.34,
    )
    glint += layer(
        f"M300 {s - 24}C308 {s - 44} 304 {s - 60} 306 {top + 14}C314 {s - 56} 312 {s - 40} 300 {s - 24}Z",
        "#ffffff",
        0.25,
    )
    shoe = (
        panel(look, inner, mix(lining(look), "#b08a5e", 0.5), width=1.6)
        + tongue
        + panel(
            look,
            block,
            sole,
            details="".join(
                line(f"M250 {y}h84", "#ffffff", 0.8, opacity=0.25) for y in (s + 1, s + 7, s + 13)
            ),
        )
        + panel(look, upper, shades=("sheen", "shade-y"), details=details + glint)
        + hardware
        + laced
        + panel(
            look,
            welt,
            sole,
            width=2,
            details=line(
                f"M24 {s}C80 {s + 11} 170 {s + 9} 222 {s - 3}C260 {s - 12} 300 {s - 11} 328 {s - 11}",
                "#e7d7b8",
                0.9,
                dash="3 2",
                opacity=0.8,
            ),
        )
    )
    title = {
        "oxford": "Oxford shoes",
        "derby": "derby shoes",
        "monk": "monk-strap shoes",
        "loafer": "loafers",
        "brogue": "brogues",
    }[kind]
    return f"<title>{title}</title>" + pair(shoe, upper, 32, -94)
