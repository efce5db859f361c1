"""From a category and a seed to a picture with its true attributes and box.

A drawing is decided by its seed alone: the cut, the print and the buyer come from generators
seeded with category and seed, the colour from another one, so that one seed in two colours is
the same garment twice.
"""

import io
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resvg_py
from PIL import Image

from ml.drawings.look import HEIGHT, TEMPLATES, WIDTH, Look
from ml.drawings.palette import METALS, Paint, darken, lighten, paint
from ml.drawings.prints import PRINTS
from ml.drawings.traits import TRAITS
from ml.taxonomy import Taxonomy, load

SIZE = (WIDTH, HEIGHT)

Box = tuple[float, float, float, float]
"""x1, y1, x2, y2 as fractions of the image, origin top left."""

_WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
_TITLE = re.compile(r"^\s*<title>([^<]*)</title>")
_VISIBLE = 24
"""Alpha (0-255) from which a pixel counts as part of the object: antialiased rims do not."""


@dataclass(frozen=True)
class Design:
    """A drawing before it is rasterised. ``title`` is the cut in shop words ("crew-neck tee")."""

    category: str
    colour: str
    gender: str
    usage: str
    season: str
    print_name: str
    title: str
    body: str
    defs: str


@dataclass(frozen=True)
class Drawing:
    """A rendered product picture, RGB on white, with its true labels and bounding box."""

    category: str
    colour: str
    gender: str
    usage: str
    season: str
    image: Image.Image
    svg: str
    box: Box
    print_name: str
    title: str


@cache
def taxonomy() -> Taxonomy:
    """The vocabulary of every drawing, read once."""
    return load()


