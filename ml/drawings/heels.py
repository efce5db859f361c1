"""Heels, seen from the side."""

from ml.drawings.footwear import pair
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
from ml.drawings.shapes import seam

_HEELS = {
    "stiletto": (96, 128),
    "block": (70, 108),
    "kitten": (46, 58),
    "wedge": (72, 104),
    "platform": (112, 132),
}


@template("Heels")
def heels(look: Look) -> str:
    """Pumps and strapped heels from the side; the sole line rises from ball to heel seat."""
    rng = look.rng
    kind = rng.choice(["stiletto", "stiletto", "block", "block", "kitten", "wedge", "platform"])
    height = rng.randint(*_HEELS[kind])
    lift = 22 if kind == "platform" else 5  # sole under the ball of the foot
    g = 344 + height // 3
    ball, seat = g - lift, g - height
    style = rng.choice(["pump", "pump", "ankle strap", "slingback", "sandal", "t-strap"])
    sandal = style == "sandal"
    top = seat - 62
    dip = (ball + seat) / 2 - 34  # lowest point of the topline
    vamp_top = ball - 50
    sole = (
        f"M34 {ball - 4}Q70 {ball + 2} 112 {ball}C176 {ball - 4} 214 {seat + 6}"
        f" 262 {seat}L314 {seat - 2}"
    )
    pointed = rng.random() < 0.6
    toe = (
        f"C36 {ball - 18} 62 {ball - 34} 96 {vamp_top + 2}"
        if pointed
        else f"C26 {ball - 30} 56 {ball - 46} 96 {vamp_top}"
    )
    outline = (
        f"M30 {ball - 5}{toe}Q106 {vamp_top - 2} 114 {vamp_top + 4}C150 {ball - 14}"
        f" 208 {dip + 12} 248 {seat - 34}"
        f"C272 {seat - 46} 288 {top + 6} 308 {top}Q318 {top + 2} 318 {top + 14}"
        f"C318 {seat - 30} 326 {seat - 20} 316 {seat}"
        f"L262 {seat + 2}C214 {seat + 8} 176 {ball - 2} 112 {ball + 1}Q64 {ball + 3} 30 {ball - 5}Z"
    )
    heel = _heel(kind, ball, seat, g)
    heel_paint = rng.choice([look.base, look.base, tone(look.base, 0.2), look.accent])
    parts = [panel(look, heel, heel_paint, shades=("shade-right",))]
    if kind == "wedge" and rng.random() < 0.5:
        weave = "".join(
            line(f"M{x} {seat - 20}L{x - 14} {g + 6}", "#7d5c36", 1.1, opacity=0.7)
            for x in range(60, 350, 8)
        )
        weave += "".join(
            line(f"M40 {y}L330 {y}", "#7d5c36", 1, opacity=0.5) for y in range(int(seat), int(g), 8)
        )
        parts = [panel(look, heel, "#cfa873", shades=("shade-right",), details=weave)]
    if kind == "platform":
        plat = (
            f"M32 {ball - 4}Q70 {ball + 3} 116 {ball}C150 {ball - 3} 168 {ball - 12}"
            f" 182 {ball - 20}C176 {ball + 4} 160 {g} 128 {g}L60 {g}Q34 {g - 2}"
            f" 32 {ball - 4}Z"
        )
        parts.append(panel(look, plat, heel_paint, shades=("shade-y",)))
    if sandal:
        parts.append(_heeled_sandal(look, ball, seat, top))
    else:
        inner = (
            f"M98 {vamp_top + 3}C132 {ball - 40} 200 {dip - 4} 244 {seat - 44}"
            f"C270 {seat - 56} 288 {top - 4} 310 {top + 2}L308 {top + 30}L256"
            f" {seat - 14}C214 {dip + 30} 160 {ball - 6} 112 {ball - 10}Z"
        )
        inside = mix(lining(look), "#d8bd9c", 0.6)
        if style == "slingback":
            cut = (
                f"M30 {ball - 5}{toe}Q106 {vamp_top - 2} 114 {vamp_top + 4}C140 {ball - 18}"
                f" 160 {ball - 16} 196 {ball - 30}C200 {ball - 22} 190 {ball - 14}"
                f" 186 {ball - 12}Q150 {ball - 1} 112 {ball + 1}Q64 {ball + 3} 30"
                f" {ball - 5}Z"
            )
            insole = (
                f"M112 {ball - 1}C176 {ball - 6} 214 {seat + 2} 262 {seat - 4}L316"
                f" {seat - 6}L316 {seat + 1}L262 {seat + 3}C214 {seat + 9} 176 {ball - 1}"
                f" 112 {ball + 2}Z"
            )
            near = (
                f"M178 {ball - 28}C216 {(ball + seat) / 2 - 28:.0f} 270 {seat - 30} 315 {seat - 50}"
            )
            far = (
                f"M172 {ball - 34}C214 {(ball + seat) / 2 - 48:.0f} 274 {seat - 58} 315 {seat - 50}"
            )
            parts += [
                panel(look, insole, inside, width=1.6),
                cord(look, far, tone(look.base, 0.35), 6),
            ]
            parts.append(cord(look, near, look.base, 7))
            parts.append(panel(look, cut, shades=("sheen", "shade-y")))
            parts.append(disc(262, seat - 31, 5, "url(#brass)", look.ink))
        else:
            parts.append(panel(look, inner, inside, width=1.6))
            trim = (
                f"M114 {vamp_top + 9}C150 {ball - 9} 208 {dip + 17} 250 {seat - 29}"
                f"C274 {seat - 41} 290 {top + 12} 312 {top + 6}"
            )
            details = seam(trim, look, 1) + layer(
                (
                    f"M56 {ball - 14}C66 {ball - 28} 82 {ball - 34} 96 {ball - 36}C84"
                    f" {ball - 28} 70 {ball - 20} 56 {ball - 14}Z"
                ),
                "#ffffff",
                0.35,
            )
            details += layer(
                (
                    f"M286 {seat - 8}C300 {seat - 26} 298 {top + 30} 306 {top + 16}C308"
                    f" {seat - 30} 304 {seat - 18} 286 {seat - 8}Z"
                ),
                "#ffffff",
                0.2,
            )
            parts.append(panel(look, outline, shades=("sheen", "shade-y"), details=details))
            parts.append(_ornament(look, style, (106, vamp_top + 6), ball, top))
    parts.append(
        line(
            sole,
            tone(look.base, 0.5) if kind != "wedge" else look.ink,
            3.4 if kind != "platform" else 2,
        )
    )
    title = {
        "stiletto": "stilettos",
        "block": "block heels",
        "kitten": "kitten heels",
        "wedge": "wedge heels",
        "platform": "platform heels",
    }[kind]
    prefix = {
        "pump": "",
        "ankle strap": "ankle-strap ",
        "slingback": "slingback ",
        "sandal": "strappy ",
        "t-strap": "T-strap ",
    }[style]
    shade = heel if sandal or style == "slingback" else outline + heel
    return f"<title>{prefix}{title}</title>" + pair("".join(parts), shade, 34, -108)


