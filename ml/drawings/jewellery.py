"""Jewellery: metal in the colour of the product, stones in the second colour."""

import math
from collections.abc import Callable
from dataclasses import replace

from ml.drawings.look import Look, Template, template
from ml.drawings.objects import disc, flipped, layer, line, moved, panel, ring_of
from ml.drawings.palette import darken, ink_for, is_metal, lighten, lightness, mix
from ml.drawings.paths import points_along

_METAL = "url(#metal)"
_GOLD = "#c9a24a"


def piece(category: str) -> Callable[[Template], Template]:
    """Register a template; a colour that no metal has becomes that of the stones, set in gold."""

    def register(draw: Template) -> Template:
        @template(category)
        def drawn(look: Look) -> str:
            if is_metal(look.base):
                return draw(look)
            gold = replace(look, base=_GOLD, accent=look.base, ink=ink_for(_GOLD))
            return draw(gold).replace(_METAL, "url(#brass)")

        return drawn

    return register


def gem(look: Look, x: float, y: float, radius: float, colour: str, cut: str = "round") -> str:
    """A faceted stone seen from above: round, oval, drop, square or marquise."""
    stretch = {"oval": 1.3, "drop": 1.35, "marquise": 1.7}.get(cut, 1.0)
    if cut == "square":
        outline = [
            (x + dx * radius, y + dy * radius)
            for dx, dy in (
                (-0.6, -1),
                (0.6, -1),
                (1, -0.6),
                (1, 0.6),
                (0.6, 1),
                (-0.6, 1),
                (-1, 0.6),
                (-1, -0.6),
            )
        ]
    else:
        outline = [(px, y + (py - y) * stretch) for px, py in ring_of((x, y), radius, 12, -90)]
    if cut == "drop":
        outline = [(px if py > y - radius * 0.3 else x + (px - x) * 0.55, py) for px, py in outline]
    if cut == "marquise":
        outline = [
            (x + (px - x) * (1 - 0.35 * abs(py - y) / (radius * stretch)), py) for px, py in outline
        ]
    table = [(x + (px - x) * 0.55, y + (py - y) * 0.55) for px, py in outline]
    count = len(outline)
    facets = ""
    for index in range(count):
        following = (index + 1) % count
        corners = (outline[index], outline[following], table[following], table[index])
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in corners) + "Z"
        lit = (index * 5 % count) / count
        paint = lighten(colour, 0.15 + 0.5 * lit) if lit > 0.5 else darken(colour, 0.35 * (1 - lit))
        facets += layer(path, paint)
    middle = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in table) + "Z"
    rim = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in outline) + "Z"
    glint = f"M{x - radius * 0.35:.1f} {y - radius * 0.3 * stretch:.1f}l{radius * 0.5:.1f} {-radius * 0.1:.1f}l{-radius * 0.3:.1f} {radius * 0.4:.1f}Z"
    width = 1.6 if radius > 8 else 0.9
    return (
        facets
        + layer(middle, lighten(colour, 0.25))
        + layer(glint, "#ffffff", 0.75)
        + f'<path d="{rim}" fill="none" stroke="{look.ink}" stroke-width="{width}"/>'
    )


def pearl(look: Look, x: float, y: float, radius: float, colour: str = "#f3ece0") -> str:
    """A pearl or polished bead."""
    return (
        disc(x, y, radius, colour, look.ink, 1.2)
        + disc(x, y, radius, "url(#round)", "none", 0)
        + disc(x - radius * 0.3, y - radius * 0.35, radius * 0.26, "#ffffff", "none", 0)
    )


def wire(look: Look, d: str, width: float = 4, paint: str | None = None) -> str:
    """Round metal wire along a path."""
    return (
        line(d, look.ink, width + 2.2)
        + line(d, paint or look.base, width)
        + line(d, lighten(look.base, 0.65), width * 0.3, opacity=0.8)
    )


