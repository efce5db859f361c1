"""Flat shoes that show the foot: flats, sandals, flip flops."""

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


def _side_by_side(shoe: str, scale: float) -> str:
    """A left shoe drawn about (108, 262) and its mirror image, toes a little apart."""
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
        f"M{big} {tip}C{big + pinch} {tip} 152 {tip + 34} 160 {tip + 74}"
        f"C168 {tip + 110} 152 226 150 268"
        f"C149 310 156 340 150 370Q142 404 108 404Q74 404 66 370C60 340 70 312 68 270"
        f"C64 226 50 {tip + 112} 56 {tip + 74}C62 {tip + 34} {big - pinch} {tip} {big} {tip}Z"
    )
    deep = rng.choice([0, 12, 24])
    lip = tip + 66 + deep
    mouth = (
        f"M108 {lip}C132 {lip} 146 {lip + 26} 142 {lip + 60}C138 280 144"
        f" 330 138 366Q130 390 108 390Q86 390 78 366C74 330 80 280 76 {lip + 60}"
        f"C72 {lip + 26} 84 {lip} 108 {lip}Z"
    )
    footbed = (
        f"M108 {lip + 8}C126 {lip + 8} 138 {lip + 32} 134 {lip + 62}C130"
        " 282 136 332 131 364Q124 382 108 382Q92 382 85 364C80 332 86 282"
        f" 82 {lip + 62}C78 {lip + 32} 90 {lip + 8} 108 {lip + 8}Z"
    )
    insole = mix(lighten(lining(look), 0.3), "#e2cdb0", 0.65)
    vamp = layer(
        (
            f"M108 {tip + 6}C124 {tip + 10} 144 {tip + 40} 150 {tip + 74}C140"
            f" {tip + 50} 126 {tip + 26} 108 {tip + 6}Z"
        ),
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
        (
            f"M108 {lip - 6}C137 {lip - 6} 153 {lip + 24} 148 {lip + 60}C144"
            " 280 150 332 144 368Q134 396 108 396Q82 396 72 368C68 332 74 280"
            f" 70 {lip + 60}C65 {lip + 24} 79 {lip - 6} 108 {lip - 6}Z"
        ),
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
        bow = (
            f"M108 {y}C92 {y - 18} 78 {y - 14} 80 {y}C78 {y + 14} 92 {y + 16}"
            f" 108 {y}C124 {y - 18} 138 {y - 14} 136 {y}C138 {y + 14} 124 {y + 16}"
            f" 108 {y}Z"
        )
        tails = cord(look, f"M106 {y + 3}l-10 18M110 {y + 3}l10 18", look.accent, 3)
        return (
            tails
            + panel(look, bow, look.accent, width=1.8)
            + disc(108, y, 5, look.accent, look.ink, 1.6)
        )
    if style == "buckle":
        frame = rounded(90, lip - 24, 36, 18, 4)
        return (
            f'<path d="{frame}" fill="{tone(look.base, 0.3)}" stroke="{look.ink}"'
            f' stroke-width="7"/><path d="{frame}" fill="none" stroke="url(#brass)"'
            ' stroke-width="4.6"/>'
        )
    if style == "strap":
        strap = "M62 252Q108 238 154 252L153 268Q108 254 63 268Z"
        return panel(look, strap, shades=("shade-x",)) + disc(148, 259, 5, "url(#brass)", look.ink)
    if style == "flower":
        y = lip - 16
        petals = "".join(
            (
                f'<ellipse cx="108" cy="{y - 8}" rx="5.4" ry="8" transform="rotate({angle}'
                f' 108 {y})" fill="{look.accent}" stroke="{look.ink}" stroke-width="1.2"/>'
            )
            for angle in range(0, 360, 60)
        )
        return petals + disc(108, y, 5, "url(#brass)", look.ink)
    return ""


@template("Sandals")
def sandals(look: Look) -> str:
    """Flat sandals with a back strap, from the side: footbed, bands over the foot, buckle."""
    rng = look.rng
    style = rng.choice(["two-band", "fisherman", "trekking", "two-band", "cross"])
    g = 366
    thick = {"trekking": 38}.get(style, rng.choice([26, 32]))
    s = g - thick
    cork = rng.choice(["#c99f6a", "#a97a4a", "#3b332d", "#5a4636"])
    sole = (
        f"M30 {s - 10}Q60 {s - 4} 120 {s - 6}C180 {s - 14} 250 {s - 20} 328"
        f" {s - 18}Q340 {s - 14} 336 {g - 14}Q335 {g} 322 {g}L66 {g}C36 {g - 2}"
        f" 20 {s + 2} 30 {s - 10}Z"
    )
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
    bed = (
        f"M30 {s - 10}Q60 {s - 5} 120 {s - 9}C180 {s - 17} 250 {s - 24} 326"
        f" {s - 22}Q338 {s - 16} 330 {s - 8}C250 {s - 10} 180 {s - 5} 120"
        f" {s + 2}Q56 {s + 8} 30 {s - 10}Z"
    )
    dark = tone(look.base, 0.45)
    far = "".join(
        layer(d, dark) + seam(d, look, 1.6)
        for d in (
            (
                f"M138 {s - 70}C170 {s - 76} 186 {s - 52} 190 {s - 14}L162 {s - 12}"
                f"C162 {s - 38} 156 {s - 52} 140 {s - 60}Z"
            ),
            (
                f"M222 {s - 104}C258 {s - 106} 270 {s - 70} 268 {s - 20}L240 {s - 18}"
                f"C242 {s - 60} 236 {s - 84} 222 {s - 92}Z"
            ),
        )
    )
    front = (
        f"M66 {s + 1}C70 {s - 38} 96 {s - 62} 140 {s - 70}L172 {s - 56}C146"
        f" {s - 48} 132 {s - 28} 130 {s - 2}Z"
    )
    instep = (
        f"M160 {s - 6}C168 {s - 56} 186 {s - 86} 224 {s - 104}L254 {s - 88}"
        f"C222 {s - 72} 212 {s - 40} 212 {s - 11}Z"
    )
    backstrap = (
        f"M206 {s - 58}C240 {s - 64} 280 {s - 66} 308 {s - 92}Q324 {s - 96}"
        f" 324 {s - 78}C318 {s - 50} 326 {s - 32} 324 {s - 10}L304 {s - 10}"
        f"C306 {s - 30} 304 {s - 48} 306 {s - 62}C276 {s - 44} 240 {s - 42}"
        f" 206 {s - 38}Z"
    )
    bands = panel(
        look,
        backstrap,
        shades=("sheen",),
        details=stitch(f"M206 {s - 54}C242 {s - 60} 284 {s - 62} 311 {s - 87}", look),
    )
    if style == "cross":
        second = (
            f"M176 {s - 8}C160 {s - 54} 134 {s - 76} 96 {s - 80}L84 {s - 62}"
            f"C116 {s - 56} 130 {s - 34} 136 {s - 4}Z"
        )
        bands += panel(look, second, shades=("sheen",)) + panel(
            look,
            (
                f"M72 {s + 1}C90 {s - 46} 136 {s - 84} 224 {s - 104}L250 {s - 88}"
                f"C170 {s - 70} 136 {s - 42} 122 {s - 2}Z"
            ),
            shades=("sheen",),
            details=stitch(f"M80 {s}C98 {s - 42} 140 {s - 78} 226 {s - 98}", look),
        )
    else:
        bands += panel(
            look,
            front,
            shades=("sheen",),
            details=stitch(
                (
                    f"M72 {s}C76 {s - 34} 100 {s - 56} 142 {s - 64}M124 {s - 3}C126 {s - 30}"
                    f" 142 {s - 50} 166 {s - 58}"
                ),
                look,
            ),
        )
        bands += panel(
            look,
            instep,
            shades=("sheen",),
            details=stitch(
                (
                    f"M166 {s - 7}C174 {s - 52} 192 {s - 80} 228 {s - 97}M206 {s - 12}"
                    f"C206 {s - 42} 218 {s - 74} 248 {s - 90}"
                ),
                look,
            ),
        )
    if style == "fisherman":
        bands = (
            panel(
                look,
                (
                    f"M110 {s - 66}C150 {s - 92} 190 {s - 106} 232 {s - 112}L244 {s - 96}"
                    f"C196 {s - 88} 150 {s - 72} 122 {s - 52}Z"
                ),
                tone(look.base, 0.12),
            )
            + bands
        )
        bands += panel(
            look,
            (
                f"M34 {s - 3}C40 {s - 22} 60 {s - 40} 92 {s - 48}L112 {s - 34}C86"
                f" {s - 26} 74 {s - 14} 72 {s + 1}Z"
            ),
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
    drawn = (
        f'<path d="{frame}" fill="none" stroke="{look.ink}" stroke-width="6"/>'
        f'<path d="{frame}" fill="none" stroke="url(#steel)" stroke-width="3.8"/>'
    )
    return moved(drawn + line(f"M{-half} 0h{size * 0.8:.0f}", "#7f858c", 2.2), x, y, turn)


@template("Flip Flops")
def flip_flops(look: Look) -> str:
    """A pair from above: footbed and a strap that runs from between the toes to both sides."""
    rng = look.rng
    style = rng.choice(["thong", "thong", "sport", "slide", "braided"])
    bed = (
        "M110 92C142 88 162 118 162 158C162 200 148 226 148 268C148 312"
        " 154 340 152 372Q148 418 112 418Q76 418 72 374C70 338 75 310 72"
        " 272C70 226 52 206 54 160C56 116 78 96 110 92Z"
    )
    rim = (
        "M110 92C142 88 162 118 162 158C162 200 148 226 148 268C148 312"
        " 154 340 152 372Q148 418 112 418Q76 418 72 374C70 338 75 310 72"
        " 272C70 226 52 206 54 160C56 116 78 96 110 92Z"
    )
    inner = (
        "M110 100C136 97 154 122 154 158C154 200 140 226 140 268C140 312"
        " 146 340 144 372Q141 410 112 410Q83 410 80 374C78 338 83 310 80"
        " 272C78 226 60 206 62 160C64 122 84 103 110 100Z"
    )
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
        (
            f'<ellipse cx="112" cy="352" rx="22" ry="30" fill="none" stroke="{look.accent}"'
            ' stroke-width="3" stroke-opacity=".8"/>'
        )
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
        left = "M110 152C92 176 74 200 64 236"
        right = "M110 152C128 172 146 196 154 232"
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