def _heel(kind: str, ball: float, seat: float, g: float) -> str:
    if kind == "stiletto":
        return (
            f"M264 {seat}L317 {seat - 3}C318 {seat + 30} 314 {g - 40} 312 {g}"
            f"L302 {g}C302 {g - 50} 296 {seat + 26} 264 {seat}Z"
        )
    if kind == "kitten":
        return (
            f"M268 {seat}L317 {seat - 3}C317 {seat + 14} 306 {g - 22} 310 {g}"
            f"L296 {g}C298 {g - 24} 290 {seat + 12} 268 {seat}Z"
        )
    if kind == "wedge":
        return (
            f"M44 {ball - 2}Q76 {ball + 3} 112 {ball}C176 {ball - 4} 214 {seat + 6}"
            f" 262 {seat}L318 {seat - 3}C322 {seat + 30} 320 {g - 30} 322 {g}"
            f"L80 {g}Q48 {g} 44 {ball - 2}Z"
        )
    if kind == "platform":
        return (
            f"M260 {seat}L317 {seat - 3}C318 {seat + 30} 316 {g - 40} 316 {g}"
            f"L284 {g}C284 {g - 40} 280 {seat + 20} 260 {seat}Z"
        )
    return (
        f"M258 {seat + 1}L317 {seat - 3}C318 {seat + 20} 320 {g - 30} 321"
        f" {g}L270 {g}C272 {g - 30} 270 {seat + 16} 258 {seat + 1}Z"
    )