def linked(look: Look, d: str, size: float = 6) -> str:
    """A chain: oval links drawn one by one along a path."""
    length = sum(
        math.dist(a, b) for a, b in zip(points_along(d, 60), points_along(d, 60)[1:], strict=False)
    )
    points = points_along(d, max(8, round(length / (size * 1.25))))
    links = ""
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        turn = math.degrees(math.atan2(after[1] - before[1], after[0] - before[0]))
        narrow = size * (0.42 if index % 2 == 0 else 0.2)
        links += f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size * 0.85:.1f}" ry="{narrow:.1f}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})" fill="none" stroke="{look.ink}" stroke-width="{size * 0.5:.1f}"/>'
        links += f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{size * 0.85:.1f}" ry="{narrow:.1f}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})" fill="none" stroke="{look.base}" stroke-width="{size * 0.28:.1f}"/>'
    return links


def _stone(look: Look) -> str:
    """The colour of the stones: mostly the second colour, else clear."""
    return look.rng.choice([look.accent, look.accent, "#e9eef5"])


# --- earrings ------------------------------------------------------------------------------------


@piece("Earrings")
def earrings(look: Look) -> str:
    """Always a pair: studs, hoops, drops, chandeliers, jhumkas."""
    draw = {
        "hoops": _hoop,
        "drop earrings": _drop,
        "chandelier earrings": _chandelier,
        "jhumkas": _jhumka,
        "stud earrings": _stud,
        "tassel earrings": _tassel_earring,
    }
    title = look.rng.choice(list(draw))
    one = draw[title](look)
    return f"<title>{title}</title>" + moved(one, 106, 0) + moved(flipped(one, 0), 278, 0)


def _hook(look: Look, top: float) -> str:
    return wire(
        look,
        f"M0 {top}C0 {top - 26} -4 {top - 50} 12 {top - 56}C32 {top - 58} 30 {top - 20} 26 {top - 4}",
        3,
    )


def _stud(look: Look) -> str:
    y, stone, cut = (
        256,
        _stone(look),
        look.rng.choice(["round", "square", "flower", "pearl", "drop"]),
    )
    if cut == "pearl":
        return pearl(look, 0, y, 50) + "".join(
            gem(look, x, yy, 7, stone) for x, yy in ring_of((0, y), 58, 16)
        )
    if cut == "flower":
        petals = "".join(
            f'<g transform="rotate({angle} 0 {y})">{gem(look, 0, y - 40, 17, stone, "marquise")}</g>'
            for angle in range(0, 360, 60)
        )
        return disc(0, y, 30, _METAL, look.ink, 1.6) + petals + gem(look, 0, y, 15, "#e9eef5")
    setting = (
        disc(0, y, 60, _METAL, look.ink, 2.4)
        if cut != "square"
        else panel(look, f"M-56 {y - 56}H56V{y + 56}H-56Z", _METAL)
    )
    prongs = "".join(
        disc(x, yy, 6.4, _METAL, look.ink, 1.4)
        for x, yy in ring_of((0, y), 62 if cut == "square" else 50, 4, 45)
    )
    return setting + gem(look, 0, y, 48 if cut != "drop" else 38, stone, cut) + prongs


def _hoop(look: Look) -> str:
    rng = look.rng
    radius, thick = rng.randint(56, 76), rng.choice([8, 13, 19])
    y = 266
    ring = f'<circle cx="0" cy="{y}" r="{radius}" fill="none"'
    parts = f'{ring} stroke="{look.ink}" stroke-width="{thick + 4.6}"/>{ring} stroke="{_METAL}" stroke-width="{thick}"/>'
    parts += f'<circle cx="-{thick * 0.12:.1f}" cy="{y - thick * 0.12:.1f}" r="{radius}" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="{thick * 0.2:.1f}"/>'
    if rng.random() < 0.4:
        parts += "".join(
            gem(look, x, yy, thick * 0.42, _stone(look))
            for x, yy in ring_of((0, y), radius, 24, 0)[1:12]
        )
    post = wire(
        look, f"M-3 {y - radius}C-2 {y - radius - 24} 14 {y - radius - 24} 16 {y - radius + 4}", 3
    )
    return post + parts + disc(0, y - radius, thick * 0.62, _METAL, look.ink, 1.6)


