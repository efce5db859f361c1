"""Bottles and tubes: perfume, deodorant, nail polish, lipstick, lip gloss."""

from ml.drawings.look import Look, template
from ml.drawings.objects import disc, layer, line, panel, rounded, tone
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


# --- perfume -------------------------------------------------------------------------------------


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
        "round": f"M192 {top}C262 {top} 312 {top + 54} 312 {top + 122}C312 {top + 190} 262 {top + 240} 192 {top + 240}C122 {top + 240} 72 {top + 190} 72 {top + 122}C72 {top + 54} 122 {top} 192 {top}Z",
        "faceted": f"M128 {top}L256 {top}L312 {top + 70}L296 {top + 240}L88 {top + 240}L72 {top + 70}Z",
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
                f"M128 {top}L150 {top + 70}L138 {top + 240}M256 {top}L234 {top + 70}L246 {top + 240}M72 {top + 70}H312",
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
    body = "M138 168Q138 150 156 148L228 148Q246 150 246 168L250 456Q250 472 234 472L150 472Q134 472 134 456Z"
    cap = rounded(152, 44, 80, 96, 10)
    liquid = layer("M120 196H260V480H120Z", look.base, 0.75)
    flowers = "".join(
        f'<ellipse cx="192" cy="{372 - 16}" rx="9" ry="16" transform="rotate({a} 192 372)" fill="{look.accent}" fill-opacity=".85"/>'
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


# --- deodorant -----------------------------------------------------------------------------------


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
            f"M{x1} {y}C{x1 + 50} {y - 60} {x2 - 50} {y + 60} {x2} {y - 20}V{y + 46}C{x2 - 50} {y + 120} {x1 + 50} {y} {x1} {y + 70}Z",
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
        f'<circle cx="{x2 - 20}" cy="{y + 40}" r="{r}" fill="none" stroke="{look.accent}" stroke-width="6" stroke-opacity=".9"/>'
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
    can = "M126 172Q126 150 150 142L234 142Q258 150 258 172V452Q258 466 244 468L140 468Q126 466 126 452Z"
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
    bottle = "M138 238C122 262 118 300 120 340L126 452Q128 470 146 470L238 470Q256 470 258 452L264 340C266 300 262 262 246 238Z"
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


# --- nail polish ---------------------------------------------------------------------------------


@template("Nail Polish")
def nail_polishes(look: Look) -> str:
    """A small square or round bottle full of colour under a tall cap; sometimes with a drop."""
    rng = look.rng
    shapes = {
        "square": rounded(112, 268, 160, 176, 18),
        "round": "M192 264C252 264 288 304 288 358C288 416 250 448 192 448C134 448 96 416 96 358C96 304 132 264 192 264Z",
        "tapered": "M132 268L252 268L282 424Q284 446 262 446L122 446Q100 446 102 424Z",
    }
    kind = rng.choice(list(shapes))
    bottle = shapes[kind]
    cap_paint = rng.choice(["#232326", "#232326", "url(#steel)", "url(#brass)", "#f3f1ec"])
    cap = rng.choice(
        [
            "M160 250L168 76Q170 60 192 60Q214 60 216 76L224 250Z",
            "M152 250V84Q152 66 170 66H214Q232 66 232 84V250Z",
            "M164 250L150 84Q150 64 170 62H214Q234 64 234 84L220 250Z",
        ]
    )
    collar = panel(look, rounded(158, 246, 68, 24, 4), mix(look.base, "#ffffff", 0.6), width=1.8)
    glass_rim = f'<g transform="translate(192 358) scale(.88) translate(-192 -358)">{layer(bottle, look.base)}{layer(bottle, "url(#shade-y)")}</g>'
    shimmer = (
        "".join(
            disc(
                rng.uniform(116, 268),
                rng.uniform(290, 430),
                rng.uniform(0.8, 1.8),
                "#ffffff",
                "none",
                0,
            )
            for _ in range(46)
        )
        if rng.random() < 0.4
        else ""
    )
    mark = line("M160 350h64", "#ffffff", 5, opacity=0.85) + line(
        "M172 366h40", "#ffffff", 2, opacity=0.85
    )
    return (
        "<title>nail polish</title>"
        + panel(
            look,
            bottle,
            mix(look.base, "#ffffff", 0.55),
            shades=("shade-x",),
            details=glass_rim + inside(bottle, shimmer),
        )
        + layer(bottle, "url(#gloss)")
        + mark
        + collar
        + panel(look, cap, cap_paint, shades=("gloss", "shade-right"))
    )


# --- lips ----------------------------------------------------------------------------------------


@template("Lipstick")
def lipsticks(look: Look) -> str:
    """An open bullet lipstick, its cap beside it, or a swatch behind it."""
    rng = look.rng
    case = rng.choice(["#232326", "#232326", "url(#brass)", "url(#steel)", look.accent])
    inner = rng.choice(["url(#brass)", "url(#steel)"])
    beside = rng.random() < 0.6
    x = 140 if beside else 192
    slant = rng.choice(["slant", "slant", "round"])
    height = rng.randint(120, 150)
    tip = 218 - height
    if slant == "slant":
        bullet = f"M{x - 30} 220V{tip + 46}C{x - 28} {tip + 14} {x + 6} {tip - 8} {x + 26} {tip + 2}Q{x + 30} {tip + 6} {x + 30} {tip + 18}V220Z"
        face = f"M{x - 30} {tip + 46}C{x - 28} {tip + 14} {x + 6} {tip - 8} {x + 26} {tip + 2}C{x + 32} {tip + 18} {x - 6} {tip + 52} {x - 30} {tip + 46}Z"
    else:
        bullet = f"M{x - 30} 220V{tip + 34}C{x - 30} {tip - 8} {x + 30} {tip - 8} {x + 30} {tip + 34}V220Z"
        face = f"M{x - 14} {tip + 20}C{x - 8} {tip + 6} {x + 8} {tip + 6} {x + 14} {tip + 20}C{x + 8} {tip + 30} {x - 8} {tip + 30} {x - 14} {tip + 20}Z"
    stick = panel(
        look,
        bullet,
        look.base,
        shades=("gloss", "shade-right"),
        details=layer(face, "#ffffff", 0.28),
    )
    sleeve = panel(
        look,
        rounded(x - 36, 212, 72, 86, 4),
        inner,
        shades=("shade-right",),
        details=line(f"M{x - 40} 226h80M{x - 40} 286h80", look.ink, 1),
    )
    base = panel(
        look,
        rounded(x - 48, 294, 96, 168, 7),
        case,
        shades=("gloss", "shade-right"),
        details=line(f"M{x - 50} 308h100", look.ink, 1, opacity=0.6)
        + line(f"M{x - 18} 390h36", "#e8d9b0", 3, opacity=0.8),
    )
    cap = ""
    if beside:
        cap = panel(
            look,
            rounded(222, 262, 100, 200, 9),
            case,
            shades=("gloss", "shade-right"),
            details=layer("M210 446H330V464H210Z", "#ffffff", 0.14),
        ) + panel(
            look, "M222 276Q272 262 322 276Q272 292 222 276Z", darken(look.base, 0.6), width=1.4
        )
    return "<title>lipstick</title>" + cap + stick + sleeve + base


@template("Lip Gloss")
def lip_glosses(look: Look) -> str:
    """A clear tube of gloss with a long cap; often with its wand drawn out, or a squeeze tube."""
    kind = look.rng.choice(["open", "open", "closed", "squeeze"])
    if kind == "squeeze":
        return "<title>lip gloss tube</title>" + _squeeze(look)
    cap_paint = look.rng.choice(["#232326", "url(#brass)", "url(#steel)", "#f3f1ec", look.accent])
    if kind == "closed":
        tube = _gloss_tube(look, 150, 84, 236, 474)
        return (
            "<title>lip gloss</title>"
            + panel(look, rounded(154, 38, 76, 196, 9), cap_paint, shades=("gloss", "shade-right"))
            + tube
        )
    tube = panel(
        look,
        rounded(110, 206, 44, 30, 3),
        mix(look.base, "#ffffff", 0.7),
        details="".join(line(f"M106 {y}h52", look.ink, 1, opacity=0.5) for y in (214, 222, 230)),
        width=1.8,
    ) + _gloss_tube(look, 94, 76, 234, 470)
    stem = panel(look, rounded(248, 214, 10, 176, 4), "#f0ece6", width=1.4)
    brush = panel(
        look,
        "M243 372Q253 364 263 372L266 430Q260 450 249 446Q240 440 241 428Z",
        look.base,
        shades=("gloss",),
        width=1.8,
    )
    drip = layer("M250 444q4 14 0 20q-6 -4 0 -20Z", look.base)
    cap = panel(
        look, rounded(218, 40, 70, 178, 9), cap_paint, shades=("gloss", "shade-right")
    ) + line("M219 200h68", look.ink, 1, opacity=0.6)
    return "<title>lip gloss</title>" + tube + stem + drip + brush + cap


def _gloss_tube(look: Look, x: float, width: float, top: float, bottom: float) -> str:
    outer = rounded(x, top, width, bottom - top, 12)
    inner = rounded(x + 9, top + 8, width - 18, bottom - top - 24, 8)
    bubbles = "".join(
        disc(
            x + width * look.rng.uniform(0.25, 0.75),
            look.rng.uniform(top + 30, bottom - 40),
            look.rng.uniform(1, 2.6),
            "#ffffff",
            "none",
            0,
        )
        for _ in range(12)
    )
    fill = (
        layer(inner, look.base, 0.9)
        + layer(inner, "url(#shade-right)")
        + f'<g opacity=".5">{bubbles}</g>'
    )
    words = line(
        f"M{x + width / 2} {top + 70}v{(bottom - top) * 0.4:.0f}",
        "#ffffff",
        4,
        dash="16 8",
        opacity=0.75,
    )
    return panel(look, outer, mix(look.base, "#ffffff", 0.72), details=fill + words) + layer(
        outer, "url(#gloss)"
    )


def _squeeze(look: Look) -> str:
    tube = "M130 60L254 60L238 350Q236 366 220 368L164 368Q148 366 146 350Z"
    crimp = "M126 40H258V66H126Z"
    ribs = "".join(line(f"M{x} 40V66", look.ink, 0.9, opacity=0.5) for x in range(130, 258, 6))
    cap = panel(
        look,
        "M152 368H232L226 460Q224 472 212 472H172Q160 472 158 460Z",
        tone(look.accent, 0.1),
        shades=("gloss", "shade-right"),
    )
    art = line("M192 120V260", "#ffffff", 7, dash="26 10", opacity=0.85) + line(
        "M214 130V220", "#ffffff", 2.4, opacity=0.85
    )
    return (
        cap
        + panel(look, tube, shades=("shade-x",), details=art)
        + layer(tube, "url(#gloss)", 0.9)
        + panel(look, crimp, look.base, shades=("shade-y",), details=ribs)
    )
