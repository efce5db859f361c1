"""Belts, caps and ties."""

from ml.drawings.look import Look, template
from ml.drawings.objects import disc, flipped, layer, line, moved, panel, rounded, tone
from ml.drawings.palette import lighten, mix
from ml.drawings.shapes import OUTLINE, inside, seam, shadow, stitch


@template("Belts")
def belts(look: Look) -> str:
    """A coiled belt from the front: the buckle end before the turns of the strap."""
    rng = look.rng
    width = rng.choice([34, 42, 50])
    style = rng.choice(["pin", "pin", "plate", "double", "woven"])
    metal = rng.choice(["url(#steel)", "url(#steel)", "url(#brass)"])
    y, half = 262, width
    rx, ry, low = 158, 74, y - 46
    left, right = 192 - rx, 192 + rx
    back = (
        f"M{left} {low}A{rx} 58 0 0 1 {right} {low}L{right} {low + half}"
        f"A{rx} 58 0 0 0 {left} {low + half}Z"
    )
    far = (
        f"M{left} {low + 6}A{rx} 58 0 0 1 {right} {low + 6}M{left} {low + half - 6}"
        f"A{rx} 58 0 0 1 {right} {low + half - 6}"
    )
    parts = panel(look, back, tone(look.base, 0.38), shades=("shade-x",), details=stitch(far, look))
    front = (
        f"M{left} {low}A{rx} {ry} 0 0 0 {right} {low}L{right} {low + half}"
        f"A{rx} {ry} 0 0 1 {left} {low + half}Z"
    )
    top_edge = f"M{left} {low + 6}A{rx} {ry} 0 0 0 {right} {low + 6}"
    bottom_edge = f"M{left} {low + half - 6}A{rx} {ry} 0 0 0 {right} {low + half - 6}"
    details = stitch(top_edge, look) + stitch(bottom_edge, look)
    if style == "woven":
        details = "".join(
            line(f"M{x} {low - 10}l26 160M{x + 26} {low - 10}l-26 160", look.ink, 1.2, opacity=0.55)
            for x in range(left - 40, right + 40, 13)
        )
    parts += panel(look, front, shades=("shade-x",), details=details)
    buckle_y = low + ry + half / 2
    tail = (
        f"M206 {buckle_y - half / 2 + 2}C250 {buckle_y - half / 2 - 2} 292"
        f" {buckle_y - half / 2 - 12} 322 {buckle_y - half / 2 - 30}L346"
        f" {buckle_y - half / 2 - 12}L334 {buckle_y + half / 2 - 30}C300"
        f" {buckle_y + half / 2 - 12} 250 {buckle_y + half / 2 - 1} 206 {buckle_y + half / 2}"
        "Z"
    )
    holes = "".join(
        f'<ellipse cx="{x}" cy="{buckle_y - dy}" rx="2.6" ry="3.2" fill="{look.ink}"/>'
        for x, dy in ((252, 4), (272, 8), (292, 15))
    )
    inset = (
        f'<g transform="translate(266 {buckle_y - 8}) scale(.93 .72) translate(-266'
        f' {8 - buckle_y})">{stitch(tail, look)}</g>'
    )
    parts += moved(layer(tail, "#0b0b18", 0.2), 0, 5) + panel(
        look, tail, shades=("sheen",), details=inset if style != "woven" else ""
    )
    parts += holes + _belt_buckle(look, style, 192, buckle_y, width, metal)
    keeper = rounded(226, buckle_y - half / 2 - 5, 15, half + 9, 4)
    parts += panel(look, keeper, look.fill, shades=("shade-y",))
    title = {
        "pin": "leather belt",
        "plate": "plate-buckle belt",
        "double": "ring belt",
        "woven": "woven belt",
    }[style]
    return f"<title>{title}</title>" + moved(parts, 0, 6)


def _belt_buckle(look: Look, style: str, x: float, y: float, width: float, metal: str) -> str:
    height = width + 24
    if style == "plate":
        plate = rounded(x - 36, y - height / 2, 68, height, 8)
        rim = rounded(x - 29, y - height / 2 + 7, 54, height - 14, 5)
        return (
            panel(look, plate, metal)
            + line(rim, look.ink, 1, opacity=0.6)
            + layer(plate, "url(#sheen)")
        )
    radius = height / 2 if style == "double" else 9
    frame = rounded(x - 30, y - height / 2, 56 if style != "double" else height, height, radius)
    drawn = (
        f'<path d="{frame}" fill="none" stroke="{look.ink}" stroke-width="11"/>'
        f'<path d="{frame}" fill="none" stroke="{metal}" stroke-width="7"/>'
    )
    prong = line(f"M{x - 26} {y}L{x + 30} {y - 1}", look.ink, 7.4) + line(
        f"M{x - 26} {y}L{x + 30} {y - 1}", metal, 4.6
    )
    return drawn + prong