def _drop(look: Look) -> str:
    rng, stone = look.rng, _stone(look)
    cut = rng.choice(["drop", "oval", "marquise", "pearl"])
    y = 300
    parts = _hook(look, 176) + gem(look, 0, 192, 16, "#e9eef5" if rng.random() < 0.5 else stone)
    parts += wire(look, "M0 208V236", 3)
    if cut == "pearl":
        return parts + disc(0, 242, 9, _METAL, look.ink, 1.4) + pearl(look, 0, 286, 40)
    frame = f'<ellipse cx="0" cy="{y}" rx="48" ry="66" fill="{_METAL}" stroke="{look.ink}" stroke-width="2.2"/>'
    tiny = "".join(
        disc(x, y + (yy - y) * 1.38, 3.4, "#f4f6fa", look.ink, 0.7)
        for x, yy in ring_of((0, y), 42.5, 26)
    )
    return parts + frame + tiny + gem(look, 0, y + 2, 33 if cut != "marquise" else 30, stone, cut)


def _chandelier(look: Look) -> str:
    stone = _stone(look)
    plate = "M-52 226Q0 176 52 226Q62 250 46 270Q0 244 -46 270Q-62 250 -52 226Z"
    fringe = ""
    for x, length in ((-44, 46), (-22, 66), (0, 82), (22, 66), (44, 46)):
        top = 262 - (1 - abs(x) / 44) * 10
        fringe += (
            wire(look, f"M{x} {top:.0f}V{top + length * 0.5:.0f}", 2.4)
            + disc(x, top + length * 0.5, 4, _METAL, look.ink, 1)
            + gem(look, x, top + length * 0.5 + 20, 9, stone, "drop")
        )
    holes = "".join(gem(look, x, yy, 8, stone) for x, yy in ((-30, 236), (0, 222), (30, 236)))
    return (
        _hook(look, 152)
        + gem(look, 0, 172, 19, stone)
        + wire(look, "M0 190V202", 3)
        + fringe
        + panel(look, plate, _METAL)
        + holes
    )


def _jhumka(look: Look) -> str:
    stone = look.accent
    bell = "M-12 214C-50 222 -66 262 -68 312Q0 330 68 312C66 262 50 222 12 214Z"
    rows = "".join(
        line(
            f"M{-66 + k} {312 - 3 * k}Q0 {330 - 3 * k} {66 - k} {312 - 3 * k}",
            look.ink,
            1.2,
            opacity=0.7,
        )
        for k in (6, 20)
    )
    flutes = "".join(
        line(f"M{x * 0.16:.0f} 216C{x * 0.8:.0f} 236 {x} 270 {x} 320", look.ink, 1.1, opacity=0.5)
        for x in range(-54, 60, 18)
    )
    dots = "".join(
        gem(look, x, 300 + 7 * (1 - (x / 60) ** 2), 5, stone) for x in range(-54, 60, 18)
    )
    beads = "".join(pearl(look, x, 332 + 8 * (1 - (x / 60) ** 2), 7.4) for x in range(-60, 66, 15))
    top = "".join(gem(look, x, y, 7, stone) for x, y in ring_of((0, 168), 25, 8)) + gem(
        look, 0, 168, 14, "#f1e6d6"
    )
    return (
        disc(0, 168, 35, _METAL, look.ink, 2.2)
        + top
        + wire(look, "M0 202V214", 4)
        + beads
        + panel(look, bell, _METAL, details=rows + flutes + dots)
    )


def _tassel_earring(look: Look) -> str:
    colour = look.accent
    fringe = "M-24 250L24 250L32 380Q0 388 -32 380Z"
    threads = "".join(
        line(f"M{x * 0.8:.0f} 250L{x} 386", darken(colour, 0.45), 1.2, opacity=0.7)
        for x in range(-30, 34, 5)
    )
    cap = "M-18 226Q0 214 18 226L25 252Q0 260 -25 252Z"
    return (
        _hook(look, 172)
        + disc(0, 184, 17, _METAL, look.ink, 2)
        + gem(look, 0, 184, 10, _stone(look))
        + wire(look, "M0 202V222", 3)
        + panel(look, fringe, colour, shades=("shade-x",), details=threads)
        + panel(look, cap, _METAL)
    )


