"""Watches and sunglasses."""

import math

from ml.drawings.look import Look, template
from ml.drawings.objects import disc, flipped, layer, line, panel, ring_of, rounded, tone
from ml.drawings.palette import darken, is_metal, lighten, lightness, mix
from ml.drawings.paths import emit, parse
from ml.drawings.shapes import inside, stitch

# --- watches -------------------------------------------------------------------------------------

_CENTRE = (192.0, 256.0)


@template("Watches")
def watches(look: Look) -> str:
    """Wristwatch from the front: strap or bracelet, case, dial with hands, or a digital one."""
    rng = look.rng
    kind = rng.choice(["three-hand", "three-hand", "chronograph", "dress", "digital", "square"])
    radius = {"dress": 68, "chronograph": 88, "digital": 78, "square": 76}.get(
        kind, rng.choice([72, 80, 86])
    )
    metallic = is_metal(look.base)
    case = rng.choice(["url(#steel)", "url(#brass)"]) if not metallic else "url(#metal)"
    strap_colour = look.accent if metallic else look.base
    bracelet = metallic and kind != "digital" and rng.random() < 0.65
    band = radius * rng.uniform(0.52, 0.62)
    strap = _bracelet(look, band) if bracelet else _leather(look, band, strap_colour)
    lugs = "".join(
        panel(
            look,
            (
                f"M{x} {256 - s * (radius - 20):.0f}L{x + 14} {256 - s * (radius - 14):.0f}"
                f"L{x + 12} {256 - s * (radius + 17):.0f}L{x + 2} {256 - s * (radius + 17):.0f}"
                "Z"
            ),
            case,
            width=2,
        )
        for s in (1, -1)
        for x in (192 - band - 8, 192 + band - 6)
    )
    crown = panel(look, rounded(192 + radius - 2, 247, 15, 18, 4), case, width=2)
    if kind == "chronograph":
        crown += "".join(
            panel(look, rounded(192 + radius - 14, 256 + dy, 16, 13, 4), case, width=1.8)
            for dy in (-48, 36)
        )
    dial = rng.choice(
        ["#f6f4ee", "#1e1f23", "#20304f", look.base, darken(look.base, 0.4), "#eee6d6"]
    )
    body = (
        _square_case(look, radius, case, dial)
        if kind == "square"
        else _round_case(look, radius, case, dial, kind)
    )
    titles = {
        "three-hand": "watch",
        "chronograph": "chronograph",
        "dress": "dress watch",
        "digital": "digital watch",
        "square": "square watch",
    }
    return f"<title>{titles[kind]}</title>" + strap + lugs + crown + body


def _leather(look: Look, half: float, colour: str) -> str:
    upper = (
        f"M{192 - half:.0f} 200L{192 - half * 0.86:.0f} 44Q{192 - half * 0.8:.0f}"
        f" 28 {192 - half * 0.5:.0f} 28L{192 + half * 0.5:.0f} 28Q{192 + half * 0.8:.0f}"
        f" 28 {192 + half * 0.86:.0f} 44L{192 + half:.0f} 200Z"
    )
    lower = (
        f"M{192 - half:.0f} 312L{192 - half * 0.84:.0f} 462Q{192 - half * 0.6:.0f}"
        f" 484 192 484Q{192 + half * 0.6:.0f} 484 {192 + half * 0.84:.0f}"
        f" 462L{192 + half:.0f} 312Z"
    )
    edge = half - 6
    marks = stitch(
        (
            f"M{192 - edge:.0f} 200L{192 - edge * 0.85:.0f} 44M{192 + edge:.0f}"
            f" 200L{192 + edge * 0.85:.0f} 44"
        ),
        look,
        lighten(colour, 0.4),
    )
    low = stitch(
        (
            f"M{192 - edge:.0f} 312L{192 - edge * 0.83:.0f} 462M{192 + edge:.0f}"
            f" 312L{192 + edge * 0.83:.0f} 462"
        ),
        look,
        lighten(colour, 0.4),
    )
    holes = "".join(
        f'<ellipse cx="192" cy="{y}" rx="3" ry="4" fill="{look.ink}"/>' for y in range(392, 470, 20)
    )
    buckle = (
        f'<rect x="{192 - half * 0.95:.0f}" y="27" width="{half * 1.9:.0f}"'
        f' height="20" rx="5" fill="none" stroke="{look.ink}" stroke-width="7"/>'
        f'<rect x="{192 - half * 0.95:.0f}" y="27" width="{half * 1.9:.0f}"'
        ' height="20" rx="5" fill="none" stroke="url(#steel)" stroke-width="4.6"/>'
    )
    keeper = panel(
        look,
        rounded(192 - half * 0.96, 84, half * 1.92, 13, 3),
        colour,
        shades=("shade-x",),
        width=1.8,
    )
    return (
        panel(look, upper, colour, shades=("shade-x",), details=marks)
        + keeper
        + buckle
        + panel(look, lower, colour, shades=("shade-x",), details=low)
        + holes
    )