@template("Caps")
def caps(look: Look) -> str:
    """Baseball cap in three-quarter view, flat-brim cap, beanie."""
    kind = look.rng.choice(
        ["baseball cap", "baseball cap", "baseball cap", "snapback", "beanie", "flat cap"]
    )
    if kind == "beanie":
        return "<title>beanie</title>" + _beanie(look)
    if kind == "flat cap":
        return "<title>flat cap</title>" + _flat_cap(look)
    return f"<title>{kind}</title>" + _peaked(look, flat=kind == "snapback")


def _peaked(look: Look, *, flat: bool) -> str:
    rng = look.rng
    peak_paint = rng.choice([look.fill, look.fill, look.accent])
    crown = (
        "M84 312C78 210 130 140 214 138C298 136 352 206 348 306C330 322"
        " 300 330 270 332C200 336 130 330 84 312Z"
    )
    if flat:
        peak = (
            "M88 300C60 306 32 322 26 344C24 356 34 360 50 356C110 338 190 336"
            " 262 340Q282 340 280 328C210 334 138 326 88 300Z"
        )
        under = ""
    else:
        peak = (
            "M86 304C52 316 28 346 30 372C32 388 48 392 62 384C110 356 190 344"
            " 258 346Q284 346 284 330C210 336 138 330 86 304Z"
        )
        under = "M36 386C80 366 160 346 262 348Q200 362 130 374Q70 390 36 386Z"
    front_panel = "M84 312C80 230 120 150 212 138C196 190 190 262 196 334C150 332 112 324 84 312Z"
    mesh = rng.random() < 0.25 and not flat
    details = layer(front_panel, look.accent) if rng.random() < 0.2 else ""
    if mesh:
        cover = "M212 136C196 190 190 262 196 340L360 340L360 130Z"
        net = "".join(
            line(f"M{x} 130l120 220M{x} 130l-120 220", look.ink, 1, opacity=0.5)
            for x in range(100, 460, 11)
        )
        details += inside(cover, layer(cover, lighten(look.accent, 0.3)) + net)
    details += (
        seam("M212 138C196 190 190 262 196 336", look)
        + seam("M216 138C256 180 280 250 282 332", look)
        + seam("M208 138C160 160 120 220 112 322", look)
    )
    details += "".join(
        stitch(d, look)
        for d in (
            "M206 142C190 194 184 262 190 336",
            "M218 142C202 194 196 262 202 336",
            "M222 144C260 186 276 250 277 332",
        )
    )
    details += stitch("M86 302C130 320 200 328 270 324C304 322 330 314 346 298", look)
    eyelets = "".join(
        disc(x, y, 3.4, tone(look.base, 0.4), look.ink)
        for x, y in ((150, 206), (238, 196), (306, 214))
    )
    badge = ""
    mark = rng.choice(["circle", "bars", "shield", "none"])
    if mark == "circle":
        badge = disc(146, 262, 26, look.accent, look.ink, 1.6) + (
            f'<circle cx="146" cy="262" r="20" fill="none" stroke="{look.base}"'
            ' stroke-width="2" stroke-dasharray="4 3"/>'
        )
    elif mark == "bars":
        badge = "".join(
            panel(look, f"M{122 + 16 * i} 284l6 -44l11 1l-6 45Z", look.accent, width=1.2)
            for i in range(3)
        )
    elif mark == "shield":
        badge = panel(
            look,
            "M126 238Q148 232 170 240L168 266Q160 284 146 290Q130 282 126 266Z",
            look.accent,
            width=1.6,
        ) + line("M132 258h32", look.base, 3)
    rows = "".join(
        stitch(
            f"M{80 - 8 * i} {318 + 10 * i}C120 {332 + 4 * i} 200 {334 + 3 * i} 262 {338 + 2 * i}",
            look,
        )
        for i in range(1, 4 if flat else 5)
    )
    button = panel(
        look, "M200 140Q204 128 214 128Q226 128 230 140Q214 146 200 140Z", peak_paint, width=1.8
    )
    underside = panel(look, under, tone(look.base, 0.4), width=1.8) if under else ""
    return moved(
        panel(look, crown, shades=("round", "shade-right"), details=details)
        + eyelets
        + badge
        + button
        + underside
        + panel(look, peak, peak_paint, shades=("sheen",), details=rows),
        2,
        -6,
    )


def _beanie(look: Look) -> str:
    rng = look.rng
    body = "M84 330C76 190 120 108 192 108C264 108 308 190 300 330Z"
    cuff = (
        "M74 306Q192 326 310 306Q318 306 318 316L316 378Q314 388 304 390"
        "Q192 408 80 390Q70 388 68 378L66 316Q66 306 74 306Z"
    )
    ribs = "".join(
        line(
            f"M{192 + 13 * i} 330C{192 + 13 * i} 240 {192 + 9 * i} 160 {192 + 2 * i} 112",
            look.ink,
            1.2,
            opacity=0.5,
        )
        for i in range(-8, 9)
    )
    cuff_ribs = "".join(
        line(f"M{x} 300V404", look.ink, 1.2, opacity=0.55) for x in range(70, 320, 9)
    )
    pom = ""
    if rng.random() < 0.5:
        tufts = "".join(
            line(f"M192 84l{dx} {dy}", mix(look.accent, look.ink, 0.35), 1.6)
            for dx, dy in (
                (0, -28),
                (18, -20),
                (26, -2),
                (20, 16),
                (-18, -20),
                (-26, -2),
                (-20, 16),
                (9, -26),
                (-9, -26),
            )
        )
        pom = disc(192, 84, 32, look.accent, look.ink, OUTLINE) + tufts
    label = panel(look, rounded(174, 338, 36, 30, 3), mix(look.accent, "#8a5a35", 0.4), width=1.4)
    return (
        pom
        + panel(look, body, shades=("round", "shade-x"), details=ribs)
        + panel(
            look,
            cuff,
            tone(look.base, 0.12) if not look.fill.startswith("url") else look.fill,
            shades=("shade-x",),
            details=cuff_ribs,
        )
        + label
    )