# --- pendant, necklace, ring ---------------------------------------------------------------------

_NECK = "M58 40C70 190 130 262 192 290C254 262 314 190 326 40"


@piece("Pendant")
def pendants(look: Look) -> str:
    """One large ornament on a fine chain that runs out of the picture's top."""
    rng, stone = look.rng, _stone(look)
    kind = rng.choice(["heart", "solitaire", "drop", "disc", "star", "cross", "key"])
    y = 366
    fine = linked(look, "M96 34C112 150 156 232 186 268", 5) + linked(
        look, "M288 34C272 150 228 232 198 268", 5
    )
    bail = panel(look, "M180 266Q192 256 204 266L200 296Q192 304 184 296Z", _METAL, width=2)
    if kind == "heart":
        heart = f"M192 {y + 74}C120 {y + 26} 108 {y - 22} 134 {y - 46}C156 {y - 64} 182 {y - 54} 192 {y - 30}C202 {y - 54} 228 {y - 64} 250 {y - 46}C276 {y - 22} 264 {y + 26} 192 {y + 74}Z"
        small = f'<g transform="translate(192 {y}) scale(.66) translate(-192 {-y})">{panel(look, heart, stone, shades=("round", "sheen"))}</g>'
        body = panel(look, heart, _METAL) + (
            small if rng.random() < 0.6 else layer(heart, "url(#sheen)")
        )
    elif kind == "solitaire":
        body = (
            disc(192, y, 56, _METAL, look.ink, 2.4)
            + gem(look, 192, y, 44, stone)
            + "".join(
                disc(x, yy, 6, _METAL, look.ink, 1.4) for x, yy in ring_of((192, y), 48, 6, 30)
            )
        )
    elif kind == "drop":
        drop = f"M192 {y - 72}C216 {y - 30} 250 {y - 6} 250 {y + 30}A58 58 0 0 1 134 {y + 30}C134 {y - 6} 168 {y - 30} 192 {y - 72}Z"
        body = (
            panel(look, drop, _METAL)
            + gem(look, 192, y + 22, 36, stone, "drop")
            + disc(192, y - 44, 7, "#f2f4f8", look.ink)
        )
    elif kind == "disc":
        rays = "".join(
            line(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}", look.ink, 1.2, opacity=0.7)
            for (x1, y1), (x2, y2) in zip(
                ring_of((192, y), 26, 28), ring_of((192, y), 54, 28), strict=True
            )
        )
        body = (
            disc(192, y, 68, _METAL, look.ink, 2.4)
            + f'<circle cx="192" cy="{y}" r="60" fill="none" stroke="{look.ink}" stroke-width="1.2"/>'
            + rays
            + gem(look, 192, y, 18, stone)
        )
    elif kind == "star":
        outer, inner = ring_of((192, y), 74, 8, -90), ring_of((192, y), 32, 8, -67.5)
        path = (
            "M"
            + "L".join(
                f"{px:.1f} {py:.1f}L{qx:.1f} {qy:.1f}"
                for (px, py), (qx, qy) in zip(outer, inner, strict=True)
            )
            + "Z"
        )
        body = panel(look, path, _METAL) + gem(look, 192, y, 22, stone)
    elif kind == "cross":
        path = f"M178 {y - 72}H206V{y - 28}H246V{y}H206V{y + 84}H178V{y}H138V{y - 28}H178Z"
        body = panel(look, path, _METAL) + "".join(
            gem(look, x, yy, 8, stone)
            for x, yy in (
                (192, y - 54),
                (192, y - 34),
                (192, y - 14),
                (192, y + 6),
                (192, y + 28),
                (192, y + 50),
                (192, y + 70),
                (152, y - 14),
                (172, y - 14),
                (212, y - 14),
                (232, y - 14),
            )
        )
    else:
        body = wire(look, f"M192 {y - 30}V{y + 84}", 10) + wire(
            look, f"M192 {y + 80}h26v-16M192 {y + 58}h20", 7
        )
        body += (
            f'<circle cx="192" cy="{y - 40}" r="26" fill="none" stroke="{look.ink}" stroke-width="14.6"/><circle cx="192" cy="{y - 40}" r="26" fill="none" stroke="{_METAL}" stroke-width="10"/>'
            + gem(look, 192, y - 40, 12, stone)
        )
    titles = {
        "heart": "heart pendant",
        "solitaire": "solitaire pendant",
        "drop": "drop pendant",
        "disc": "medallion pendant",
        "star": "star pendant",
        "cross": "cross pendant",
        "key": "key pendant",
    }
    return f"<title>{titles[kind]}</title>" + fine + bail + body


