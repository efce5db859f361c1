"""Scents: perfume, body mist and deodorant."""

from ml.drawings.look import Look, template
from ml.drawings.objects import disc, layer, line, panel, rounded
from ml.drawings.palette import darken, lighten, mix
from ml.drawings.shapes import inside, shadow

_CAPS = ("#232326", "url(#brass)", "url(#steel)", "#f1eee7")


def label(look: Look, x: float, y: float, width: float, height: float, paint: str, ink: str) -> str:
    """A paper label whose lines stand for words."""
    middle = x + width / 2
    words = line(f"M{middle - width * 0.3:.0f} {y + height * 0.38:.0f}h{width * 0.6:.0f}", ink, 4)
    words += line(
        f"M{middle - width * 0.2:.0f} {y + height * 0.58:.0f}h{width * 0.4:.0f}", ink, 1.8
    )
    words += line(
        f"M{middle - width * 0.13:.0f} {y + height * 0.74:.0f}h{width * 0.26:.0f}", ink, 1.8
    )
    return (
        layer(rounded(x, y, width, height, 3), paint)
        + line(rounded(x + 4, y + 4, width - 8, height - 8, 2), ink, 0.9, opacity=0.7)
        + words
    )


@template("Perfume and Body Mist")
def perfumes(look: Look) -> str:
    """A heavy glass flacon with coloured scent and a cap, or a slender mist bottle."""
    rng = look.rng
    kind = rng.choice(["square", "square", "round", "faceted", "tall", "mist"])
    if kind == "mist":
        return "<title>body mist</title>" + _mist(look)
    top = 206
    shapes = {
        "square": rounded(86, top, 212, 236, 16),
        "round": (
            f"M192 {top}C262 {top} 312 {top + 54} 312 {top + 122}C312 {top + 190}"
            f" 262 {top + 240} 192 {top + 240}C122 {top + 240} 72 {top + 190}"
            f" 72 {top + 122}C72 {top + 54} 122 {top} 192 {top}Z"
        ),
        "faceted": (
            f"M128 {top}L256 {top}L312 {top + 70}L296 {top + 240}L88 {top + 240}L72 {top + 70}Z"
        ),
        "tall": rounded(116, top - 46, 152, 286, 12),
    }
    body = shapes[kind]
    y0 = top - 46 if kind == "tall" else top
    glass = mix(look.base, "#ffffff", 0.78)
    inset = {
        "square": rounded(100, top + 34, 184, 186, 9),
        "tall": rounded(128, y0 + 38, 128, 234, 7),
    }.get(kind)
    liquid_clip = inset or body
    liquid = inside(
        liquid_clip,
        layer(f"M40 {y0 + 44}Q192 {y0 + 36} 344 {y0 + 44}V460H40Z", look.base, 0.82)
        + layer(
            f"M40 {y0 + 44}Q192 {y0 + 36} 344 {y0 + 44}V{y0 + 54}Q192 {y0 + 46} 40 {y0 + 54}Z",
            "#ffffff",
            0.35,
        ),
    )
    facets = ""
    if kind == "faceted":
        facets = (
            line(
                (
                    f"M128 {top}L150 {top + 70}L138 {top + 240}M256 {top}L234 {top + 70}"
                    f"L246 {top + 240}M72 {top + 70}H312"
                ),
                look.ink,
                1.1,
                opacity=0.5,
            )
            + layer(f"M72 {top + 70}L150 {top + 70}L138 {top + 240}H88Z", "#ffffff", 0.2)
            + layer(f"M312 {top + 70}L234 {top + 70}L246 {top + 240}H296Z", "#0b0b18", 0.1)
        )
    neck = panel(
        look,
        rounded(164, y0 - 22, 56, 26, 4),
        "url(#brass)" if rng.random() < 0.5 else "url(#steel)",
        width=2,
    )
    dip = line(f"M192 {y0}V400", "#ffffff", 3, opacity=0.35)
    cap = _flacon_cap(look, y0 - 22)
    tag = (
        label(
            look,
            142,
            top + 100,
            100,
            76,
            "#fbf8f1" if rng.random() < 0.6 else darken(look.base, 0.6),
            look.ink if True else "",
        )
        if rng.random() < 0.75
        else disc(192, top + 136, 30, "url(#brass)", look.ink, 1.6)
    )
    return (
        "<title>eau de parfum</title>"
        + neck
        + cap
        + panel(look, body, glass, shades=("shade-x",), details=liquid + dip + facets)
        + tag
        + layer(body, "url(#gloss)", 0.75)
    )


