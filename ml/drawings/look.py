"""The contract between the renderer and the templates: a template turns a Look into SVG."""

import random
from collections.abc import Callable
from dataclasses import dataclass

WIDTH, HEIGHT = 384, 512
"""The drawing's coordinate system in SVG user units, origin top left, y down."""


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between two drawings of one category.

    Colours are "#rrggbb". ``fill`` is the paint of the main material: ``base`` itself or
    "url(#print)", a pattern that the renderer puts into <defs>; trim, straps and soles use
    ``accent``, outlines and seams ``ink``. ``rng`` decides every cut (sleeve length, collar,
    heel height, …), so that one seed always gives one drawing.
    """

    base: str
    accent: str
    ink: str
    fill: str
    rng: random.Random


Template = Callable[[Look], str]
"""Draws one garment: SVG elements within 24 units of margin on every side, no <svg> around."""

TEMPLATES: dict[str, Template] = {}


def template(category: str) -> Callable[[Template], Template]:
    """Register the decorated function as the drawing of one taxonomy category."""

    def register(function: Template) -> Template:
        if category in TEMPLATES:
            raise ValueError(f"two templates for the category {category!r}")
        TEMPLATES[category] = function
        return function

    return register
