"""Prints: SVG paint servers with the id "print", drawn from a drawing's colours.

Each function takes the Paint and a random generator (scale and placement vary) and returns one
``<pattern>`` or gradient. ``PRINTS`` names them all; "plain" has none.
"""

import random
from collections.abc import Callable

from ml.drawings.palette import Paint, darken, lighten, lightness, mix

Print = Callable[[Paint, random.Random], str]


def _tile(width: float, height: float, content: str, turn: float = 0) -> str:
    transform = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="print" patternUnits="userSpaceOnUse" width="{width:g}" '
        f'height="{height:g}"{transform}>{content}</pattern>'
    )


def _ground(colour: str, width: float, height: float) -> str:
    # It bleeds over the tile, or fractional scales would leave hairlines between tiles.
    return f'<rect x="-4" y="-4" width="{width + 8:g}" height="{height + 8:g}" fill="{colour}"/>'


def _striped(paint: Paint, rng: random.Random, *, turn: float, period: float, part: float) -> str:
    band = period * part
    lines = (
        f'<rect x="-4" y="{period - band:g}" width="28" height="{band:g}" fill="{paint.accent}"/>'
    )
    if part > 0.35 and rng.random() < 0.35:
        middle = (period - band) / 2
        lines += f'<rect x="-4" y="{middle - 1:g}" width="28" height="2" fill="{paint.third}"/>'
    return _tile(20, period, _ground(paint.base, 20, period) + lines, turn)


def stripes(paint: Paint, rng: random.Random) -> str:
    """Breton stripes across."""
    period, part = rng.choice([(18, 0.35), (26, 0.5), (34, 0.4), (48, 0.5)])
    return _striped(paint, rng, turn=0, period=period, part=part)


def pinstripes(paint: Paint, rng: random.Random) -> str:
    """Hairlines down the cloth."""
    return _striped(paint, rng, turn=90, period=rng.choice([9, 12, 15]), part=0.12)


def diagonal(paint: Paint, rng: random.Random) -> str:
    """Regimental stripes, as on ties."""
    period, part = rng.choice([(26, 0.3), (36, 0.45), (44, 0.25)])
    return _striped(paint, rng, turn=-38, period=period, part=part)


def checks(paint: Paint, rng: random.Random) -> str:
    """A tartan: crossing translucent bands with a fine line between them."""
    side = rng.choice([38, 48, 60])
    band, half = side * 0.36, side * 0.5
    fine = mix(paint.accent, paint.third, 0.3)
    return _tile(
        side,
        side,
        _ground(paint.base, side, side) + f'<g fill="{paint.accent}" fill-opacity=".42">'
        f'<rect width="{side}" height="{band:g}"/><rect width="{band:g}" height="{side}"/></g>'
        f'<g fill="{fine}" fill-opacity=".8"><rect y="{half + band / 2:g}" width="{side}" '
        f'height="1.6"/><rect x="{half + band / 2:g}" width="1.6" height="{side}"/></g>',
    )


def gingham(paint: Paint, rng: random.Random) -> str:
    """Even squares in the colour and white."""
    side = rng.choice([14, 18, 24])
    half = side / 2
    cloth = paint.base if lightness(paint.base) < 0.85 else paint.accent
    return _tile(
        side,
        side,
        _ground(lighten(cloth, 0.9), side, side) + f'<g fill="{cloth}" fill-opacity=".55">'
        f'<rect width="{side}" height="{half:g}"/><rect width="{half:g}" height="{side}"/></g>',
    )


def dots(paint: Paint, rng: random.Random) -> str:
    """Polka dots in a staggered grid."""
    side = rng.choice([18, 26, 36])
    radius = side * rng.uniform(0.12, 0.2)
    spots = "".join(
        f'<circle cx="{side * x:g}" cy="{side * y:g}" r="{radius:.2f}"/>'
        for x, y in ((0.25, 0.25), (0.75, 0.75))
    )
    ground = _ground(paint.base, side, side)
    return _tile(side, side, f'{ground}<g fill="{paint.accent}">{spots}</g>')


def _flower(x: float, y: float, radius: float, petal: str, heart: str, turn: float) -> str:
    leaves = "".join(
        f'<ellipse cy="{-radius * 0.62:.1f}" rx="{radius * 0.36:.1f}" ry="{radius * 0.5:.1f}" '
        f'transform="rotate({turn + angle})"/>'
        for angle in range(0, 360, 72)
    )
    return (
        f'<g transform="translate({x:.1f} {y:.1f})"><g fill="{petal}">{leaves}</g>'
        f'<circle r="{radius * 0.27:.1f}" fill="{heart}"/></g>'
    )