@piece("Necklace and Chains")
def necklaces(look: Look) -> str:
    """A whole necklace laid in a loop: beads, pearls, chain, layers or a bib."""
    rng, stone = look.rng, _stone(look)
    kind = rng.choice(
        [
            "bead necklace",
            "pearl necklace",
            "chunky chain",
            "layered necklace",
            "statement necklace",
        ]
    )
    if look.base == _GOLD and kind == "chunky chain":
        kind = "bead necklace"  # the colour has to be seen, and only stones have it
    loop = "M150 52C60 66 34 180 60 290C84 396 146 446 192 446C238 446 300 396 324 290C350 180 324 66 234 52"
    clasp = (
        wire(look, "M150 52Q170 46 184 50", 4)
        + disc(192, 50, 9, _METAL, look.ink, 1.6)
        + wire(look, "M234 52Q214 46 202 50", 4)
    )
    if kind == "chunky chain":
        return f"<title>{kind}</title>" + clasp + linked(look, loop, rng.choice([12, 15]))
    if kind in {"bead necklace", "pearl necklace"}:
        graded = rng.random() < 0.6
        points = points_along(loop, 43)
        parts = line(loop, look.ink, 2)
        for index, (x, y) in enumerate(points):
            size = 10.4 + (5.4 * (1 - abs(index - 21) / 21) if graded else 1.4)
            colour = (
                "#f3ece0"
                if kind == "pearl necklace"
                else (look.accent, look.accent, look.base)[index % 3]
            )
            parts += pearl(look, x, y, size, colour)
        return f"<title>{kind}</title>" + clasp + parts
    if kind == "layered necklace":
        parts = (
            linked(look, loop, 6)
            + linked(
                look,
                "M152 56C84 76 66 180 88 262C110 340 160 372 192 372C224 372 274 340 296 262C318 180 300 76 232 56",
                5,
            )
            + linked(
                look,
                "M154 60C108 84 98 176 116 234C134 284 168 302 192 302C216 302 250 284 268 234C286 176 276 84 230 60",
                4,
            )
        )
        parts += (
            disc(192, 316, 14, _METAL, look.ink, 1.8)
            + gem(look, 192, 390, 14, stone, "drop")
            + disc(192, 466, 18, _METAL, look.ink, 1.8)
            + gem(look, 192, 466, 9, stone)
        )
        return f"<title>{kind}</title>" + clasp + parts
    parts = linked(look, "M150 52C60 66 34 160 56 250", 8) + linked(
        look, "M234 52C324 66 350 160 328 250", 8
    )
    arc = "M56 250C80 350 140 396 192 396C244 396 304 350 328 250"
    inner = "M66 226C92 310 146 346 192 346C238 346 292 310 318 226"
    parts += wire(look, arc, 5) + wire(look, inner, 4)
    for index, (x, y) in enumerate(points_along(arc, 13)):
        turn = (6 - index) * 8
        drop = gem(look, 0, 26, 13 + 3 * (1 - abs(index - 6) / 6), stone, "drop")
        parts += moved(drop, x, y, turn) + disc(x, y, 7, _METAL, look.ink, 1.4)
    parts += "".join(
        gem(look, x, y, 10, mix(stone, "#ffffff", 0.5)) for x, y in points_along(inner, 13)
    )
    return f"<title>{kind}</title>" + clasp + parts


