"""Where in a latent space the designs lie that people back."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST = 2
"""Designs; one tells no direction."""


class NoDirection(ValueError):
    """The designs tell nothing: they are too few, or all were backed alike."""


def direction(latents: ArrayLike, pledges: ArrayLike) -> NDArray[np.float64]:
    """D numbers of length 1: the way from what is backed little to what is backed much.

    Ridge regression (Hoerl and Kennard, 1970) of y = log(1 + pledges) on the N × D latents, both
    without their means:

        w = (XᵀX + D·I)⁻¹ Xᵀy

    The logarithm keeps one success from being the whole direction. Latents have a variance of
    about 1, so that D·I weighs as much as D designs: with fewer, w leans on the mean of the
    backed ones instead of fitting noise. Raises NoDirection, and ValueError for arrays that do
    not fit together or negative pledges.
    """
    points, counts = np.asarray(latents, np.float64), np.asarray(pledges, np.float64)
    if points.ndim != 2 or counts.shape != points.shape[:1]:
        raise ValueError(f"{points.shape} latents and {counts.shape} pledges do not fit together.")
    if not (np.isfinite(points).all() and np.isfinite(counts).all() and (counts >= 0).all()):
        raise ValueError("Latents are finite numbers, and pledges are counts from 0 on.")
    if len(points) < LEAST:
        raise NoDirection("A direction needs at least two designs.")
    width = points.shape[1]
    centred = points - points.mean(axis=0)
    backed = np.log1p(counts)
    backed -= backed.mean()
    slope = np.linalg.solve(centred.T @ centred + width * np.eye(width), centred.T @ backed)
    length = float(np.linalg.norm(slope))
    if length < 1e-9:
        raise NoDirection("All designs were backed alike, or are the same one.")
    return np.asarray(slope / length)
