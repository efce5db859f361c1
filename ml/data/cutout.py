"""Cut products out of their white background, and find the box they fill."""

import numpy as np
from numpy.typing import NDArray

VERSION = 2
"""Of the method; cut-outs that were kept on disk by another one are made again."""
WHITE = 245
"""A pixel whose darkest channel is at least this may be background."""


def cut_out(pixels: NDArray[np.uint8], white: int = WHITE) -> NDArray[np.uint8]:
    """N × side × side, 255 on the product, 0 on the background, in between on its edge.

    Background is what white reaches from the border, so a white shirt keeps its inside as
    long as its outline is darker than the paper. Photos without a white background come
    out as all product.
    """
    out = np.empty(pixels.shape[:3], np.uint8)
    for start in range(0, len(pixels), 1024):
        block = pixels[start : start + 1024].min(axis=3) >= white
        outside = _flood(block)
        out[start : start + 1024] = _soften(~outside)
    return out


def boxes_of(alpha: NDArray[np.uint8]) -> NDArray[np.float32]:
    """N × 4: x1, y1, x2, y2 of the product as fractions; the whole image where it is empty."""
    side = alpha.shape[1]
    inside = alpha > 127
    boxes = np.tile(np.array([0, 0, 1, 1], np.float32), (len(alpha), 1))
    for axis, low, high in ((1, 0, 2), (2, 1, 3)):
        line: NDArray[np.bool_] = np.any(inside, axis=axis)
        some: NDArray[np.bool_] = np.any(line, axis=1)
        boxes[some, low] = line[some].argmax(axis=1) / side
        boxes[some, high] = 1 - line[some, ::-1].argmax(axis=1) / side
    return boxes


def _flood(free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The free pixels connected to the border, by sweeping the four ways until nothing moves.

    One sweep carries the flood along a whole straight run, so a few rounds do for thousands
    of images at once, where a queue of pixels would take minutes.
    """
    reached = np.zeros_like(free)
    reached[:, [0, -1], :] = free[:, [0, -1], :]
    reached[:, :, [0, -1]] = free[:, :, [0, -1]]
    side = free.shape[1]
    before = -1
    while (count := int(reached.sum())) != before:
        before = count
        for step in (1, -1):
            lines = range(1, side) if step == 1 else range(side - 2, -1, -1)
            for i in lines:
                reached[:, i] |= reached[:, i - step] & free[:, i]
                reached[:, :, i] |= reached[:, :, i - step] & free[:, :, i]
    return reached


def _soften(inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """A 3 × 3 mean, steepened: the white fringe that JPEG left on the edge fades out."""
    padded = np.pad(inside.astype(np.float32), ((0, 0), (1, 1), (1, 1)), mode="edge")
    height, width = inside.shape[1:]
    shifts = (padded[:, y : y + height, x : x + width] for y in range(3) for x in range(3))
    mean = sum(shifts) / np.float32(9)
    return np.asarray(np.clip((mean - 0.5) / 0.45, 0, 1) * 255, dtype=np.uint8)
