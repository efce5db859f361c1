"""Formal shoes."""

from ml.drawings.footwear import GROUND, pair
from ml.drawings.look import Look, template
from ml.drawings.objects import (
    cord,
    disc,
    layer,
    line,
    lining,
    panel,
    tone,
)
from ml.drawings.palette import mix
from ml.drawings.paths import points_along
from ml.drawings.shapes import seam, stitch


@template("Formal Shoes")
def formal_shoes(look: Look) -> str:
    """Oxfords, derbies, monks and loafers on a leather sole with a stacked heel."""
    g, rng = GROUND, look.rng
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
        f"C323 {s - 50} 319 {s - 36} 325 {s - 14}C290 {s - 14} 250 {s - 14}"
        f" 220 {s - 8}C170 {s + 4} 90 {s + 6} 26 {s - 4}Z"
    )
    welt = (
        f"M20 {s - 5}C80 {s + 8} 170 {s + 5} 222 {s - 7}C260 {s - 15} 300 {s - 14} 330 {s - 14}"
        f"L330 {s - 6}C290 {s - 7} 262 {s - 4} 240 {s + 2}C180 {s + 18} 90"
        f" {s + 16} 40 {s + 8}Q22 {s + 4} 20 {s - 5}Z"
    )
    block = f"M254 {s - 4}Q290 {s - 9} 330 {s - 7}L327 {g + 2}L258 {g + 2}Z"
    sole = rng.choice(["#2b211b", "#3a2a20", "#5b3d28"])
    details = seam(f"M276 {s}C286 {s - 40} 282 {s - 60} 290 {top + 4}", look)
    details += stitch(f"M270 {s}C280 {s - 40} 276 {s - 60} 284 {top + 10}", look)
    brogue = ""
    if kind in {"oxford", "derby", "brogue"}:
        if kind == "brogue":
            cap = (
                f"M92 {s - 50}C84 {s - 38} 92 {s - 30} 110 {s - 34}C116 {s - 22}"
                f" 140 {s - 12} 176 {s - 6}"
            )
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
        strap = (
            f"M140 {s - 70}L160 {top + 6}C180 {top + 26} 198 {s - 40} 206 {s - 6}"
            f"L178 {s - 2}C172 {s - 32} 158 {s - 52} 140 {s - 70}Z"
        )
        details += layer(strap, look.fill) + seam(strap, look, 1.6)
        if rng.random() < 0.5:
            details += layer(f"M160 {s - 50}l14 -10l7 12l-12 9Z", look.ink)
        else:
            hardware = line(f"M148 {s - 64}L182 {s - 46}", look.ink, 7) + line(
                f"M148 {s - 64}L182 {s - 46}", "url(#brass)", 4.6
            )
    elif kind == "monk":
        details += seam(f"M112 {s - 56}C130 {s - 38} 150 {s - 30} 176 {s - 26}", look, 1.6)
        strap = (
            f"M134 {s - 70}L152 {s - 84}C186 {s - 74} 210 {s - 62} 236 {s - 56}"
            f"L230 {s - 36}C196 {s - 40} 160 {s - 52} 134 {s - 70}Z"
        )
        details += layer(strap, look.fill) + seam(strap, look, 1.6)
        frame = f'<rect x="180" y="{s - 74}" width="20" height="26" rx="3" fill="none"'
        hardware = (
            f'<g transform="rotate(22 190 {s - 60})">'
            f'{frame} stroke="{look.ink}" stroke-width="6.4"/>'
            f'{frame} stroke="url(#steel)" stroke-width="4"/>'
            f"{line(f'M180 {s - 61}h16', '#8d9299', 2.4)}</g>"
        )
    else:
        details += seam(quarter, look, 1.6)
        holes = line(quarter, look.ink, 2.6, dash="0 5.4") if brogue else stitch(quarter, look)
        details += f'<g transform="translate(3 6)">{holes}</g>'
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
            (
                f"M150 {s - 70}L176 {top - 8}Q184 {top - 20} 202 {top - 14}L206 {top + 14}"
                f"L186 {top + 24}Z"
            ),
            tone(look.base, 0.12),
            shades=("shade-right",),
        )
    )
    inner = (
        f"M184 {top}Q250 {top - 18} 306 {top - 4}Q290 {top + 28} 240 {top + 28}"
        f"Q206 {top + 24} 184 {top}Z"
    )
    glint = layer(
        f"M44 {s - 22}C54 {s - 34} 74 {s - 38} 92 {s - 40}C78 {s - 32} 62 {s - 26} 44 {s - 22}Z",
        "#ffffff",
        0.34,
    )
    glint += layer(
        (
            f"M300 {s - 24}C308 {s - 44} 304 {s - 60} 306 {top + 14}C314 {s - 56}"
            f" 312 {s - 40} 300 {s - 24}Z"
        ),
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
                (
                    f"M24 {s}C80 {s + 11} 170 {s + 9} 222 {s - 3}C260 {s - 12} 300 {s - 11}"
                    f" 328 {s - 11}"
                ),
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
