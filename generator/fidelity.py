"""How like the photos are they, and how many of the photos are they like: distances between two
clouds of feature vectors. Functions of arrays only.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

NEIGHBOURS = 5
"""k of precision, recall, density and coverage, as their paper has it."""
BLOCK = 1024

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]


def frechet_distance(first: Floats, second: Floats, weights: Floats | None = None) -> float:
    """Between the Gaussians of two clouds (N × D, M × D): |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2√(Σ₁Σ₂)).

    Heusel et al., 2017. ``weights`` (M) say how much each of the second counts; by default all
    count the same. It falls with the number of vectors: compare figures of equal numbers only,
    and beside those of real against real.
    """
    clouds = [(np.asarray(first, np.float64), None), (np.asarray(second, np.float64), weights)]
    means = [np.average(cloud, axis=0, weights=counts) for cloud, counts in clouds]
    spreads = [np.cov(cloud, rowvar=False, aweights=counts) for cloud, counts in clouds]
    one, other = (np.atleast_2d(spread) for spread in spreads)
    # √(Σ₁Σ₂) has the eigenvalues of √Σ₁ Σ₂ √Σ₁, which is symmetric.
    root = _root(one)
    values = np.linalg.eigvalsh(root @ other @ root)
    cross = np.sqrt(np.clip(values, 0, None)).sum()
    shift = np.square(means[0] - means[1]).sum()
    return float(max(0.0, shift + np.trace(one) + np.trace(other) - 2 * cross))


def kernel_distance(first: Floats, second: Floats) -> float:
    """Squared maximum mean discrepancy with the kernel (x·y / D + 1)³, without bias, so that it
    may be negative (Bińkowski et al., 2018, "Demystifying MMD GANs")."""

    def kernel(a: Floats, b: Floats) -> NDArray[np.float64]:
        return np.asarray((a.astype(np.float64) @ b.T / a.shape[1] + 1) ** 3)

    within = 0.0
    for cloud in (first, second):
        values, count = kernel(cloud, cloud), len(cloud)
        within += (values.sum() - np.trace(values)) / (count * (count - 1))
    return float(within - 2 * kernel(first, second).mean())


class Manifolds(NamedTuple):
    """Kynkäänniemi et al., 2019 (precision, recall) and Naeem et al., 2020 (the others)."""

    precision: float
    """Share of fakes that lie within reach of a real one's neighbourhood."""
    recall: float
    """Share of reals that lie within reach of a fake one's neighbourhood."""
    density: float
    """How many neighbourhoods of reals a fake lies in, over k; may exceed 1."""
    coverage: float
    """Share of reals with a fake in their neighbourhood."""


def manifolds(real: Floats, fake: Floats, k: int = NEIGHBOURS) -> Manifolds:
    """Of two clouds; a neighbourhood reaches to the k-th nearest vector of the same cloud."""
    k = max(1, min(k, len(real) - 1, len(fake) - 1))
    real_reach, fake_reach = radii(real, k), radii(fake, k)
    near_fake = np.zeros(len(real), np.bool_)
    covered = np.zeros(len(real), np.bool_)
    inside = np.zeros(len(fake), np.int64)
    for start in range(0, len(fake), BLOCK):
        block = slice(start, start + BLOCK)
        distances = squared_distances(fake[block], real)
        within = distances <= real_reach
        inside[block] = within.sum(axis=1)
        covered |= within.any(axis=0)
        near_fake |= (distances <= fake_reach[block, None]).any(axis=0)
    return Manifolds(
        precision=float((inside > 0).mean()),
        recall=float(near_fake.mean()),
        density=float(inside.mean() / k),
        coverage=float(covered.mean()),
    )


def class_coverage(
    real: Floats, real_labels: Ints, fake: Floats, fake_labels: Ints, classes: int
) -> NDArray[np.float64]:
    """classes: coverage of each class's reals by its own fakes; NaN below three reals."""
    shares = np.full(classes, np.nan)
    for label in range(classes):
        mine, made = real[real_labels == label], fake[fake_labels == label]
        if len(mine) > 2 and len(made) > 0:
            reach = radii(mine, min(NEIGHBOURS, len(mine) - 1))
            shares[label] = (squared_distances(made, mine) <= reach).any(axis=0).mean()
    return shares


def radii(cloud: Floats, k: int) -> NDArray[np.float64]:
    """N: squared distance of each vector to its k-th nearest other."""
    out = np.empty(len(cloud))
    for start in range(0, len(cloud), BLOCK):
        distances = squared_distances(cloud[start : start + BLOCK], cloud)
        out[start : start + BLOCK] = np.partition(distances, k, axis=1)[:, k]
    return out


def squared_distances(first: Floats, second: Floats) -> NDArray[np.float64]:
    """N × M, of N × D and M × D vectors."""
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    squares = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1)
    return np.asarray(np.clip(squares - 2 * a @ b.T, 0, None))


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T)