def _flat_cap(look: Look) -> str:
    body = "M52 318C48 236 120 186 214 188C300 190 352 244 346 318C300 342 110 344 52 318Z"
    peak = (
        "M44 316C80 338 150 346 214 342Q236 342 232 352C180 380 90 384 52 362C30 348 30 328 44 316Z"
    )
    details = (
        seam("M210 188C180 230 176 290 184 340M214 188C270 210 300 260 302 334", look)
        + stitch("M60 306C120 330 280 330 340 306", look)
        + shadow("M60 318C90 250 150 210 210 196C150 230 120 280 116 330Z", 0.1)
    )
    return (
        disc(212, 186, 8, look.base, look.ink, 2)
        + panel(look, body, shades=("round", "shade-right"), details=details)
        + panel(
            look, peak, shades=("shade-y",), details=stitch("M50 326C86 350 160 356 226 350", look)
        )
    )


@template("Ties")
def ties(look: Look) -> str:
    """A knotted tie, a rolled one seen flat, or a bow tie."""
    kind = look.rng.choice(["tie", "tie", "tie", "slim tie", "knitted tie", "bow tie"])
    if kind == "bow tie":
        return "<title>bow tie</title>" + _bow_tie(look)
    wide = {"tie": look.rng.randint(42, 52), "slim tie": 30, "knitted tie": 34}[kind]
    knot = "M158 60Q192 48 226 60L212 108Q192 116 172 108Z"
    end = 470
    tip = end - (wide * 0.8 if kind != "knitted tie" else 0)
    blade = f"M174 106Q192 114 210 106L{192 + wide} {tip:.0f}L192 {end}L{192 - wide} {tip:.0f}Z"
    tail = (
        f"M198 110L216 106L{204 + wide * 0.8:.0f} {tip - 44:.0f}L{196 + wide * 0.3:.0f}"
        f" {tip - 20:.0f}Z"
    )
    loop = "M160 62C120 20 264 20 224 62"
    collar = line(loop, look.ink, 20) + line(loop, tone(look.base, 0.3), 15.4)
    dimple = shadow("M184 112Q192 180 190 240Q200 180 198 112Z", 0.22) + shadow(
        f"M176 110L{192 - wide} {tip:.0f}L{192 - wide + 14} {tip + 8:.0f}Q176 260 184 112Z", 0.1
    )
    knit = (
        "".join(
            line(f"M120 {y}H264", look.ink, 0.9, dash="2 3", opacity=0.5)
            for y in range(110, 480, 6)
        )
        if kind == "knitted tie"
        else ""
    )
    clip = ""
    if look.rng.random() < 0.25:
        clip = panel(look, rounded(166, 270, 60, 10, 2), "url(#steel)", width=1.6)
    turned = look.fill if not look.fill.startswith("url") else tone(look.base, 0.08)
    return (
        f"<title>{kind}</title>"
        + collar
        + panel(look, tail, tone(look.base, 0.22), shades=("shade-right",))
        + panel(look, blade, shades=("sheen", "shade-x"), details=dimple + knit)
        + panel(
            look,
            knot,
            look.fill if look.fill.startswith("url") else turned,
            shades=("shade-x", "shade-y"),
            details=shadow("M186 70Q180 90 184 112L176 112Q166 90 176 66Z", 0.15),
        )
        + clip
    )


def _bow_tie(look: Look) -> str:
    wing = "M196 256C160 210 100 186 54 190C36 194 36 320 54 326C100 330 160 304 196 262Z"
    folds = (
        shadow("M196 256Q130 240 90 246Q140 252 196 262Z", 0.22)
        + shadow("M190 262Q130 280 96 300Q150 284 192 266Z", 0.14)
        + shadow("M190 252Q140 222 100 212Q150 230 192 248Z", 0.14)
    )
    side = panel(look, wing, shades=("sheen", "shade-y"), details=folds)
    band = line("M40 258H344", look.ink, 16) + line("M40 258H344", tone(look.base, 0.35), 11.4)
    hook = disc(334, 258, 5, "url(#steel)", look.ink) + disc(50, 258, 5, "url(#steel)", look.ink)
    knot = panel(
        look,
        rounded(170, 228, 44, 60, 12),
        shades=("shade-x", "shade-y"),
        details=shadow("M186 228Q180 258 186 288L178 288V228Z", 0.18),
    )
    return band + hook + side + flipped(side, 192) + knot