def floral(paint: Paint, rng: random.Random) -> str:
    """Five-petalled flowers with leaves, large and small."""
    side = rng.choice([54, 66, 84])
    leaf = mix(paint.accent, "#3f7a52", 0.7)
    heart = mix(paint.base, "#e0b040", 0.75)
    places = (
        (0.28, 0.26, 0.2),
        (0.76, 0.7, 0.2),
        (0.74, 0.2, 0.12),
        (0.24, 0.74, 0.12),
    )
    blooms = "".join(
        _flower(side * x, side * y, side * r, petal, heart, rng.uniform(0, 72))
        for (x, y, r), petal in zip(
            places, (paint.accent, paint.accent, paint.third, paint.third), strict=True
        )
    )
    leaves = "".join(
        f'<ellipse cx="{side * x:.1f}" cy="{side * y:.1f}" rx="{side * 0.09:.1f}" '
        f'ry="{side * 0.036:.1f}" transform="rotate({turn} {side * x:.1f} {side * y:.1f})"/>'
        for x, y, turn in (
            (0.5, 0.44, 40),
            (0.5, 0.88, -30),
            (0.08, 0.5, 80),
            (0.93, 0.46, -70),
        )
    )
    content = f'{_ground(paint.base, side, side)}<g fill="{leaf}">{leaves}</g>{blooms}'
    return _tile(side, side, content, rng.choice([0, 12, 24]))


def paisley(paint: Paint, rng: random.Random) -> str:
    """Curled drops, as on foulards and block prints."""
    side = rng.choice([44, 56])
    drop = "M0 -11C8 -10 12 -2 9 5C6 12 -5 13 -9 6C-12 0 -8 -6 -3 -5C1 -4 2 1 -1 3C4 3 6 -4 0 -11Z"
    places = ((0.27, 0.27, 20), (0.77, 0.77, 200))
    drops = "".join(
        f'<path d="{drop}" transform="translate({side * x:g} {side * y:g}) rotate({turn})"/>'
        for x, y, turn in places
    )
    beads = f'<circle cx="{side * 0.75:g}" cy="{side * 0.25:g}" r="2.4"/>'
    beads += f'<circle cx="{side * 0.25:g}" cy="{side * 0.75:g}" r="2.4"/>'
    ground = _ground(paint.base, side, side)
    return _tile(
        side,
        side,
        f'{ground}<g fill="{paint.accent}">{drops}</g><g fill="{paint.third}">{beads}</g>',
    )


def _blob(rng: random.Random, x: float, y: float, size: float) -> str:
    around = [(1, 0), (0.6, 0.8), (-0.3, 0.7), (-1, 0.2), (-0.6, -0.6), (0.4, -0.7)]
    points = [
        (x + dx * size * rng.uniform(0.7, 1.3), y + dy * size * rng.uniform(0.45, 0.95))
        for dx, dy in around
    ]
    middles = [
        ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        for a, b in zip(points, points[1:] + points[:1], strict=True)
    ]
    path = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    for corner, end in zip(points, middles, strict=True):
        path += f"Q{corner[0]:.1f} {corner[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    return path + "Z"


def _scattered(
    rng: random.Random, side: float, count: int, size: float, colours: tuple[str, ...]
) -> str:
    """Blobs over a tile; those that cross its edge are repeated on the other side."""
    shapes = []
    for index in range(count):
        x, y = rng.uniform(0, side), rng.uniform(0, side)
        blob = _blob(rng, x, y, size * rng.uniform(0.7, 1.3))
        colour = colours[index % len(colours)]
        for dx in (-side, 0, side):
            for dy in (-side, 0, side):
                near = -2 * size < x + dx < side + 2 * size
                if near and -2 * size < y + dy < side + 2 * size:
                    move = f' transform="translate({dx:g} {dy:g})"' if dx or dy else ""
                    shapes.append(f'<path d="{blob}" fill="{colour}"{move}/>')
    return "".join(shapes)


def camouflage(paint: Paint, rng: random.Random) -> str:
    """Overlapping blotches in three tones of the colour."""
    side = 120
    tones = (
        darken(paint.base, 0.38),
        lighten(paint.base, 0.3),
        mix(paint.base, "#3b3424", 0.55),
    )
    return _tile(
        side,
        side,
        _ground(paint.base, side, side) + _scattered(rng, side, 15, 17, tones),
    )