def _band(look: Look, y: float, *, x: float = 286, spread: float = 40) -> str:
    """An ankle strap: the far half behind, the near half before, a buckle on its side."""
    back = line(f"M{x - spread} {y}Q{x - 6} {y - 15} {x + 27} {y - 6}", look.ink, 10) + line(
        f"M{x - spread} {y}Q{x - 6} {y - 15} {x + 27} {y - 6}", tone(look.base, 0.35), 7
    )
    front = f"M{x - spread} {y}C{x - spread + 6} {y + 14} {x + 24} {y + 14} {x + 27} {y - 5}"
    near = line(front, look.ink, 11.4) + line(front, look.base, 8.6)
    buckle = (
        f'<rect x="{x - 14}" y="{y + 2}" width="13" height="14" rx="2.5"'
        f' fill="none" stroke="{look.ink}" stroke-width="5"/><rect x="{x - 14}"'
        f' y="{y + 2}" width="13" height="14" rx="2.5" fill="none" stroke="url(#brass)"'
        ' stroke-width="3"/>'
    )
    return back + near + buckle


def _ornament(
    look: Look,
    style: str,
    vamp: tuple[float, float],
    ball: float,
    top: float,
) -> str:
    x, y = vamp
    if style == "ankle strap":
        riser = cord(
            look,
            f"M307 {top + 10}C309 {top - 8} 310 {top - 18} 311 {top - 30}",
            look.base,
            8,
        )
        return riser + _band(look, top - 26)
    if style == "t-strap":
        middle = cord(
            look,
            f"M{x + 6} {y}C180 {(ball + top) / 2 - 30:.0f} 220 {top + 12} 248 {top - 20}",
            look.base,
            8,
        )
        return (
            middle
            + cord(look, f"M307 {top + 10}L311 {top - 28}", look.base, 8)
            + _band(look, top - 24)
        )
    if look.rng.random() < 0.45:
        bow = f"M{x} {y}q-20 -16 -24 -2q2 12 24 4q18 14 25 1q-2 -14 -25 -5Z"
        return panel(look, bow, look.accent, width=1.6) + disc(
            x, y + 1, 4.4, look.accent, look.ink, 1.4
        )
    return ""


def _heeled_sandal(look: Look, ball: float, seat: float, top: float) -> str:
    insole = (
        f"M26 {ball - 6}Q66 {ball - 4} 112 {ball - 5}C176 {ball - 10} 214"
        f" {seat} 262 {seat - 6}L318 {seat - 8}L317 {seat + 1}L262 {seat + 3}"
        f"C214 {seat + 9} 176 {ball} 112 {ball + 3}Q60 {ball + 5} 26 {ball - 6}"
        "Z"
    )
    far = cord(
        look,
        f"M84 {ball - 8}C88 {ball - 40} 110 {ball - 50} 134 {ball - 42}",
        tone(look.base, 0.35),
        7,
    )
    bands = ""
    for index in range(look.rng.choice([1, 2, 3])):
        x = 58 + 26 * index
        strap = (
            f"M{x} {ball - 1}C{x + 2} {ball - 34 - 4 * index} {x + 22} {ball - 46 - 8 * index}"
            f" {x + 46} {ball - 44 - 8 * index}L{x + 56} {ball - 36 - 7 * index}"
            f"C{x + 36} {ball - 36 - 6 * index} {x + 24} {ball - 24} {x + 22}"
            f" {ball - 1}Z"
        )
        bands += panel(look, strap, shades=("sheen",), width=2)
    counter = (
        f"M268 {seat - 2}C276 {seat - 30} 290 {top + 10} 310 {top + 2}Q320"
        f" {top + 2} 318 {top + 16}C316 {seat - 30} 324 {seat - 20} 317 {seat - 1}"
        "Z"
    )
    riser = cord(look, f"M308 {top + 10}L311 {top - 18}", look.base, 8)
    return (
        far
        + panel(look, insole, mix(lining(look), "#d8bd9c", 0.6), width=1.8)
        + bands
        + panel(look, counter, shades=("shade-right",))
        + riser
        + _band(look, top - 16)
    )