def _bracelet(look: Look, half: float) -> str:
    parts = ""
    for top, bottom in ((28, 196), (316, 484)):
        for step in range(8):
            y = top + (bottom - top) * step / 8
            away = abs(y + 10 - 256) / 256
            wide = half * (1 - 0.2 * away)
            row = rounded(192 - wide, y, wide * 2, (bottom - top) / 8 + 1, 4)
            middle = rounded(192 - wide * 0.42, y, wide * 0.84, (bottom - top) / 8 + 1, 3)
            parts += panel(look, row, "url(#metal)", shades=("shade-y",), width=1.8)
            parts += panel(look, middle, "url(#metal)", shades=("sheen",), width=1.1)
    return parts


def _hands(look: Look, reach: float, colour: str) -> str:
    hour, minute, second = look.rng.uniform(0, 360), 60.0, look.rng.uniform(150, 300)
    parts = ""
    for angle, length, width, paint in (
        (300 + hour / 60, 0.52, 6.0, colour),
        (minute, 0.78, 4.4, colour),
        (second, 0.84, 1.6, "#c8372d"),
    ):
        radians = math.radians(angle)
        x, y = 192 + reach * length * math.sin(radians), 256 - reach * length * math.cos(radians)
        bx, by = 192 - reach * 0.14 * math.sin(radians), 256 + reach * 0.14 * math.cos(radians)
        parts += line(f"M{bx:.1f} {by:.1f}L{x:.1f} {y:.1f}", paint, width)
    return parts + disc(192, 256, 5, colour, look.ink, 1)


def _markers(look: Look, reach: float, colour: str, kind: str) -> str:
    marks = ""
    for index, ((x1, y1), (x2, y2)) in enumerate(
        zip(
            ring_of(_CENTRE, reach * 0.93, 12, -90),
            ring_of(_CENTRE, reach * 0.78, 12, -90),
            strict=True,
        )
    ):
        if kind == "dots":
            marks += (
                f'<circle cx="{x2:.1f}" cy="{y2:.1f}" r="{4.6 if index % 3 == 0 else 3.2}"'
                f' fill="{colour}"/>'
            )
        else:
            marks += line(
                f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", colour, 4.6 if index % 3 == 0 else 2.4
            )
    if kind == "full":
        marks += "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r=".9" fill="{colour}"/>'
            for x, y in ring_of(_CENTRE, reach * 0.95, 60)
        )
    return marks


def _round_case(look: Look, radius: float, case: str, dial: str, kind: str) -> str:
    rng = look.rng
    pale = lightness(dial) > 0.45
    mark = "#26272b" if pale else "#efece4"
    bezel = {"chronograph": 15, "dress": 7}.get(kind, rng.choice([9, 13]))
    reach = radius - bezel
    parts = disc(192, 256, radius, case, look.ink, 2.6)
    if kind == "chronograph" or rng.random() < 0.2:
        parts += (
            f'<circle cx="192" cy="256" r="{radius - bezel / 2}" fill="none"'
            f' stroke="{darken(look.base, 0.55)}" stroke-width="{bezel - 3}"/>'
        )
        parts += "".join(
            disc(x, y, 1.3, "#f2f0ea", "none", 0)
            for x, y in ring_of(_CENTRE, radius - bezel / 2, 24)
        )
    if kind == "dress" and rng.random() < 0.5:
        parts += "".join(
            disc(x, y, 3.2, "#f7f7ff", look.ink, 0.7)
            for x, y in ring_of(_CENTRE, radius - bezel / 2, 40)
        )
    parts += disc(192, 256, reach, dial, look.ink, 1.8)
    if kind == "digital":
        screen = rounded(192 - reach * 0.68, 256 - reach * 0.36, reach * 1.36, reach * 0.72, 8)
        return (
            parts
            + panel(look, screen, "#c3cdb4", width=1.8)
            + _digits(192 - reach * 0.52, 256 - reach * 0.24, reach * 0.2, reach * 0.48)
            + _ring_text(reach, mark)
        )
    if kind == "chronograph":
        for x, y in (
            (192 - reach * 0.42, 256),
            (192 + reach * 0.42, 256),
            (192, 256 + reach * 0.44),
        ):
            parts += disc(x, y, reach * 0.24, mix(dial, mark, 0.14), mark, 1.2) + line(
                f"M{x:.1f} {y:.1f}l{reach * 0.1:.1f} {-reach * 0.14:.1f}", mark, 1.8
            )
    parts += _markers(look, reach, mark, rng.choice(["bars", "dots", "full"]))
    glass = (
        f"M{192 - reach * 0.7:.0f} {256 - reach * 0.5:.0f}A{reach * 0.88:.0f}"
        f" {reach * 0.88:.0f} 0 0 1 {192 + reach * 0.3:.0f} {256 - reach * 0.82:.0f}"
        f"L{192 - reach * 0.5:.0f} {256 + reach * 0.1:.0f}Z"
    )
    date = (
        panel(look, rounded(192 + reach * 0.52, 249, reach * 0.22, 14, 2), "#fbfaf6", width=0.9)
        if kind == "three-hand" and rng.random() < 0.5
        else ""
    )
    return parts + date + _hands(look, reach, mark) + layer(glass, "#ffffff", 0.16)


