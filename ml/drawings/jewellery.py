"""Pendants and necklaces."""

from ml.drawings.look import Look
from ml.drawings.objects import disc, layer, line, moved, panel, ring_of
from ml.drawings.palette import mix
from ml.drawings.paths import points_along
from ml.drawings.stones import GOLD, METAL, gem, linked, pearl, piece, stone_colour, wire

_NECK = "M58 40C70 190 130 262 192 290C254 262 314 190 326 40"


@piece("Pendant")
def pendants(look: Look) -> str:
    """One large ornament on a fine chain that runs out of the picture's top."""
    rng, stone = look.rng, stone_colour(look)
    kind = rng.choice(["heart", "solitaire", "drop", "disc", "star", "cross", "key"])
    y = 366
    fine = linked(look, "M96 34C112 150 156 232 186 268", 5) + linked(
        look, "M288 34C272 150 228 232 198 268", 5
    )
    bail = panel(look, "M180 266Q192 256 204 266L200 296Q192 304 184 296Z", METAL, width=2)
    if kind == "heart":
        heart = (
            f"M192 {y + 74}C120 {y + 26} 108 {y - 22} 134 {y - 46}C156 {y - 64}"
            f" 182 {y - 54} 192 {y - 30}C202 {y - 54} 228 {y - 64} 250 {y - 46}"
            f"C276 {y - 22} 264 {y + 26} 192 {y + 74}Z"
        )
        small = (
            f'<g transform="translate(192 {y}) scale(.66) translate(-192 {-y})">'
            f"{panel(look, heart, stone, shades=('round', 'sheen'))}"
            "</g>"
        )
        body = panel(look, heart, METAL) + (
            small if rng.random() < 0.6 else layer(heart, "url(#sheen)")
        )
    elif kind == "solitaire":
        body = (
            disc(192, y, 56, METAL, look.ink, 2.4)
            + gem(look, 192, y, 44, stone)
            + "".join(
                disc(x, yy, 6, METAL, look.ink, 1.4) for x, yy in ring_of((192, y), 48, 6, 30)
            )
        )
    elif kind == "drop":
        drop = (
            f"M192 {y - 72}C216 {y - 30} 250 {y - 6} 250 {y + 30}A58 58 0 0 1"
            f" 134 {y + 30}C134 {y - 6} 168 {y - 30} 192 {y - 72}Z"
        )
        body = (
            panel(look, drop, METAL)
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
            disc(192, y, 68, METAL, look.ink, 2.4)
            + (
                f'<circle cx="192" cy="{y}" r="60" fill="none" stroke="{look.ink}"'
                ' stroke-width="1.2"/>'
            )
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
        body = panel(look, path, METAL) + gem(look, 192, y, 22, stone)
    elif kind == "cross":
        path = f"M178 {y - 72}H206V{y - 28}H246V{y}H206V{y + 84}H178V{y}H138V{y - 28}H178Z"
        body = panel(look, path, METAL) + "".join(
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
            f'<circle cx="192" cy="{y - 40}" r="26" fill="none" stroke="{look.ink}"'
            f' stroke-width="14.6"/><circle cx="192" cy="{y - 40}" r="26" fill="none"'
            f' stroke="{METAL}" stroke-width="10"/>'
        ) + gem(look, 192, y - 40, 12, stone)
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
    rng, stone = look.rng, stone_colour(look)
    kind = rng.choice(
        [
            "bead necklace",
            "pearl necklace",
            "chunky chain",
            "layered necklace",
            "statement necklace",
        ]
    )
    if look.base == GOLD and kind == "chunky chain":
        kind = "bead necklace"  # the colour has to be seen, and only stones have it
    loop = (
        "M150 52C60 66 34 180 60 290C84 396 146 446 192 446C238 446 300"
        " 396 324 290C350 180 324 66 234 52"
    )
    clasp = (
        wire(look, "M150 52Q170 46 184 50", 4)
        + disc(192, 50, 9, METAL, look.ink, 1.6)
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
                (
                    "M152 56C84 76 66 180 88 262C110 340 160 372 192 372C224 372 274"
                    " 340 296 262C318 180 300 76 232 56"
                ),
                5,
            )
            + linked(
                look,
                (
                    "M154 60C108 84 98 176 116 234C134 284 168 302 192 302C216 302 250"
                    " 284 268 234C286 176 276 84 230 60"
                ),
                4,
            )
        )
        parts += (
            disc(192, 316, 14, METAL, look.ink, 1.8)
            + gem(look, 192, 390, 14, stone, "drop")
            + disc(192, 466, 18, METAL, look.ink, 1.8)
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
        parts += moved(drop, x, y, turn) + disc(x, y, 7, METAL, look.ink, 1.4)
    parts += "".join(
        gem(look, x, y, 10, mix(stone, "#ffffff", 0.5)) for x, y in points_along(inner, 13)
    )
    return f"<title>{kind}</title>" + clasp + parts
