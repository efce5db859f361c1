"""How like the original an enlarged picture is: PSNR and SSIM."""

import numpy as np
from numpy.typing import NDArray

WINDOW, SIGMA = 11, 1.5
C1, C2 = 0.01**2, 0.03**2

Floats = NDArray[np.float64]


def psnr(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """Peak signal-to-noise ratio in decibels; infinite for equal pictures."""
    error = np.square(first.astype(np.float64) - second).mean() / 255**2
    return float("inf") if error == 0 else float(-10 * np.log10(error))


def ssim(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """Mean structural similarity of the luminance, -1 to 1 (Wang et al., 2004)."""
    a, b = luminance(first), luminance(second)
    mean_a, mean_b = _blur(a), _blur(b)
    spread_a = _blur(a * a) - mean_a**2
    spread_b = _blur(b * b) - mean_b**2
    together = _blur(a * b) - mean_a * mean_b
    above = (2 * mean_a * mean_b + C1) * (2 * together + C2)
    below = (mean_a**2 + mean_b**2 + C1) * (spread_a + spread_b + C2)
    return float((above / below).mean())


def luminance(pixels: NDArray[np.uint8]) -> Floats:
    """H × W of 0 to 1, by the weights of ITU-R BT.601."""
    return np.asarray(pixels @ np.array([0.299, 0.587, 0.114]) / 255)


def _blur(values: Floats) -> Floats:
    """Gaussian mean over the window, where it fits."""
    at = np.arange(WINDOW) - WINDOW // 2
    kernel = np.exp(-(at**2) / (2 * SIGMA**2))
    kernel /= kernel.sum()
    for axis in (0, 1):
        values = np.lib.stride_tricks.sliding_window_view(values, WINDOW, axis=axis) @ kernel
    return values