@piece("Ring")
def rings(look: Look) -> str:
    """One ring standing upright: solitaire, halo, band, signet, cocktail."""
    rng, stone = look.rng, _stone(look)
    kind = rng.choice(
        ["solitaire ring", "halo ring", "band ring", "signet ring", "cocktail ring", "wave ring"]
    )
    y, rx, ry = 306, 112, 116
    thick = 26 if kind == "signet ring" else rng.choice([13, 17])
    hoop = f'<ellipse cx="192" cy="{y}" rx="{rx}" ry="{ry}" fill="none"'
    depth = f'<ellipse cx="192" cy="{y + 5}" rx="{rx - 8}" ry="{ry - 4}" fill="none" stroke="{look.ink}" stroke-width="{thick * 0.9 + 4.6:.1f}"/><ellipse cx="192" cy="{y + 5}" rx="{rx - 8}" ry="{ry - 4}" fill="none" stroke="{darken(look.base, 0.4)}" stroke-width="{thick * 0.9:.1f}"/>'
    band = f'{hoop} stroke="{look.ink}" stroke-width="{thick + 4.6}"/>{hoop} stroke="{_METAL}" stroke-width="{thick}"/>'
    light = f'<path d="M{192 - rx} {y + 20}A{rx} {ry} 0 0 1 {192 - rx * 0.5:.0f} {y - ry * 0.86:.0f}" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="{thick * 0.22:.1f}"/>'
    light += f'<path d="M{192 + rx} {y + 40}A{rx} {ry} 0 0 1 {192 + rx * 0.5:.0f} {y + ry * 0.87:.0f}" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="{thick * 0.2:.1f}"/>'
    top = y - ry
    head = _ring_head(look, kind, top, stone, thick, (rx, ry, y))
    if kind == "band ring":
        return f"<title>{kind}</title>" + _band(look, stone)
    return f"<title>{kind}</title>" + moved(depth + band + light + head, 0, 10)


def _ring_head(
    look: Look, kind: str, top: float, stone: str, thick: float, hoop: tuple[float, float, float]
) -> str:
    rx, ry, y = hoop
    if kind == "solitaire ring":
        crown = f"M138 {top - 62}H246L264 {top - 36}L192 {top + 24}L120 {top - 36}Z"
        facets = f"M120 {top - 36}H264M138 {top - 62}L160 {top - 36}L192 {top + 24}L224 {top - 36}L246 {top - 62}M160 {top - 36}L192 {top - 62}L224 {top - 36}"
        lights = (
            layer(f"M138 {top - 62}L160 {top - 36}L120 {top - 36}Z", "#ffffff", 0.5)
            + layer(f"M192 {top - 62}L224 {top - 36}H160Z", "#ffffff", 0.4)
            + layer(f"M160 {top - 36}H192V{top + 24}Z", "#ffffff", 0.22)
            + layer(f"M224 {top - 36}H264L192 {top + 24}Z", "#0b0b18", 0.14)
        )
        claws = wire(
            look,
            f"M150 {top + 18}L126 {top - 40}M234 {top + 18}L258 {top - 40}M192 {top + 24}V{top + 4}",
            5,
        )
        return (
            wire(look, f"M150 {top + 16}Q192 {top + 34} 234 {top + 16}", 7)
            + panel(look, crown, stone, details=lights)
            + line(facets, look.ink, 1)
            + claws
        )
    if kind == "halo ring":
        halo = "".join(gem(look, x, yy, 8, "#eef2f7") for x, yy in ring_of((192, top - 14), 52, 20))
        side = "".join(
            gem(
                look,
                192 + rx * math.sin(math.radians(a)),
                y - ry * math.cos(math.radians(a)),
                6,
                "#eef2f7",
            )
            for a in (-58, -48, -38, 38, 48, 58)
        )
        return (
            side
            + disc(192, top - 14, 60, _METAL, look.ink, 2.2)
            + halo
            + gem(look, 192, top - 14, 40, stone, look.rng.choice(["round", "square"]))
        )
    if kind == "signet ring":
        face = f"M140 {top - 20}Q192 {top - 44} 244 {top - 20}L252 {top + 24}Q192 {top + 46} 132 {top + 24}Z"
        mark = (
            line(f"M170 {top + 2}H214M192 {top - 18}V{top + 24}", look.ink, 2)
            + f'<circle cx="192" cy="{top + 2}" r="22" fill="none" stroke="{look.ink}" stroke-width="1.6"/>'
        )
        return panel(look, face, _METAL, shades=("sheen",)) + (
            mark if look.rng.random() < 0.5 else gem(look, 192, top + 2, 22, stone, "square")
        )
    if kind == "cocktail ring":
        petals = "".join(
            f'<g transform="rotate({angle} 192 {top - 16})">{gem(look, 192, top - 62, 19, stone, "marquise")}</g>'
            for angle in range(0, 360, 45)
        )
        return (
            disc(192, top - 16, 44, _METAL, look.ink, 2)
            + petals
            + gem(
                look,
                192,
                top - 16,
                26,
                mix(stone, "#ffffff", 0.5) if lightness(stone) < 0.6 else look.accent,
            )
        )
    if kind == "wave ring":
        wave = f"M92 {y - 52}C120 {top - 34} 172 {top - 20} 192 {top + 14}C212 {top + 48} 262 {top + 30} 290 {y - 56}"
        return (
            line(wave, look.ink, 22)
            + line(wave, _METAL, 17.4)
            + "".join(gem(look, x, yy, 6.4, "#eef2f7") for x, yy in points_along(wave, 13)[1:-1])
        )
    raise ValueError(f"no ring is called {kind!r}")