def animal(paint: Paint, rng: random.Random) -> str:
    """Leopard rosettes."""
    side = 72
    dark, warm = darken(paint.base, 0.75), mix(darken(paint.base, 0.3), "#8a5a2a", 0.35)
    if lightness(paint.base) < 0.25:
        dark, warm = lighten(paint.base, 0.35), lighten(paint.base, 0.12)
    spots = []
    for row in range(4):
        for column in range(4):
            x = side * (column + 0.5 * (row % 2) + rng.uniform(0.2, 0.42)) / 4
            y = side * (row + rng.uniform(0.38, 0.6)) / 4
            turn = rng.uniform(0, 360)
            spots.append(
                f'<g transform="translate({x % side:.1f} {y:.1f}) rotate({turn:.0f}) scale(.8)">'
                f'<ellipse rx="4.6" ry="3.6" fill="{warm}"/><path d="M-5 -2Q-1 -7 4 -4M6 0Q5 6 0 6'
                f'M-4 5Q-8 3 -6.4 0" fill="none" stroke="{dark}" stroke-width="3"/></g>'
            )
    return _tile(side, side, _ground(paint.base, side, side) + "".join(spots))


def melange(paint: Paint, rng: random.Random) -> str:
    """Flecked yarn: short strokes, lighter and darker."""
    side = 64
    flecks = "".join(
        f'<path d="M{rng.uniform(0, side):.1f} {rng.uniform(0, side):.1f}'
        f'h{rng.uniform(1.5, 5):.1f}"'
        f' stroke="{lighten(paint.base, 0.4) if index % 2 else darken(paint.base, 0.35)}"/>'
        for index in range(170)
    )
    ground = _ground(paint.base, side, side)
    return _tile(side, side, f'{ground}<g stroke-width="1" opacity=".75">{flecks}</g>')


def chevron(paint: Paint, rng: random.Random) -> str:
    """Zigzag bands."""
    width, height = rng.choice([(24, 20), (32, 28)])
    half, thick = width / 2, height * 0.36
    zigzag = "".join(
        f'<path d="M{-half} {y + half:g}L0 {y:g}L{half:g} {y + half:g}L{width} {y:g}'
        f'L{width + half:g} {y + half:g}"/>'
        for y in (-height, 0, height)
    )
    return _tile(
        width,
        height,
        _ground(paint.base, width, height)
        + f'<g fill="none" stroke="{paint.accent}" stroke-width="{thick:g}">{zigzag}</g>',
    )


def geometric(paint: Paint, rng: random.Random) -> str:
    """Small lozenges, a foulard motif."""
    side = rng.choice([20, 28])
    half, radius = side / 2, side * 0.24
    lozenge = f"M{half} {half - radius:g}l{radius:g} {radius:g}l{-radius:g} {radius:g}"
    lozenge += f"l{-radius:g} {-radius:g}Z"
    return _tile(
        side,
        side,
        _ground(paint.base, side, side) + f'<path d="{lozenge}" fill="{paint.accent}"/>'
        f'<circle cx="{half}" cy="{half}" r="{radius * 0.34:.1f}" fill="{paint.base}"/>'
        f'<g fill="{paint.third}"><circle r="1.8"/><circle cx="{side}" r="1.8"/>'
        f'<circle cy="{side}" r="1.8"/><circle cx="{side}" cy="{side}" r="1.8"/></g>',
    )


def metallic(paint: Paint, rng: random.Random) -> str:
    """Foil: light running across the surface."""
    bright, deep = lighten(paint.base, 0.5), darken(paint.base, 0.2)
    stops = (
        (0, deep),
        (0.22, paint.base),
        (0.42, bright),
        (0.6, paint.base),
        (1, deep),
    )
    marks = "".join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)
    tilt = rng.uniform(0.2, 0.5)
    return (
        f'<linearGradient id="print" x1="0" y1="0" x2="1" y2="{tilt:.2f}">{marks}</linearGradient>'
    )


PRINTS: dict[str, Print] = {
    "stripes": stripes,
    "pinstripes": pinstripes,
    "diagonal": diagonal,
    "checks": checks,
    "gingham": gingham,
    "dots": dots,
    "floral": floral,
    "paisley": paisley,
    "camouflage": camouflage,
    "animal": animal,
    "melange": melange,
    "chevron": chevron,
    "geometric": geometric,
    "metallic": metallic,
}