def _flacon_cap(look: Look, base: float) -> str:
    rng = look.rng
    paint = rng.choice([*_CAPS, look.accent])
    style = rng.choice(["cube", "ball", "drum", "dome"])
    if style == "ball":
        return (
            disc(192, base - 44, 46, paint, look.ink, 2.4)
            + disc(192, base - 44, 46, "url(#round)", "none", 0)
            + disc(178, base - 60, 9, "#ffffff", "none", 0).replace("/>", ' fill-opacity=".7"/>')
        )
    if style == "dome":
        dome = f"M146 {base}V{base - 40}C146 {base - 92} 238 {base - 92} 238 {base - 40}V{base}Z"
        return panel(look, dome, paint, shades=("gloss", "shade-right"))
    wide = 44 if style == "cube" else 58
    high = 84 if style == "cube" else 62
    cap = rounded(192 - wide, base - high, wide * 2, high, 7)
    ridges = (
        "".join(
            line(f"M{x} {base - high}V{base}", look.ink, 0.9, opacity=0.35)
            for x in range(192 - wide + 6, 192 + wide, 6)
        )
        if style == "drum"
        else ""
    )
    return panel(look, cap, paint, shades=("gloss", "shade-right"), details=ridges)


def _mist(look: Look) -> str:
    body = (
        "M138 168Q138 150 156 148L228 148Q246 150 246 168L250 456Q250 472"
        " 234 472L150 472Q134 472 134 456Z"
    )
    cap = rounded(152, 44, 80, 96, 10)
    liquid = layer("M120 196H260V480H120Z", look.base, 0.75)
    flowers = "".join(
        (
            f'<ellipse cx="192" cy="{372 - 16}" rx="9" ry="16" transform="rotate({a}'
            f' 192 372)" fill="{look.accent}" fill-opacity=".85"/>'
        )
        for a in range(0, 360, 60)
    ) + disc(192, 372, 8, "#f4e2a0", "none", 0)
    return (
        panel(look, rounded(164, 134, 56, 20, 3), "url(#steel)", width=1.8)
        + panel(
            look,
            cap,
            look.rng.choice(["#f1eee7", look.base, look.accent]),
            shades=("gloss", "shade-right"),
        )
        + panel(look, body, mix(look.base, "#ffffff", 0.7), shades=("shade-x",), details=liquid)
        + label(look, 148, 232, 88, 92, "#fbf8f1", look.ink)
        + flowers
        + layer(body, "url(#gloss)", 0.7)
    )


@template("Deodorant")
def deodorants(look: Look) -> str:
    """Aerosol can, roll-on or stick."""
    kind = look.rng.choice(
        [
            "deodorant spray",
            "deodorant spray",
            "deodorant spray",
            "roll-on deodorant",
            "deodorant stick",
        ]
    )
    draw = {"deodorant spray": _aerosol, "roll-on deodorant": _roll_on, "deodorant stick": _stick}[
        kind
    ]
    return f"<title>{kind}</title>" + draw(look)