def _square_case(look: Look, radius: float, case: str, dial: str) -> str:
    mark = "#26272b" if lightness(dial) > 0.45 else "#efece4"
    outer = rounded(192 - radius, 256 - radius * 1.12, radius * 2, radius * 2.24, 18)
    inner = rounded(
        192 - radius + 12, 256 - radius * 1.12 + 12, radius * 2 - 24, radius * 2.24 - 24, 10
    )
    marks = _markers(look, radius - 12, mark, "bars")
    return (
        panel(look, outer, case)
        + panel(look, inner, dial, width=1.8, details=layer(inner, "url(#sheen)"))
        + marks
        + _hands(look, radius - 14, mark)
    )


def _ring_text(reach: float, colour: str) -> str:
    top = line(
        f"M{192 - reach * 0.4:.0f} {256 - reach * 0.58:.0f}h{reach * 0.8:.0f}",
        colour,
        2.4,
        dash="8 5",
    )
    return top + line(
        f"M{192 - reach * 0.4:.0f} {256 + reach * 0.58:.0f}h{reach * 0.8:.0f}",
        colour,
        2.4,
        dash="14 5",
    )


def _digits(x: float, y: float, width: float, height: float) -> str:
    """10:08 in seven segments."""
    lit = {"1": "bc", "0": "abcdef", "8": "abcdefg"}
    parts = ""
    for index, figure in enumerate("1008"):
        left = x + index * width * 1.28 + (width * 0.3 if index > 1 else 0)
        right, middle, end = left + width * 0.8, y + height / 2, y + height
        segments = {
            "a": f"M{left} {y}H{right}",
            "b": f"M{right} {y}V{middle}",
            "c": f"M{right} {middle}V{end}",
            "d": f"M{left} {end}H{right}",
            "e": f"M{left} {middle}V{end}",
            "f": f"M{left} {y}V{middle}",
            "g": f"M{left} {middle}H{right}",
        }
        parts += "".join(line(segments[name], "#1d221c", 3.4) for name in lit[figure])
    colon = x + 2 * width * 1.28 + width * 0.02
    return parts + "".join(
        disc(colon, y + height * share, 2.2, "#1d221c", "none", 0) for share in (0.3, 0.7)
    )


# --- sunglasses ----------------------------------------------------------------------------------

_LENSES = ("#2b2c31", "#4a3a2c", "#2f4a45", "#3a4a68", "#5d4a66", "#6b4530")

_SHAPES = {
    "wayfarer": "M50 216C96 204 150 206 178 218C180 262 164 312 116 314C72 314 50 274 50 216Z",
    "aviator": "M46 214C90 202 150 208 180 226C178 290 148 330 108 326C60 320 42 264 46 214Z",
    "round": (
        "M114 206C152 206 176 232 176 264C176 298 150 322 114 322C78 322"
        " 50 298 50 264C50 232 76 206 114 206Z"
    ),
    "cat-eye": "M36 198C80 204 140 206 176 222C180 264 162 306 118 308C78 308 56 268 36 198Z",
    "square": (
        "M48 216Q48 206 58 206L168 208Q178 210 178 220L172 296Q170 312 154"
        " 312L74 312Q58 312 56 298Z"
    ),
    "wrap": "M30 226C80 200 150 204 186 222C184 266 158 296 116 296C70 294 36 266 30 226Z",
}


