"""Groups of vectors that point much the same way.

Leader clustering, densest leader first (Butina, "Unsupervised Data Base Clustering Based on
Daylight's Fingerprint and Tanimoto Similarity", J. Chem. Inf. Comput. Sci. 1999), with the
cosine: whichever vector has the most neighbours leads a group with them, then the same among the
rest. k-means would have to be told how many things people look for, and would stretch a group over
whatever is left; this needs the one figure that means something, how alike two wants must be. It
depends neither on chance nor on the order in which wants came.
"""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def clusters(vectors: Vectors, threshold: float) -> list[list[int]]:
    """Rows of N × D unit vectors by group, the largest first; in each, the leader first and the
    others in their order. A member's cosine with its leader is at least ``threshold``.

    Memory and time grow with N².
    """
    near = vectors @ vectors.T >= threshold
    np.fill_diagonal(near, True)
    neighbours = near.sum(1)
    found: list[list[int]] = []
    while len(vectors) and neighbours.max() > 0:
        leader = int(neighbours.argmax())
        members = np.flatnonzero(near[leader])
        found.append([leader, *(int(row) for row in members if row != leader)])
        neighbours -= near[:, members].sum(1)
        near[:, members] = False
        neighbours[members] = 0
    return found


def unit(vectors: Vectors) -> Vectors:
    """Each row at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def centre(vectors: Vectors) -> Vectors:
    """The mean direction of N × D unit vectors, D numbers at length 1."""
    middle: Vectors = unit(vectors.mean(0))
    return middle