def _swash(look: Look, x1: float, x2: float, y: float) -> str:
    style = look.rng.choice(["wave", "slash", "bands", "rings"])
    if style == "wave":
        return layer(
            (
                f"M{x1} {y}C{x1 + 50} {y - 60} {x2 - 50} {y + 60} {x2} {y - 20}V{y + 46}"
                f"C{x2 - 50} {y + 120} {x1 + 50} {y} {x1} {y + 70}Z"
            ),
            look.accent,
        )
    if style == "slash":
        return layer(f"M{x1} {y + 70}L{x2} {y - 40}V{y - 6}L{x1} {y + 104}Z", look.accent) + layer(
            f"M{x1} {y + 116}L{x2} {y + 6}V{y + 16}L{x1} {y + 126}Z", look.accent, 0.7
        )
    if style == "bands":
        return "".join(
            layer(f"M{x1} {y + d}H{x2}V{y + d + h}H{x1}Z", look.accent)
            for d, h in ((0, 26), (34, 8), (48, 4))
        )
    return "".join(
        (
            f'<circle cx="{x2 - 20}" cy="{y + 40}" r="{r}" fill="none" stroke="{look.accent}"'
            ' stroke-width="6" stroke-opacity=".9"/>'
        )
        for r in (20, 40, 60, 80)
    )


def _words(look: Look, y: float) -> str:
    ink = "#f6f3ec" if darken(look.base, 0) < "#a" else "#2a2a2e"
    return (
        line(f"M150 {y}h84", ink, 9)
        + line(f"M162 {y + 20}h60", ink, 3)
        + line(f"M170 {y + 32}h44", ink, 2.4)
    )


def _aerosol(look: Look) -> str:
    can = (
        "M126 172Q126 150 150 142L234 142Q258 150 258 172V452Q258 466 244"
        " 468L140 468Q126 466 126 452Z"
    )
    cap_paint = look.rng.choice([darken(look.base, 0.45), look.accent, "url(#steel)"])
    cap = "M140 142V84Q140 50 164 44L220 44Q244 50 244 84V142Z"
    dome = "M134 150Q136 132 156 130L228 130Q248 132 250 150Z"
    details = _swash(look, 120, 264, 318) + _words(look, 226)
    rim = layer("M120 456H264V470H120Z", "#ffffff", 0.35) + line("M120 454H264", look.ink, 1)
    ring = panel(look, rounded(136, 132, 112, 14, 5), "url(#steel)", width=1.8)
    nozzle = disc(192, 78, 7, darken(look.base, 0.6), look.ink, 1.2)
    return (
        panel(look, dome, "url(#steel)", width=1.8)
        + panel(look, cap, cap_paint, shades=("gloss", "shade-right"))
        + nozzle
        + ring
        + panel(look, can, shades=("shade-x",), details=details + rim)
        + layer(can, "url(#gloss)", 0.9)
    )


def _roll_on(look: Look) -> str:
    bottle = (
        "M138 238C122 262 118 300 120 340L126 452Q128 470 146 470L238 470"
        "Q256 470 258 452L264 340C266 300 262 262 246 238Z"
    )
    cap = "M140 238V120C140 76 160 60 192 60C224 60 244 76 244 120V238Z"
    ridges = "".join(line(f"M{x} 196V236", look.ink, 1, opacity=0.5) for x in range(146, 244, 7))
    return (
        panel(
            look,
            bottle,
            shades=("shade-x",),
            details=_swash(look, 112, 272, 370) + _words(look, 300),
        )
        + layer(bottle, "url(#gloss)")
        + panel(
            look,
            cap,
            look.rng.choice([look.accent, darken(look.base, 0.4), "#f3f1ec"]),
            shades=("gloss", "shade-right"),
            details=ridges,
        )
    )


def _stick(look: Look) -> str:
    body = rounded(110, 190, 164, 268, 26)
    cap = "M112 196V110Q112 60 160 60H224Q272 60 272 110V196Z"
    dial = panel(
        look,
        rounded(134, 452, 116, 20, 6),
        darken(look.base, 0.5),
        details="".join(
            line(f"M{x} 452v20", "#ffffff", 0.9, opacity=0.35) for x in range(138, 250, 6)
        ),
    )
    return (
        dial
        + panel(
            look, body, shades=("shade-x",), details=_swash(look, 100, 284, 346) + _words(look, 258)
        )
        + layer(body, "url(#gloss)", 0.9)
        + panel(
            look,
            cap,
            look.rng.choice([look.accent, lighten(look.base, 0.5), "#f3f1ec"]),
            shades=("gloss", "shade-right"),
            details=shadow("M100 184H284V200H100Z", 0.2),
        )
    )
