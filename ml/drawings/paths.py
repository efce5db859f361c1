"""Path data that mirrors, joins, turns and is walked along.

Paths are SVG path data with absolute ``M L Q C Z`` and a single subpath. Garments are symmetric
about the vertical line x = 192 (half the canvas), so most outlines are written as a right half.
"""

import math
import re
from itertools import pairwise

from ml.drawings.look import WIDTH

CENTRE = WIDTH / 2

Point = tuple[float, float]
Segment = tuple[Point, ...]

_TOKEN = re.compile(r"[MLQCZ]|-?\d*\.?\d+(?:e-?\d+)?")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}
_COMMAND = {1: "L", 2: "Q", 3: "C"}


def parse(d: str) -> list[Segment]:
    """Path data as segments: first the start point, then control points and end of each piece.

    Raises ValueError where the path has anything but one subpath of absolute M, L, Q, C, Z.
    """
    tokens = _TOKEN.findall(d)
    segments: list[Segment] = []
    position, command = 0, ""
    while position < len(tokens):
        if tokens[position].isalpha():
            command = tokens[position]
            position += 1
            if command == "Z":
                break
            if (command == "M") != (not segments):
                raise ValueError(f"a path starts with M and has only one: {d!r}")
        elif command == "M":
            command = "L"
        if command not in _POINTS:
            raise ValueError(f"path data starts with M: {d!r}")
        numbers = [float(token) for token in tokens[position : position + 2 * _POINTS[command]]]
        if len(numbers) != 2 * _POINTS[command]:
            raise ValueError(f"numbers are missing at the end of the path {d!r}")
        segments.append(tuple(zip(numbers[::2], numbers[1::2], strict=True)))
        position += 2 * _POINTS[command]
    return segments


def emit(segments: list[Segment], *, closed: bool = False) -> str:
    """Segments as path data, to a tenth of a unit."""
    parts = []
    for index, points in enumerate(segments):
        command = _COMMAND[len(points)] if index else "M"
        parts.append(command + " ".join(f"{x:.1f} {y:.1f}" for x, y in points))
    return "".join(parts) + ("Z" if closed else "")


def mirror(d: str) -> str:
    """The path reflected about the centre line."""
    flipped = [tuple((WIDTH - x, y) for x, y in points) for points in parse(d)]
    return emit(flipped, closed=d.rstrip().endswith("Z"))


def reverse(d: str) -> str:
    """The same open path, walked from its end to its start."""
    segments = parse(d)
    starts = [points[-1] for points in segments]
    back: list[Segment] = [(starts[-1],)]
    for index in range(len(segments) - 1, 0, -1):
        back.append((*reversed(segments[index][:-1]), starts[index - 1]))
    return emit(back)


def joined(*paths: str, closed: bool = False) -> str:
    """One path through all of them in turn, with straight lines across the gaps."""
    segments: list[Segment] = []
    for path in paths:
        first, *rest = parse(path)
        if not segments or segments[-1][-1] != first[0]:
            segments.append(first)
        segments.extend(rest)
    return emit(segments, closed=closed)


def symmetric(half: str, *, closed: bool = True) -> str:
    """The right half and its mirror image as one path; open, it runs from left to right."""
    if closed:
        return joined(half, reverse(mirror(half)), closed=True)
    return joined(reverse(mirror(half)), half)


def turned(d: str, degrees: float, about: Point) -> str:
    """The path rotated about a point, clockwise on the screen (y grows downwards)."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ax, ay = about

    def turn(point: Point) -> Point:
        x, y = point[0] - ax, point[1] - ay
        return ax + x * cosine - y * sine, ay + x * sine + y * cosine

    moved = [tuple(turn(point) for point in points) for points in parse(d)]
    return emit(moved, closed=d.rstrip().endswith("Z"))


def shifted(d: str, right: float, down: float = 0) -> str:
    """The path moved sideways and down."""
    moved = [tuple((x + right, y + down) for x, y in points) for points in parse(d)]
    return emit(moved, closed=d.rstrip().endswith("Z"))


def points_along(d: str, count: int) -> list[Point]:
    """``count`` points (two or more) from start to end, about evenly spaced on the path."""
    segments = parse(d)
    dense: list[Point] = [segments[0][-1]]
    for points in segments[1:]:
        controls = (dense[-1], *points)
        dense.extend(_bezier(controls, step / 16) for step in range(1, 17))
    lengths = [0.0]
    for before, after in pairwise(dense):
        lengths.append(lengths[-1] + math.dist(before, after))
    found, index = [], 0
    for number in range(count):
        target = lengths[-1] * number / (count - 1)
        while index < len(dense) - 2 and lengths[index + 1] < target:
            index += 1
        span = lengths[index + 1] - lengths[index]
        share = (target - lengths[index]) / span if span else 0.0
        (x1, y1), (x2, y2) = dense[index], dense[index + 1]
        found.append((x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))
    return found


def _bezier(controls: Segment, t: float) -> Point:
    """De Casteljau's point at t of a line, quadratic or cubic."""
    while len(controls) > 1:
        controls = tuple(
            (x1 + (x2 - x1) * t, y1 + (y2 - y1) * t) for (x1, y1), (x2, y2) in pairwise(controls)
        )
    return controls[0]


def scalloped(d: str, count: int, depth: float) -> str:
    """The path redrawn as ``count`` arcs; a positive depth bulges to the left of its direction."""
    knots = points_along(d, count + 1)
    segments: list[Segment] = [(knots[0],)]
    for (x1, y1), (x2, y2) in pairwise(knots):
        span = math.dist((x1, y1), (x2, y2)) or 1.0
        out = 2 * depth / span
        middle = ((x1 + x2) / 2 + (y2 - y1) * out, (y1 + y2) / 2 - (x2 - x1) * out)
        segments.append((middle, (x2, y2)))
    return emit(segments)
