"""Finger rings."""

import math

from ml.drawings.look import Look
from ml.drawings.objects import disc, layer, line, moved, panel, ring_of
from ml.drawings.palette import darken, lightness, mix
from ml.drawings.paths import points_along
from ml.drawings.stones import METAL, gem, piece, stone_colour, wire


@piece("Ring")
def rings(look: Look) -> str:
    """One ring standing upright: solitaire, halo, band, signet, cocktail."""
    rng, stone = look.rng, stone_colour(look)
    kind = rng.choice(
        ["solitaire ring", "halo ring", "band ring", "signet ring", "cocktail ring", "wave ring"]
    )
    y, rx, ry = 306, 112, 116
    thick = 26 if kind == "signet ring" else rng.choice([13, 17])
    hoop = f'<ellipse cx="192" cy="{y}" rx="{rx}" ry="{ry}" fill="none"'
    depth = (
        f'<ellipse cx="192" cy="{y + 5}" rx="{rx - 8}" ry="{ry - 4}" fill="none"'
        f' stroke="{look.ink}" stroke-width="{thick * 0.9 + 4.6:.1f}"/><ellipse'
        f' cx="192" cy="{y + 5}" rx="{rx - 8}" ry="{ry - 4}" fill="none"'
        f' stroke="{darken(look.base, 0.4)}" stroke-width="{thick * 0.9:.1f}"/>'
    )
    band = (
        f'{hoop} stroke="{look.ink}" stroke-width="{thick + 4.6}"/>{hoop}'
        f' stroke="{METAL}" stroke-width="{thick}"/>'
    )
    light = (
        f'<path d="M{192 - rx} {y + 20}A{rx} {ry} 0 0 1 {192 - rx * 0.5:.0f}'
        f' {y - ry * 0.86:.0f}" fill="none" stroke="#fff" stroke-opacity=".7"'
        f' stroke-width="{thick * 0.22:.1f}"/>'
    )
    light += (
        f'<path d="M{192 + rx} {y + 40}A{rx} {ry} 0 0 1 {192 + rx * 0.5:.0f}'
        f' {y + ry * 0.87:.0f}" fill="none" stroke="#fff" stroke-opacity=".45"'
        f' stroke-width="{thick * 0.2:.1f}"/>'
    )
    if kind == "band ring":
        return f"<title>{kind}</title>" + _band(look, stone)
    head = _ring_head(look, kind, y - ry, stone, (rx, ry, y))
    return f"<title>{kind}</title>" + moved(depth + band + light + head, 0, 10)


def _ring_head(
    look: Look, kind: str, top: float, stone: str, hoop: tuple[float, float, float]
) -> str:
    rx, ry, y = hoop
    if kind == "solitaire ring":
        crown = f"M138 {top - 62}H246L264 {top - 36}L192 {top + 24}L120 {top - 36}Z"
        facets = (
            f"M120 {top - 36}H264M138 {top - 62}L160 {top - 36}L192 {top + 24}"
            f"L224 {top - 36}L246 {top - 62}M160 {top - 36}L192 {top - 62}L224"
            f" {top - 36}"
        )
        lights = (
            layer(f"M138 {top - 62}L160 {top - 36}L120 {top - 36}Z", "#ffffff", 0.5)
            + layer(f"M192 {top - 62}L224 {top - 36}H160Z", "#ffffff", 0.4)
            + layer(f"M160 {top - 36}H192V{top + 24}Z", "#ffffff", 0.22)
            + layer(f"M224 {top - 36}H264L192 {top + 24}Z", "#0b0b18", 0.14)
        )
        claws = wire(
            look,
            (
                f"M150 {top + 18}L126 {top - 40}M234 {top + 18}L258 {top - 40}M192"
                f" {top + 24}V{top + 4}"
            ),
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
            + disc(192, top - 14, 60, METAL, look.ink, 2.2)
            + halo
            + gem(look, 192, top - 14, 40, stone, look.rng.choice(["round", "square"]))
        )
    if kind == "signet ring":
        face = (
            f"M140 {top - 20}Q192 {top - 44} 244 {top - 20}L252 {top + 24}Q192"
            f" {top + 46} 132 {top + 24}Z"
        )
        mark = line(f"M170 {top + 2}H214M192 {top - 18}V{top + 24}", look.ink, 2) + (
            f'<circle cx="192" cy="{top + 2}" r="22" fill="none" stroke="{look.ink}"'
            ' stroke-width="1.6"/>'
        )
        return panel(look, face, METAL, shades=("sheen",)) + (
            mark if look.rng.random() < 0.5 else gem(look, 192, top + 2, 22, stone, "square")
        )
    if kind == "cocktail ring":
        petals = "".join(
            (
                f'<g transform="rotate({angle} 192 {top - 16})">'
                f"{gem(look, 192, top - 62, 19, stone, 'marquise')}"
                "</g>"
            )
            for angle in range(0, 360, 45)
        )
        return (
            disc(192, top - 16, 44, METAL, look.ink, 2)
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
        wave = (
            f"M92 {y - 52}C120 {top - 34} 172 {top - 20} 192 {top + 14}C212 {top + 48}"
            f" 262 {top + 30} 290 {y - 56}"
        )
        return (
            line(wave, look.ink, 22)
            + line(wave, METAL, 17.4)
            + "".join(gem(look, x, yy, 6.4, "#eef2f7") for x, yy in points_along(wave, 13)[1:-1])
        )
    raise ValueError(f"no ring is called {kind!r}")


def _band(look: Look, stone: str) -> str:
    """A wide band seen from a little above, its inside dark, plain, grooved or set with stones."""
    rng, y = look.rng, 226
    high, rx, ry = rng.choice([34, 44, 56]), 128, 70
    left, right = 192 - rx, 192 + rx
    far = (
        f"M{left} {y}A{rx} {ry} 0 0 1 {right} {y}L{right} {y + high}A{rx}"
        f" {ry} 0 0 1 {left} {y + high}Z"
    )
    inner = f"M{left} {y}A{rx} {ry} 0 0 1 {right} {y}A{rx} {ry} 0 0 1 {left} {y}Z"
    through = f"M{left + 8} {y + high}A{rx - 8} {ry - 2} 0 0 1 {right - 8} {y + high}"
    through += f"A{rx - 8} {ry - 2} 0 0 1 {left + 8} {y + high}Z"
    hole = layer(through, "#ffffff") + line(through, look.ink, 1.6)
    near = (
        f"M{left} {y}A{rx} {ry} 0 0 0 {right} {y}L{right} {y + high}A{rx}"
        f" {ry} 0 0 1 {left} {y + high}Z"
    )

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
        + panel(look, inner, darken(look.base, 0.25), shades=("shade-x",), details=hole, width=2)
        + panel(look, near, METAL, details=details + shine)
        + stones
    )
