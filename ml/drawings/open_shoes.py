"""Shoes that show the foot: heels, flats, sandals, flip flops."""

from ml.drawings.footwear import pair
from ml.drawings.look import Look, template
from ml.drawings.objects import (
    cord,
    disc,
    flipped,
    layer,
    line,
    lining,
    moved,
    panel,
    rounded,
    tone,
)
from ml.drawings.palette import lighten, mix
from ml.drawings.shapes import OUTLINE, seam, stitch

# --- heels ---------------------------------------------------------------------------------------

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
    sole = f"M34 {ball - 4}Q70 {ball + 2} 112 {ball}C176 {ball - 4} 214 {seat + 6} 262 {seat}L314 {seat - 2}"
    pointed = rng.random() < 0.6
    toe = (
        f"C36 {ball - 18} 62 {ball - 34} 96 {vamp_top + 2}"
        if pointed
        else f"C26 {ball - 30} 56 {ball - 46} 96 {vamp_top}"
    )
    outline = (
        f"M30 {ball - 5}{toe}Q106 {vamp_top - 2} 114 {vamp_top + 4}C150 {ball - 14} 208 {dip + 12} 248 {seat - 34}"
        f"C272 {seat - 46} 288 {top + 6} 308 {top}Q318 {top + 2} 318 {top + 14}C318 {seat - 30} 326 {seat - 20} 316 {seat}"
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
        plat = f"M32 {ball - 4}Q70 {ball + 3} 116 {ball}C150 {ball - 3} 168 {ball - 12} 182 {ball - 20}C176 {ball + 4} 160 {g} 128 {g}L60 {g}Q34 {g - 2} 32 {ball - 4}Z"
        parts.append(panel(look, plat, heel_paint, shades=("shade-y",)))
    if sandal:
        parts.append(_heeled_sandal(look, ball, seat, top))
    else:
        inner = f"M98 {vamp_top + 3}C132 {ball - 40} 200 {dip - 4} 244 {seat - 44}C270 {seat - 56} 288 {top - 4} 310 {top + 2}L308 {top + 30}L256 {seat - 14}C214 {dip + 30} 160 {ball - 6} 112 {ball - 10}Z"
        inside = mix(lining(look), "#d8bd9c", 0.6)
        if style == "slingback":
            cut = f"M30 {ball - 5}{toe}Q106 {vamp_top - 2} 114 {vamp_top + 4}C140 {ball - 18} 160 {ball - 16} 196 {ball - 30}C200 {ball - 22} 190 {ball - 14} 186 {ball - 12}Q150 {ball - 1} 112 {ball + 1}Q64 {ball + 3} 30 {ball - 5}Z"
            insole = f"M112 {ball - 1}C176 {ball - 6} 214 {seat + 2} 262 {seat - 4}L316 {seat - 6}L316 {seat + 1}L262 {seat + 3}C214 {seat + 9} 176 {ball - 1} 112 {ball + 2}Z"
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
            trim = f"M114 {vamp_top + 9}C150 {ball - 9} 208 {dip + 17} 250 {seat - 29}C274 {seat - 41} 290 {top + 12} 312 {top + 6}"
            details = seam(trim, look, 1) + layer(
                f"M56 {ball - 14}C66 {ball - 28} 82 {ball - 34} 96 {ball - 36}C84 {ball - 28} 70 {ball - 20} 56 {ball - 14}Z",
                "#ffffff",
                0.35,
            )
            details += layer(
                f"M286 {seat - 8}C300 {seat - 26} 298 {top + 30} 306 {top + 16}C308 {seat - 30} 304 {seat - 18} 286 {seat - 8}Z",
                "#ffffff",
                0.2,
            )
            parts.append(panel(look, outline, shades=("sheen", "shade-y"), details=details))
            parts.append(_ornament(look, style, (106, vamp_top + 6), (ball, seat, top)))
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
        return f"M264 {seat}L317 {seat - 3}C318 {seat + 30} 314 {g - 40} 312 {g}L302 {g}C302 {g - 50} 296 {seat + 26} 264 {seat}Z"
    if kind == "kitten":
        return f"M268 {seat}L317 {seat - 3}C317 {seat + 14} 306 {g - 22} 310 {g}L296 {g}C298 {g - 24} 290 {seat + 12} 268 {seat}Z"
    if kind == "wedge":
        return f"M44 {ball - 2}Q76 {ball + 3} 112 {ball}C176 {ball - 4} 214 {seat + 6} 262 {seat}L318 {seat - 3}C322 {seat + 30} 320 {g - 30} 322 {g}L80 {g}Q48 {g} 44 {ball - 2}Z"
    if kind == "platform":
        return f"M260 {seat}L317 {seat - 3}C318 {seat + 30} 316 {g - 40} 316 {g}L284 {g}C284 {g - 40} 280 {seat + 20} 260 {seat}Z"
    return f"M258 {seat + 1}L317 {seat - 3}C318 {seat + 20} 320 {g - 30} 321 {g}L270 {g}C272 {g - 30} 270 {seat + 16} 258 {seat + 1}Z"


def _band(look: Look, y: float, *, x: float = 286, spread: float = 40) -> str:
    """An ankle strap: the far half behind, the near half before, a buckle on its side."""
    back = line(f"M{x - spread} {y}Q{x - 6} {y - 15} {x + 27} {y - 6}", look.ink, 10) + line(
        f"M{x - spread} {y}Q{x - 6} {y - 15} {x + 27} {y - 6}", tone(look.base, 0.35), 7
    )
    front = f"M{x - spread} {y}C{x - spread + 6} {y + 14} {x + 24} {y + 14} {x + 27} {y - 5}"
    near = line(front, look.ink, 11.4) + line(front, look.base, 8.6)
    buckle = f'<rect x="{x - 14}" y="{y + 2}" width="13" height="14" rx="2.5" fill="none" stroke="{look.ink}" stroke-width="5"/><rect x="{x - 14}" y="{y + 2}" width="13" height="14" rx="2.5" fill="none" stroke="url(#brass)" stroke-width="3"/>'
    return back + near + buckle


def _ornament(
    look: Look,
    style: str,
    vamp: tuple[float, float],
    levels: tuple[float, float, float],
) -> str:
    ball, seat, top = levels
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
    insole = f"M26 {ball - 6}Q66 {ball - 4} 112 {ball - 5}C176 {ball - 10} 214 {seat} 262 {seat - 6}L318 {seat - 8}L317 {seat + 1}L262 {seat + 3}C214 {seat + 9} 176 {ball} 112 {ball + 3}Q60 {ball + 5} 26 {ball - 6}Z"
    far = cord(
        look,
        f"M84 {ball - 8}C88 {ball - 40} 110 {ball - 50} 134 {ball - 42}",
        tone(look.base, 0.35),
        7,
    )
    bands = ""
    for index in range(look.rng.choice([1, 2, 3])):
        x = 58 + 26 * index
        strap = f"M{x} {ball - 1}C{x + 2} {ball - 34 - 4 * index} {x + 22} {ball - 46 - 8 * index} {x + 46} {ball - 44 - 8 * index}L{x + 56} {ball - 36 - 7 * index}C{x + 36} {ball - 36 - 6 * index} {x + 24} {ball - 24} {x + 22} {ball - 1}Z"
        bands += panel(look, strap, shades=("sheen",), width=2)
    counter = f"M268 {seat - 2}C276 {seat - 30} 290 {top + 10} 310 {top + 2}Q320 {top + 2} 318 {top + 16}C316 {seat - 30} 324 {seat - 20} 317 {seat - 1}Z"
    riser = cord(look, f"M308 {top + 10}L311 {top - 18}", look.base, 8)
    return (
        far
        + panel(look, insole, mix(lining(look), "#d8bd9c", 0.6), width=1.8)
        + bands
        + panel(look, counter, shades=("shade-right",))
        + riser
        + _band(look, top - 16)
    )


# --- flats ---------------------------------------------------------------------------------------


def _side_by_side(shoe: str, scale: float) -> str:
    """A left shoe drawn about (108, 262) and its mirror image, side by side, toes a little apart."""
    half = 62 * scale
    one = f'<g transform="scale({scale}) rotate(-2.5) translate(-108 -262)">{shoe}</g>'
    return moved(one, 192 - half, 256) + moved(flipped(one, 0), 192 + half, 256)


@template("Flats")
def flats(look: Look) -> str:
    """Ballerinas and other flat slippers, a pair seen from above."""
    rng = look.rng
    toe = rng.choice(["round", "almond", "pointed"])
    style = rng.choice(["bow", "bow", "plain", "buckle", "strap", "cap", "flower"])
    tip = {"round": 132, "almond": 116, "pointed": 100}[toe]
    big = 116  # the tip lies on the side of the big toe
    pinch = {"round": 34, "almond": 22, "pointed": 10}[toe]
    shoe = (
        f"M{big} {tip}C{big + pinch} {tip} 152 {tip + 34} 160 {tip + 74}C168 {tip + 110} 152 226 150 268"
        f"C149 310 156 340 150 370Q142 404 108 404Q74 404 66 370C60 340 70 312 68 270"
        f"C64 226 50 {tip + 112} 56 {tip + 74}C62 {tip + 34} {big - pinch} {tip} {big} {tip}Z"
    )
    deep = rng.choice([0, 12, 24])
    lip = tip + 66 + deep
    mouth = f"M108 {lip}C132 {lip} 146 {lip + 26} 142 {lip + 60}C138 280 144 330 138 366Q130 390 108 390Q86 390 78 366C74 330 80 280 76 {lip + 60}C72 {lip + 26} 84 {lip} 108 {lip}Z"
    footbed = f"M108 {lip + 8}C126 {lip + 8} 138 {lip + 32} 134 {lip + 62}C130 282 136 332 131 364Q124 382 108 382Q92 382 85 364C80 332 86 282 82 {lip + 62}C78 {lip + 32} 90 {lip + 8} 108 {lip + 8}Z"
    insole = mix(lighten(lining(look), 0.3), "#e2cdb0", 0.65)
    vamp = layer(
        f"M108 {tip + 6}C124 {tip + 10} 144 {tip + 40} 150 {tip + 74}C140 {tip + 50} 126 {tip + 26} 108 {tip + 6}Z",
        "#ffffff",
        0.28,
    )
    if style == "cap":
        cap = f"M40 {tip - 10}L176 {tip - 10}L164 {tip + 44}Q108 {tip + 66} 52 {tip + 44}Z"
        vamp = (
            layer(cap, look.accent)
            + seam(f"M52 {tip + 44}Q108 {tip + 66} 164 {tip + 44}", look)
            + vamp
        )
    parts = panel(look, shoe, shades=("shade-x", "sheen"), details=vamp)
    parts += panel(look, mouth, tone(look.base, 0.3), width=1.8)
    parts += layer(footbed, insole) + layer(footbed, "url(#shade-x)")
    parts += layer(rounded(98, 346, 20, 10, 4), tone(insole, 0.25), 0.55)
    parts += stitch(
        f"M108 {lip - 6}C137 {lip - 6} 153 {lip + 24} 148 {lip + 60}C144 280 150 332 144 368Q134 396 108 396Q82 396 72 368C68 332 74 280 70 {lip + 60}C65 {lip + 24} 79 {lip - 6} 108 {lip - 6}Z",
        look,
    )
    parts += _flat_trim(look, style, lip)
    title = {
        "bow": "ballerinas",
        "plain": "slip-on flats",
        "buckle": "buckle flats",
        "strap": "Mary Janes",
        "cap": "toe-cap ballerinas",
        "flower": "embellished flats",
    }[style]
    both = _side_by_side(parts, 1.16)
    return f"<title>{title}</title>" + both


def _flat_trim(look: Look, style: str, lip: float) -> str:
    if style == "bow":
        y = lip - 4
        bow = f"M108 {y}C92 {y - 18} 78 {y - 14} 80 {y}C78 {y + 14} 92 {y + 16} 108 {y}C124 {y - 18} 138 {y - 14} 136 {y}C138 {y + 14} 124 {y + 16} 108 {y}Z"
        tails = cord(look, f"M106 {y + 3}l-10 18M110 {y + 3}l10 18", look.accent, 3)
        return (
            tails
            + panel(look, bow, look.accent, width=1.8)
            + disc(108, y, 5, look.accent, look.ink, 1.6)
        )
    if style == "buckle":
        frame = rounded(90, lip - 24, 36, 18, 4)
        return f'<path d="{frame}" fill="{tone(look.base, 0.3)}" stroke="{look.ink}" stroke-width="7"/><path d="{frame}" fill="none" stroke="url(#brass)" stroke-width="4.6"/>'
    if style == "strap":
        strap = "M62 252Q108 238 154 252L153 268Q108 254 63 268Z"
        return panel(look, strap, shades=("shade-x",)) + disc(148, 259, 5, "url(#brass)", look.ink)
    if style == "flower":
        y = lip - 16
        petals = "".join(
            f'<ellipse cx="108" cy="{y - 8}" rx="5.4" ry="8" transform="rotate({angle} 108 {y})" fill="{look.accent}" stroke="{look.ink}" stroke-width="1.2"/>'
            for angle in range(0, 360, 60)
        )
        return petals + disc(108, y, 5, "url(#brass)", look.ink)
    return ""


# --- sandals -------------------------------------------------------------------------------------


@template("Sandals")
def sandals(look: Look) -> str:
    """Flat sandals with a back strap, from the side: footbed, bands over the foot, buckle."""
    rng = look.rng
    style = rng.choice(["two-band", "fisherman", "trekking", "two-band", "cross"])
    g = 366
    thick = {"trekking": 38}.get(style, rng.choice([26, 32]))
    s = g - thick
    cork = rng.choice(["#c99f6a", "#a97a4a", "#3b332d", "#5a4636"])
    sole = f"M30 {s - 10}Q60 {s - 4} 120 {s - 6}C180 {s - 14} 250 {s - 20} 328 {s - 18}Q340 {s - 14} 336 {g - 14}Q335 {g} 322 {g}L66 {g}C36 {g - 2} 20 {s + 2} 30 {s - 10}Z"
    tread = f"M36 {g - 9}L336 {g - 9}L332 {g}L70 {g}Q46 {g} 36 {g - 9}Z"
    grain = line(
        f"M30 {s + 8}Q120 {s + 12} 200 {s + 2}T336 {s + 2}",
        "#ffffff",
        1,
        dash="3 2",
        opacity=0.6,
    )
    if style == "trekking":
        grain += line(f"M30 {s + 18}Q120 {s + 20} 200 {s + 12}T336 {s + 12}", look.base, 6)
    bed = f"M30 {s - 10}Q60 {s - 5} 120 {s - 9}C180 {s - 17} 250 {s - 24} 326 {s - 22}Q338 {s - 16} 330 {s - 8}C250 {s - 10} 180 {s - 5} 120 {s + 2}Q56 {s + 8} 30 {s - 10}Z"
    dark = tone(look.base, 0.45)
    far = "".join(
        layer(d, dark) + seam(d, look, 1.6)
        for d in (
            f"M138 {s - 70}C170 {s - 76} 186 {s - 52} 190 {s - 14}L162 {s - 12}C162 {s - 38} 156 {s - 52} 140 {s - 60}Z",
            f"M222 {s - 104}C258 {s - 106} 270 {s - 70} 268 {s - 20}L240 {s - 18}C242 {s - 60} 236 {s - 84} 222 {s - 92}Z",
        )
    )
    front = f"M66 {s + 1}C70 {s - 38} 96 {s - 62} 140 {s - 70}L172 {s - 56}C146 {s - 48} 132 {s - 28} 130 {s - 2}Z"
    instep = f"M160 {s - 6}C168 {s - 56} 186 {s - 86} 224 {s - 104}L254 {s - 88}C222 {s - 72} 212 {s - 40} 212 {s - 11}Z"
    backstrap = f"M206 {s - 58}C240 {s - 64} 280 {s - 66} 308 {s - 92}Q324 {s - 96} 324 {s - 78}C318 {s - 50} 326 {s - 32} 324 {s - 10}L304 {s - 10}C306 {s - 30} 304 {s - 48} 306 {s - 62}C276 {s - 44} 240 {s - 42} 206 {s - 38}Z"
    bands = panel(
        look,
        backstrap,
        shades=("sheen",),
        details=stitch(f"M206 {s - 54}C242 {s - 60} 284 {s - 62} 311 {s - 87}", look),
    )
    if style == "cross":
        second = f"M176 {s - 8}C160 {s - 54} 134 {s - 76} 96 {s - 80}L84 {s - 62}C116 {s - 56} 130 {s - 34} 136 {s - 4}Z"
        bands += panel(look, second, shades=("sheen",)) + panel(
            look,
            f"M72 {s + 1}C90 {s - 46} 136 {s - 84} 224 {s - 104}L250 {s - 88}C170 {s - 70} 136 {s - 42} 122 {s - 2}Z",
            shades=("sheen",),
            details=stitch(f"M80 {s}C98 {s - 42} 140 {s - 78} 226 {s - 98}", look),
        )
    else:
        bands += panel(
            look,
            front,
            shades=("sheen",),
            details=stitch(
                f"M72 {s}C76 {s - 34} 100 {s - 56} 142 {s - 64}M124 {s - 3}C126 {s - 30} 142 {s - 50} 166 {s - 58}",
                look,
            ),
        )
        bands += panel(
            look,
            instep,
            shades=("sheen",),
            details=stitch(
                f"M166 {s - 7}C174 {s - 52} 192 {s - 80} 228 {s - 97}M206 {s - 12}C206 {s - 42} 218 {s - 74} 248 {s - 90}",
                look,
            ),
        )
    if style == "fisherman":
        bands = (
            panel(
                look,
                f"M110 {s - 66}C150 {s - 92} 190 {s - 106} 232 {s - 112}L244 {s - 96}C196 {s - 88} 150 {s - 72} 122 {s - 52}Z",
                tone(look.base, 0.12),
            )
            + bands
        )
        bands += panel(
            look,
            f"M34 {s - 3}C40 {s - 22} 60 {s - 40} 92 {s - 48}L112 {s - 34}C86 {s - 26} 74 {s - 14} 72 {s + 1}Z",
            shades=("sheen",),
        )
    buckle = (
        _buckle(look, 226, s - 72, -16)
        if style != "trekking"
        else layer(f"M172 {s - 54}l34 -20l12 14l-36 20Z", "#2c2d30")
        + layer(f"M96 {s - 42}l26 -16l11 12l-26 16Z", "#2c2d30")
    )
    shoe = (
        far
        + panel(
            look,
            sole,
            cork if style != "trekking" else "#33353a",
            shades=("shade-y",),
            details=grain + layer(tread, "#1f1d1c", 0.75),
        )
        + panel(look, bed, mix("#b58a5a", look.base, 0.25), width=1.6)
        + bands
        + buckle
    )
    title = {
        "two-band": "buckled sandals",
        "fisherman": "fisherman sandals",
        "trekking": "trekking sandals",
        "cross": "cross-strap sandals",
    }[style]
    return f"<title>{title}</title>" + pair(shoe, sole, 22, -124)


def _buckle(look: Look, x: float, y: float, turn: float, size: float = 20) -> str:
    half = size / 2
    frame = rounded(-half, -half * 0.9, size, size * 0.9, 3)
    drawn = f'<path d="{frame}" fill="none" stroke="{look.ink}" stroke-width="6"/><path d="{frame}" fill="none" stroke="url(#steel)" stroke-width="3.8"/>'
    return moved(drawn + line(f"M{-half} 0h{size * 0.8:.0f}", "#7f858c", 2.2), x, y, turn)


# --- flip flops ----------------------------------------------------------------------------------


@template("Flip Flops")
def flip_flops(look: Look) -> str:
    """A pair from above: footbed and a strap that runs from between the toes to both sides."""
    rng = look.rng
    style = rng.choice(["thong", "thong", "sport", "slide", "braided"])
    bed = "M110 92C142 88 162 118 162 158C162 200 148 226 148 268C148 312 154 340 152 372Q148 418 112 418Q76 418 72 374C70 338 75 310 72 272C70 226 52 206 54 160C56 116 78 96 110 92Z"
    rim = "M110 92C142 88 162 118 162 158C162 200 148 226 148 268C148 312 154 340 152 372Q148 418 112 418Q76 418 72 374C70 338 75 310 72 272C70 226 52 206 54 160C56 116 78 96 110 92Z"
    inner = "M110 100C136 97 154 122 154 158C154 200 140 226 140 268C140 312 146 340 144 372Q141 410 112 410Q83 410 80 374C78 338 83 310 80 272C78 226 60 206 62 160C64 122 84 103 110 100Z"
    straps = (
        look.accent if look.fill.startswith("url") or rng.random() < 0.5 else tone(look.base, 0.3)
    )
    texture = "".join(
        line(
            f"M50 {y}q8 -5 16 0t16 0t16 0t16 0t16 0t16 0t16 0",
            look.ink,
            0.8,
            opacity=0.3,
        )
        for y in range(300, 412, 9)
    )
    heel_mark = (
        f'<ellipse cx="112" cy="352" rx="22" ry="30" fill="none" stroke="{look.accent}" stroke-width="3" stroke-opacity=".8"/>'
        if rng.random() < 0.5
        else texture
    )
    parts = moved(
        layer(rim, tone(look.base, 0.4))
        + f'<path d="{rim}" fill="none" stroke="{look.ink}" stroke-width="{OUTLINE}"/>',
        0,
        7,
    )
    parts += panel(look, bed, shades=("shade-x",), details=heel_mark) + line(
        inner, look.ink, 1, opacity=0.45
    )
    if style == "slide":
        band = "M50 176Q108 132 166 174L160 238Q110 206 58 242Q48 236 50 176Z"
        deco = line(
            "M52 196Q110 154 164 194M56 222Q110 186 160 220",
            look.accent if straps != look.accent else look.base,
            4,
        )
        parts += layer("M58 240Q110 206 160 238L158 248Q110 220 62 252Z", "#0b0b18", 0.2) + panel(
            look, band, straps, shades=("shade-x", "sheen"), details=deco
        )
        title = "slides"
    else:
        wide = {"sport": 17, "braided": 13}.get(style, 12)
        left = f"M110 152C92 176 74 200 64 236"
        right = f"M110 152C128 172 146 196 154 232"
        parts += line(
            "M112 160C96 184 82 208 74 242M112 160C128 182 144 204 150 238",
            "#0b0b18",
            wide,
            opacity=0.18,
        )
        for d in (left, right):
            parts += line(d, look.ink, wide + 4.6) + line(d, straps, wide)
            if style == "braided":
                parts += line(d, look.ink, wide, dash="1.6 6", opacity=0.8)
            elif style == "sport":
                parts += line(d, look.base, 4)
            else:
                parts += line(d, lighten(straps, 0.4), 2.2, opacity=0.7)
        parts += panel(
            look, "M101 140Q110 132 119 140L122 160Q110 176 98 160Z", straps, width=2
        ) + disc(110, 147, 4.2, lighten(straps, 0.25), look.ink)
        title = {
            "thong": "flip flops",
            "sport": "sporty flip flops",
            "braided": "braided flip flops",
        }[style]
    both = _side_by_side(parts, 1.1)
    return f"<title>{title}</title>" + both