def pick(weights: Mapping[str, float], rng: random.Random) -> str:
    """One key, drawn by weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def _gradient(name: str, vector: str, stops: list[tuple[float, str, float]]) -> str:
    marks = "".join(
        f'<stop offset="{at:g}" stop-color="{colour}" stop-opacity="{opacity:g}"/>'
        for at, colour, opacity in stops
    )
    return f'<linearGradient id="{name}" {vector}>{marks}</linearGradient>'


_ACROSS, _DOWN = 'x1="0" y1="0" x2="1" y2="0"', 'x1="0" y1="0" x2="0" y2="1"'


def _metal(name: str, tone: str, vector: str) -> str:
    deep, bright = darken(tone, 0.3), lighten(tone, 0.62)
    tones = [(0, deep), (0.2, tone), (0.38, bright), (0.55, tone), (0.8, deep), (1, tone)]
    return _gradient(name, vector, [(at, colour, 1) for at, colour in tones])


def _definitions(colours: Paint, print_markup: str) -> str:
    dark, light = "#15131a", "#ffffff"
    soft = 0.2 if colours.base > "#333333" else 0.34
    return "".join(
        [
            print_markup,
            _gradient(
                "shade-x",
                _ACROSS,
                [(0, dark, soft), (0.24, dark, 0), (0.7, dark, 0), (1, dark, soft)],
            ),
            _gradient("shade-right", _ACROSS, [(0.45, dark, 0), (1, dark, soft)]),
            _gradient("shade-y", _DOWN, [(0.5, dark, 0), (1, dark, soft)]),
            '<radialGradient id="round" cx=".4" cy=".36" r=".75">'
            f'<stop offset=".1" stop-color="{light}" stop-opacity=".22"/>'
            f'<stop offset=".5" stop-color="{dark}" stop-opacity="0"/>'
            f'<stop offset="1" stop-color="{dark}" stop-opacity="{soft + 0.06:g}"/>'
            "</radialGradient>",
            _gradient(
                "gloss",
                _ACROSS,
                [(0.1, light, 0), (0.22, light, 0.5), (0.32, light, 0.12), (0.6, light, 0)],
            ),
            _gradient(
                "sheen",
                'x1="0" y1="0" x2="1" y2=".7"',
                [(0.12, light, 0), (0.34, light, 0.3), (0.52, light, 0)],
            ),
            _metal("metal", colours.base, _ACROSS),
            _metal("metal-y", colours.base, _DOWN),
            _metal("steel", "#b4b9bf", 'x1="0" y1="0" x2="1" y2="1"'),
            _metal("brass", "#c3a04f", 'x1="0" y1="0" x2="1" y2="1"'),
        ]
    )


def _print_name(colour: str, weights: Mapping[str, float], rng: random.Random) -> str:
    name = pick(weights, rng)
    if colour == "Grey Melange":
        return "melange"
    if colour == "Multi" and name == "plain":
        patterned = {key: weight for key, weight in weights.items() if key != "plain"}
        return pick(patterned, rng) if patterned else "plain"
    if name == "plain" and colour in METALS and len(weights) > 1:
        return "metallic"
    return name


def design(category: str, *, seed: int, colour: str | None = None) -> Design:
    """Decide everything about a drawing without rasterising it (well under a millisecond).

    Raises ValueError for a category that has no template or a colour outside the taxonomy.
    """
    if category not in TEMPLATES:
        known = ", ".join(sorted(TEMPLATES))
        raise ValueError(f"there is no drawing for the category {category!r}; there are: {known}")
    traits = TRAITS[category]
    what, hue, cut = (random.Random(f"{category}|{seed}|{part}") for part in ("what", "hue", "cut"))
    chosen = colour if colour is not None else pick(traits.colours, hue)
    gender, usage = pick(traits.genders, what), pick(traits.usages, what)
    season = pick(traits.seasons, what)
    print_name = _print_name(chosen, traits.prints, what)
    colours = paint(chosen, taxonomy().group_of[category], taxonomy(), hue)
    markup = PRINTS[print_name](colours, what) if print_name != "plain" else ""
    fill = "url(#print)" if markup else colours.base
    body = TEMPLATES[category](Look(colours.base, colours.accent, colours.ink, fill, cut))
    title = _TITLE.match(body)
    return Design(
        category=category,
        colour=chosen,
        gender=gender,
        usage=usage,
        season=season,
        print_name=print_name,
        title=title.group(1) if title else traits.noun,
        body=body,
        defs=_definitions(colours, markup),
    )


def document(made: Design, size: tuple[int, int] = SIZE, *, view: Box = _WHOLE) -> str:
    """A complete SVG of ``size`` pixels showing the part ``view`` of the drawing."""
    x1, y1, x2, y2 = view
    window = f"{x1 * WIDTH:g} {y1 * HEIGHT:g} {(x2 - x1) * WIDTH:g} {(y2 - y1) * HEIGHT:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="{window}"><defs>{made.defs}</defs>'
        f'<g stroke-linejoin="round" stroke-linecap="round">{made.body}</g></svg>'
    )


def rasterise(svg: str) -> Image.Image:
    """The SVG as an RGBA picture with a transparent ground. Raises ValueError for bad SVG."""
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def on_white(picture: Image.Image) -> Image.Image:
    """RGB of an RGBA picture laid on white paper."""
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def true_box(picture: Image.Image) -> Box:
    """The tight box of what is visible in an RGBA picture, as fractions of its size."""
    mask = picture.getchannel("A").point([0] * _VISIBLE + [255] * (256 - _VISIBLE))
    found = mask.getbbox()
    if found is None:
        raise ValueError("the drawing is empty")
    left, top, right, bottom = found
    return (
        left / picture.width,
        top / picture.height,
        right / picture.width,
        bottom / picture.height,
    )


def draw(
    category: str, *, seed: int, colour: str | None = None, size: tuple[int, int] = SIZE
) -> Drawing:
    """Draw one product of ``category``; the same arguments always give the same bytes.

    ``colour`` is a colour of the taxonomy, by default one that is usual for the category;
    ``size`` is (width, height) in pixels. Raises ValueError for an unknown category or colour.
    """
    made = design(category, seed=seed, colour=colour)
    svg = document(made, size)
    picture = rasterise(svg)
    return Drawing(
        category=made.category,
        colour=made.colour,
        gender=made.gender,
        usage=made.usage,
        season=made.season,
        image=on_white(picture),
        svg=svg,
        box=true_box(picture),
        print_name=made.print_name,
        title=made.title,
    )
