"""The contract between the renderer and the templates: a template turns a Look into SVG.

What a template may rely on besides its Look:

* It may open with ``<title>crew-neck tee</title>``, the cut in shop words, lower case, without
  colour and print; product names and descriptions use it.
* Paints that the renderer defines in every drawing, all translucent and relative to the shape
  that they fill, to be laid over a copy of that shape with ``stroke="none"``:
  ``url(#shade-x)`` darkens both sides (a body seen from the front), ``url(#shade-right)`` the
  right side only, ``url(#shade-y)`` the lower end, ``url(#round)`` the rim (a ball),
  ``url(#gloss)`` is a vertical streak of light (glass, tubes), ``url(#sheen)`` a diagonal one
  (leather, satin). ``url(#metal)`` and ``url(#metal-y)`` are opaque: polished metal in the
  tone of ``base``; ``url(#steel)`` and ``url(#brass)`` likewise for hardware.
* Lines are round-capped and round-joined. ``ink`` is chosen to be visible on ``base``.
* No ``<text>``: fonts differ between machines.
"""

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
