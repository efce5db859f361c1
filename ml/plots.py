"""Curves and confusion matrices as pictures, drawn with Pillow alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Points = Sequence[tuple[float, float]]
Colour = tuple[int, int, int]

COLOURS: tuple[Colour, ...] = (
    (0, 114, 178),
    (213, 94, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (230, 159, 0),
    (90, 90, 90),
)
"""Told apart by colour-blind people too (Okabe and Ito, 2008)."""
INK, PALE, PAPER = (30, 30, 30), (215, 215, 215), (255, 255, 255)
WIDTH, HEIGHT, LEGEND = 760, 300, 190
"""Pixels of one panel of curves, and of the names on its right."""
MARGIN = 44
CELL = 18
"""Pixels a side of a matrix's cells."""


def curves(panels: Mapping[str, Mapping[str, Points]], path: Path) -> None:
    """Write one panel under the other: title → name → (x, y) points; x is shared.

    Panels and lines without a point are left out; without any, nothing is written.
    """
    filled = {
        title: {name: points for name, points in lines.items() if points}
        for title, lines in panels.items()
    }
    filled = {title: lines for title, lines in filled.items() if lines}
    if not filled:
        return
    last = max(x for lines in filled.values() for points in lines.values() for x, _ in points)
    picture = Image.new("RGB", (WIDTH, HEIGHT * len(filled)), PAPER)
    draw = ImageDraw.Draw(picture)
    for number, (title, lines) in enumerate(filled.items()):
        _panel(draw, HEIGHT * number, title, lines, last or 1.0)
    picture.save(path)


def matrix(counts: NDArray[np.floating[Any]], names: Sequence[str], path: Path) -> None:
    """Write a confusion matrix (a row for each true class) as shares of its rows."""
    font = ImageFont.load_default(12)
    label = 8 + max(round(font.getlength(name)) for name in names)
    side = label + CELL * len(names) + 8
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    picture = Image.new("RGB", (side, side), PAPER)
    draw = ImageDraw.Draw(picture)
    for row, values in enumerate(shares):
        y = label + CELL * row
        draw.text((label - 4, y + CELL / 2), names[row], INK, font, anchor="rm")
        for column, share in enumerate(values):
            x = label + CELL * column
            box = (x, y, x + CELL - 1, y + CELL - 1)
            draw.rectangle(box, _shade(float(share), COLOURS[0 if row == column else 1]), PALE)
            if share >= 0.005:
                percent = f"{100 * share:.0f}"
                tone = PAPER if share > 0.55 else INK
                small = ImageFont.load_default(8)
                draw.text((x + CELL / 2, y + CELL / 2), percent, tone, small, anchor="mm")
    # Names of columns run upwards: they are drawn on their side and turned.
    strip = Image.new("RGB", (label, CELL * len(names)), PAPER)
    turned = ImageDraw.Draw(strip)
    for number, name in enumerate(names):
        turned.text((4, CELL * (number + 0.5)), name, INK, font, anchor="lm")
    picture.paste(strip.rotate(90, expand=True), (label, 0))
    draw.text((4, 4), "rows: true, columns: seen, percent", INK, ImageFont.load_default(9))
    picture.save(path)


def _panel(
    draw: ImageDraw.ImageDraw, top: int, title: str, lines: Mapping[str, Points], last: float
) -> None:
    font = ImageFont.load_default(12)
    values = [y for points in lines.values() for _, y in points if np.isfinite(y)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    span = high - low or 1.0
    left, right = MARGIN, WIDTH - LEGEND
    upper, lower = top + 28, top + HEIGHT - 28
    draw.text((left, top + 8), title, INK, ImageFont.load_default(14))
    for step in range(5):
        y = lower - (lower - upper) * step / 4
        draw.line([(left, y), (right, y)], PALE)
        draw.text((left - 4, y), f"{low + span * step / 4:.3g}", INK, font, anchor="rm")
        x = left + (right - left) * step / 4
        draw.text((x, lower + 4), f"{last * step / 4:.3g}", INK, font, anchor="mt")
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        at = [
            (left + (right - left) * x / last, lower - (lower - upper) * (y - low) / span)
            for x, y in points
            if np.isfinite(y)
        ]
        draw.line(at, colour, 2, joint="curve")
        for x, y in at if len(at) < 30 else []:
            draw.ellipse((x - 2, y - 2, x + 2, y + 2), colour)
        y = upper + 18 * number
        draw.line([(right + 10, y), (right + 28, y)], colour, 2)
        draw.text((right + 34, y), f"{name} {points[-1][1]:.3g}", INK, font, anchor="lm")


def _shade(share: float, colour: Colour) -> Colour:
    # The root, so that a few percent of confusion are seen at all.
    strength = share**0.5
    red, green, blue = (round(255 + (part - 255) * strength) for part in colour)
    return red, green, blue
