"""Make-up: nail polish, lipstick, lip gloss."""

from ml.drawings.look import Look, template
from ml.drawings.objects import disc, layer, line, panel, rounded, tone
from ml.drawings.palette import darken, mix
from ml.drawings.shapes import inside


@template("Nail Polish")
def nail_polishes(look: Look) -> str:
    """A small square or round bottle full of colour under a tall cap; sometimes with a drop."""
    rng = look.rng
    shapes = {
        "square": rounded(112, 268, 160, 176, 18),
        "round": (
            "M192 264C252 264 288 304 288 358C288 416 250 448 192 448C134 448"
            " 96 416 96 358C96 304 132 264 192 264Z"
        ),
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
    glass_rim = (
        f'<g transform="translate(192 358) scale(.88) translate(-192 -358)">'
        f"{layer(bottle, look.base)}"
        f"{layer(bottle, 'url(#shade-y)')}</g>"
    )
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
        bullet = (
            f"M{x - 30} 220V{tip + 46}C{x - 28} {tip + 14} {x + 6} {tip - 8}"
            f" {x + 26} {tip + 2}Q{x + 30} {tip + 6} {x + 30} {tip + 18}V220"
            "Z"
        )
        face = (
            f"M{x - 30} {tip + 46}C{x - 28} {tip + 14} {x + 6} {tip - 8} {x + 26}"
            f" {tip + 2}C{x + 32} {tip + 18} {x - 6} {tip + 52} {x - 30} {tip + 46}"
            "Z"
        )
    else:
        bullet = (
            f"M{x - 30} 220V{tip + 34}C{x - 30} {tip - 8} {x + 30} {tip - 8}"
            f" {x + 30} {tip + 34}V220Z"
        )
        face = (
            f"M{x - 14} {tip + 20}C{x - 8} {tip + 6} {x + 8} {tip + 6} {x + 14}"
            f" {tip + 20}C{x + 8} {tip + 30} {x - 8} {tip + 30} {x - 14} {tip + 20}"
            "Z"
        )
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
