"""Colours of a drawing: from a colour's name to base, accent and ink.

Colours are "#rrggbb" strings. The base is the taxonomy's hex moved by a hair, so that two navy
shirts are not the same navy; the accent is one that a buyer would expect beside it; the ink is
the outline, always visible on the base.
"""

import colorsys
import random
from dataclasses import dataclass

from ml.taxonomy import Taxonomy

WHITE, BLACK = "#ffffff", "#121214"

METALS = frozenset({"Silver", "Gold", "Steel", "Bronze", "Copper", "Metallic"})
"""Colours that mean a polished surface rather than a dye."""

_LIVELY = ("#d8433f", "#e58a2e", "#e9b93a", "#3c8f72", "#2f7fb5", "#7a4f9c", "#cf4f86", "#2b3f72")

_ACCENTS: dict[str, tuple[str, ...]] = {
    "Shoes": ("#f4f2ec", "#f4f2ec", "#e9e4d8", "#c89a63", "#2a2a2c", "#3b2a20"),
    "Bags": ("#8a5a35", "#c49a6c", "#2b2523", "#e9dfcb", "#5b2c2c", "#3a3f4d"),
    "Accessories": ("#f2efe6", "#1f2a4d", "#7d1f2b", "#c9a24a", "#2c4d44", "#8d97a3"),
    "Watches & eyewear": ("#3a2c24", "#6f4a32", "#222326", "#c3c7cc", "#c9a24a", "#2b3d5c"),
    "Jewellery": ("#2f6f5a", "#a8203a", "#2b4fa0", "#efe9df", "#6b4a94", "#36a3ad", "#e3a4b4"),
    "Beauty": ("#232326", "#c9a24a", "#c7cbd0", "#f3f1ec", "#b88b6a", "#4a3b52"),
}
_CLOTHING_ACCENTS = (
    *("#f5f2ea", "#f5f2ea", "#1f2a4d", "#25262a", "#b9975b", "#8d3b45", "#5f7f8f", "#7c8a5b"),
    *("#d98f76", "#d7cdb8", "#6f5d84"),
)


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of one drawing; ``third`` is the second colour of a two-colour print."""

    base: str
    accent: str
    ink: str
    third: str


def rgb(colour: str) -> tuple[float, float, float]:
    """Channels of "#rrggbb" in 0..1."""
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def to_hex(channels: tuple[float, float, float]) -> str:
    """ "#rrggbb" of channels, clipped to 0..1."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, value)) * 255):02x}" for value in channels)


def mix(first: str, second: str, share: float) -> str:
    """``first`` with ``share`` (0..1) of ``second`` stirred in."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    red, green, blue = (a + (b - a) * share for a, b in pairs)
    return to_hex((red, green, blue))


def lighten(colour: str, share: float) -> str:
    """``colour`` with ``share`` of white."""
    return mix(colour, WHITE, share)


def darken(colour: str, share: float) -> str:
    """``colour`` with ``share`` of near-black."""
    return mix(colour, BLACK, share)


def lightness(colour: str) -> float:
    """Perceived lightness, 0 (black) to 1 (white): luma of the gamma-encoded channels."""
    red, green, blue = rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def is_metal(colour: str) -> bool:
    """Whether metal has this colour: a grey that is not dark, or a golden or coppery one."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    return light > 0.32 and (saturation < 0.18 or 0.04 < hue < 0.14)


def ink_for(base: str) -> str:
    """The outline for a material: darker than it, or lighter where it is nearly black."""
    light = lightness(base)
    if light < 0.2:
        return lighten(base, 0.45 - light)
    if light < 0.3:
        return darken(base, 0.88)
    return darken(base, 0.72 if light < 0.75 else 0.66)


def jitter(colour: str, rng: random.Random) -> str:
    """A neighbour of ``colour`` that still goes by the same name."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    hue = (hue + rng.uniform(-0.011, 0.011)) % 1
    light = min(0.97, max(0.1, light + rng.uniform(-0.03, 0.03)))
    saturation = min(1.0, max(0.0, saturation * rng.uniform(0.85, 1.08)))
    return to_hex(colorsys.hls_to_rgb(hue, light, saturation))


def paint(colour: str, group: str, taxonomy: Taxonomy, rng: random.Random) -> Paint:
    """Colours for a drawing of ``colour`` in the department ``group``.

    Raises ValueError for a colour that the taxonomy does not have.
    """
    if colour not in taxonomy.hex_of:
        raise ValueError(f"{colour!r} is not a colour of the taxonomy {taxonomy.name!r}")
    if colour == "Multi":
        base, accent, third = rng.sample(_LIVELY, 3)
        return Paint(base, accent, ink_for(base), third)
    base = jitter(taxonomy.hex_of[colour], rng)
    light = lightness(base)
    tonal = darken(base, 0.35) if light > 0.45 else lighten(base, 0.4)
    choices = [*_ACCENTS.get(group, _CLOTHING_ACCENTS), tonal]
    accent = rng.choice([c for c in choices if abs(lightness(c) - light) > 0.2] or [tonal])
    third = mix(base, accent, 0.5)
    return Paint(base, jitter(accent, rng), ink_for(base), third)
