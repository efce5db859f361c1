"""Sports shoes."""

from ml.drawings.footwear import GROUND, laces, pair
from ml.drawings.look import Look, template
from ml.drawings.objects import (
    WHITE_RUBBER,
    layer,
    line,
    lining,
    panel,
    tone,
)
from ml.drawings.palette import lighten, lightness
from ml.drawings.shapes import seam, stitch


@template("Sports Shoes")
def sports_shoes(look: Look) -> str:
    """Running shoes: a thick sculpted midsole, a raised heel tab, mesh and overlays."""
    g, rng = GROUND, look.rng
    heel = rng.choice([38, 44, 52])  # midsole height at the heel
    fore = heel * 0.55
    s, h = g - fore, g - heel
    top = h - 90
    foam = rng.choice([WHITE_RUBBER, WHITE_RUBBER, lighten(look.accent, 0.3), tone(look.base, 0.2)])
    bright = rng.choice([look.accent, "#e8503a", "#35b8c8", "#d4e04a", look.accent])
    upper = (
        f"M34 {s - 2}C28 {s - 32} 60 {s - 44} 96 {s - 54}C128 {s - 64} 148 {s - 84} 168 {top + 28}"
        f"L198 {top + 2}L216 {top + 12}C236 {top + 42} 268 {top + 44} 292 {top + 14}"
        f"Q304 {top - 16} 322 {top - 14}Q328 {top - 8} 322 {top + 10}C316"
        f" {h - 56} 330 {h - 34} 328 {h + 2}"
        f"C270 {h + 14} 200 {s + 4} 130 {s + 6}Q70 {s + 4} 34 {s - 2}Z"
    )
    midsole = (
        f"M28 {s - 10}Q60 {s + 6} 120 {s + 4}C200 {s + 2} 250 {h + 10} 322"
        f" {h - 6}Q340 {h - 8} 336 {h + 14}"
        f"L326 {g - 10}Q322 {g - 2} 310 {g - 2}L240 {g - 2}Q212 {g - 14} 180 {g - 4}L70 {g - 2}"
        f"C44 {g - 6} 26 {g - 20} 28 {s - 10}Z"
    )
    mesh = "".join(
        line(f"M{20 + 7 * i} {s + 10}l46 -120", look.ink, 0.7, opacity=0.28)
        + line(f"M{66 + 7 * i} {s + 10}l-46 -120", look.ink, 0.7, opacity=0.28)
        for i in range(22)
    )
    toe = f"M20 {s + 8}L22 {s - 34}Q44 {s - 22} 74 {s - 18}Q100 {s - 12} 124 {s + 10}Z"
    quarter = (
        f"M330 {h + 10}L330 {h - 60}C300 {h - 40} 290 {h - 44} 268 {h - 54}"
        f"C250 {h - 26} 226 {h - 2} 196 {s + 8}Z"
    )
    details = mesh + layer(toe, tone(look.base, 0.25)) + seam(toe, look)
    details += layer(quarter, tone(look.base, 0.22)) + seam(quarter, look)
    details += stitch(
        (
            f"M322 {h - 48}C300 {h - 30} 288 {h - 34} 272 {h - 42}C256 {h - 18}"
            f" 236 {h + 2} 210 {s + 8}"
        ),
        look,
    )
    style = rng.choice(["bars", "wave", "arrow", "ribs"])
    if style == "bars":
        details += "".join(
            panel(
                look,
                (
                    f"M{150 + 26 * i} {s + 6}L{186 + 18 * i} {s - 62 - 6 * i}l12 5L{165 + 26 * i}"
                    f" {s + 6}Z"
                ),
                bright,
                width=1,
            )
            for i in range(3)
        )
    elif style == "wave":
        wave = (
            f"M126 {s - 10}C170 {s + 2} 220 {s - 60} 300 {h - 52}C250 {h - 20}"
            f" 200 {s + 8} 126 {s - 10}Z"
        )
        details += panel(look, wave, bright, width=1.2)
    elif style == "arrow":
        mark = (
            f"M158 {s + 2}L206 {s - 56}L228 {s - 60}L208 {s - 22}L268 {h - 30}"
            f"L252 {h - 10}L194 {s + 2}Z"
        )
        details += panel(look, mark, bright, width=1.2)
    else:
        details += "".join(
            line(
                (
                    f"M{206 - 16 * i} {top + 26 + 12 * i}Q{210 - 10 * i} {s - 40} {230 - 24 * i}"
                    f" {s + 6}"
                ),
                bright,
                5,
            )
            for i in range(4)
        )
    collar = (
        f"M192 {top + 12}L216 {top + 12}C236 {top + 42} 268 {top + 44} 292"
        f" {top + 14}L304 {top + 34}C270 {top + 64} 226 {top + 60} 204 {top + 30}"
        "Z"
    )
    details += layer(collar, tone(look.base, 0.12)) + seam(
        f"M204 {top + 30}C226 {top + 60} 270 {top + 64} 306 {top + 32}", look
    )
    stay = (
        f"M108 {s - 46}L124 {s - 68}L172 {top + 20}L196 {top - 4}L214 {top + 18}"
        f"C196 {top + 62} 168 {s - 44} 136 {s - 34}Q114 {s - 34} 108 {s - 46}"
        "Z"
    )
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
    tread = (
        f"M44 {g - 13}C60 {g - 5} 120 {g - 7} 178 {g - 9}Q212 {g - 19} 242"
        f" {g - 7}L324 {g - 9}Q320 {g + 2} 308 {g + 2}L238 {g + 2}Q212 {g - 8}"
        f" 182 {g + 2}L76 {g + 2}Q52 {g - 2} 44 {g - 13}Z"
    )
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