def _band(look: Look, stone: str) -> str:
    """A wide band seen from a little above, its inside dark, plain, grooved or set with stones."""
    rng, y = look.rng, 226
    high, rx, ry = rng.choice([44, 60, 76]), 128, 54
    left, right = 192 - rx, 192 + rx
    far = f"M{left} {y}A{rx} {ry} 0 0 1 {right} {y}L{right} {y + high}A{rx} {ry} 0 0 1 {left} {y + high}Z"
    inner = f"M{left} {y}A{rx} {ry} 0 0 1 {right} {y}A{rx} {ry} 0 0 1 {left} {y}Z"
    near = f"M{left} {y}A{rx} {ry} 0 0 0 {right} {y}L{right} {y + high}A{rx} {ry} 0 0 1 {left} {y + high}Z"

    def along(down: float) -> str:
        return f"M{left} {y + down:.0f}A{rx} {ry} 0 0 0 {right} {y + down:.0f}"

    style = rng.choice(["stones", "stones", "grooves", "hammered", "plain"])
    details = ""
    if style == "grooves":
        details = line(along(9), look.ink, 1.3, opacity=0.7) + line(
            along(high - 9), look.ink, 1.3, opacity=0.7
        )
    elif style == "hammered":
        details = "".join(
            disc(
                192 + rx * math.sin(turn),
                y + ry * math.cos(turn) + down,
                7,
                "#ffffff",
                look.ink,
                0.6,
            ).replace('fill="#ffffff"', 'fill="#ffffff" fill-opacity=".25"')
            for step in range(-13, 14)
            for turn, down in ((step * 0.11, high * (0.3 if step % 2 else 0.7)),)
        )
    stones = ""
    if style == "stones":
        for step in range(-6, 7):
            turn = step * 0.2
            x, depth = 192 + rx * math.sin(turn), y + ry * math.cos(turn) + high / 2
            stones += gem(look, x, depth, 11.5 * math.cos(turn) + 1.5, stone)
    shine = layer(near, "url(#sheen)")
    return (
        panel(look, far, darken(look.base, 0.45), width=2.4)
        + panel(look, inner, darken(look.base, 0.3), shades=("shade-x",), width=2)
        + panel(look, near, _METAL, details=details + shine)
        + stones
    )