@template("Sunglasses")
def sunglasses(look: Look) -> str:
    """From the front, the temples folded behind: full acetate, wire, half rim or shield."""
    rng = look.rng
    kind = rng.choice(list(_SHAPES))
    lens_shape = _placed(_SHAPES[kind])
    wire = kind == "aviator" or (kind == "round" and rng.random() < 0.6)
    colour = rng.choice(_LENSES) if rng.random() < 0.75 else mix(look.base, "#2b2c31", 0.35)
    lens = _lens(look, lens_shape, colour)
    temple_paint = look.base if not wire else mix(look.base, "#b9bcc2", 0.4)
    temples = "".join(
        line(d, look.ink, 11 if not wire else 7)
        + line(d, tone(temple_paint, 0.3), 7.4 if not wire else 4.2)
        for d in ("M48 216C64 200 150 192 262 202", "M336 216C320 196 234 188 122 196")
    )
    if wire:
        frame = (
            f'<path d="{lens_shape}" fill="none" stroke="{look.ink}" stroke-width="8"/>'
            f'<path d="{lens_shape}" fill="none" stroke="{look.base}" stroke-width="5"/>'
        )
        bridge = line("M158 232Q192 206 226 232", look.ink, 8) + line(
            "M158 232Q192 206 226 232", look.base, 5
        )
        if kind == "aviator":
            bridge += line("M128 214Q192 206 256 214", look.ink, 7) + line(
                "M128 214Q192 206 256 214", look.base, 4.4
            )
        pads = line("M163 246q12 6 10 20", look.ink, 3) + line("M221 246q-12 6 -10 20", look.ink, 3)
        body = lens + frame
        return (
            f"<title>{kind} sunglasses</title>"
            + temples
            + body
            + flipped(body, 192)
            + bridge
            + pads
            + _hinges(look)
        )
    thick = rng.choice([12, 16]) if kind != "wrap" else 9
    frame = (
        f'<path d="{lens_shape}" fill="none" stroke="{look.ink}" stroke-width="{2 * thick + 4.6}"/>'
        f'<path d="{lens_shape}" fill="none" stroke="{look.fill}" stroke-width="{2 * thick}"/>'
    )
    highlight = (
        line("M58 214C90 206 130 208 150 214", "#ffffff", 2.6, opacity=0.35)
        if kind != "round"
        else line("M62 232Q80 206 108 204", "#ffffff", 2.6, opacity=0.35)
    )
    inner = f'<path d="{lens_shape}" fill="none" stroke="{look.ink}" stroke-width="1.6"/>'
    dots = disc(
        47 if kind not in {"cat-eye", "wrap"} else 40, 221, 2.6, "url(#steel)", look.ink, 0.8
    )
    one = frame + lens + inner + highlight + dots
    rise = 238 if kind == "round" else 226
    bridge = f"M166 {rise}Q192 {rise - 20} 218 {rise}L220 {rise + 18}Q192 {rise} 164 {rise + 18}Z"
    cover = (
        f"M160 {rise + 3}Q192 {rise - 17} 224 {rise + 3}L226 {rise + 15}"
        f"Q192 {rise - 2} 158 {rise + 15}Z"
    )
    solid = look.fill if look.fill.startswith("url") else look.base
    over = panel(look, bridge, look.fill, width=2.2)
    joint = inside(cover, layer(cover, solid))
    return f"<title>{kind} sunglasses</title>" + temples + one + flipped(one, 192) + over + joint


def _placed(shape: str) -> str:
    """A lens drawn 150 wide about y = 262, brought to its place left of the bridge."""
    fitted = [
        tuple((43 + (x - 36) * 0.79, 258 + (y - 262) * 0.84) for x, y in points)
        for points in parse(shape)
    ]
    return emit(fitted, closed=True)


def _lens(look: Look, shape: str, colour: str) -> str:
    fade = inside(
        shape,
        layer("M20 180H200V240H20Z", darken(colour, 0.5), 0.55)
        + layer("M20 240H200V264H20Z", darken(colour, 0.5), 0.28),
    )
    glare = inside(
        shape,
        layer("M60 180L96 180L40 330L10 330Z", "#ffffff", 0.17)
        + layer("M108 180L118 180L62 330L52 330Z", "#ffffff", 0.13),
    )
    return layer(shape, colour) + layer(shape, "url(#shade-right)", 0.5) + fade + glare


def _hinges(look: Look) -> str:
    return disc(50, 222, 4, look.base, look.ink) + disc(334, 222, 4, look.base, look.ink)
